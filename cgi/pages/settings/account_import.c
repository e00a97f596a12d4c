/* SPDX-License-Identifier: MIT */
/*
 * account_import.c -- imports an export that a person uploads; a file of
 * another tracker is looked at first (imports.h).
 */
#include "shared/actions/import.h"

#include "cgi/pages/pages.h"
#include "cgi/pages/settings/account.h"
#include "cgi/pages/settings/imports.h"

/* A transaction for so many bytes takes about a tenth of a second. */
enum { PIECE = 1 << 20 };

/* Each piece is one transaction, so reports do not wait for the whole file. */
static enum err feed(
	struct cx *cx, struct store *s, struct import *im, const char *bytes, size_t length)
{
	if (!s)
		return import_feed(cx, im, bytes, length);
	store_yield();
	TRY(store_begin(cx, s));
	return store_end(cx, s, import_feed(cx, im, bytes, length));
}

static enum err feed_all(struct cx *cx, struct store *s, struct import *im,
	const struct form_field *file, struct import_counts *out)
{
	for (size_t at = 0; at < file->length; at += PIECE) {
		size_t left = file->length - at;

		TRY(feed(cx, s, im, file->value + at, left < PIECE ? left : PIECE));
	}
	return import_end(cx, im, out);
}

/* With store NULL, only checks the file. */
static enum err read_all(struct cx *cx, struct store *s, int64_t user_id,
	const struct form_field *file, struct import_counts *out)
{
	struct import *im = NULL;
	enum err err;

	TRY(import_create(cx, s, user_id, &im));
	err = feed_all(cx, s, im, file, out);
	import_destroy(im);
	return err;
}

static void redirect(const struct call *c, const struct import_counts *counts)
{
	page_redirect(c,
		arena_printf(c->cx->arena,
			"settings/account?added=%" PRId64 "&moved=%" PRId64 "&known=%" PRId64,
			counts->plays_added, counts->plays_moved, counts->plays_known),
		NULL, 0);
}

static enum err take_ours(const struct call *c, const struct form_field *file)
{
	struct import_counts counts = { 0 };
	int64_t user_id = c->visitor->user_id;
	enum err err = read_all(c->cx, NULL, user_id, file, &counts);

	if (err == ERR_INPUT)
		return err_note(c->cx, err,
			"This is not a complete export, so nothing was imported "
			"(%s).",
			arena_strdup(c->cx->arena, c->cx->note));
	TRY(err);
	TRY(read_all(c->cx, c->store, user_id, file, &counts));
	redirect(c, &counts);
	return OK;
}

static enum err take(const struct call *c)
{
	const struct form_field *file = form_file(c->form, "file");
	enum err err;

	if (!file || file->length == 0)
		return err_note(c->cx, ERR_INPUT, "Choose a file first.");
	if (import_is_ours(file->value, file->length))
		return take_ours(c, file);
	err = imports_take(c, file);
	if (err == ERR_INPUT)
		return err_note(c->cx, err, "%s So nothing was imported.",
			words_sentence(c->cx, c->cx->note));
	return err;
}

enum err settings_account_import_post(struct call *c)
{
	enum err err;

	page_make(c);
	err = take(c);
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		return account_show(c, &(struct account_errors){ .import = c->cx->note });
	}
	return err;
}

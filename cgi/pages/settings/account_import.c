/* SPDX-License-Identifier: MIT */
/* account_import.c -- imports an export that a person uploads. */
#include "shared/actions/import.h"

#include "cgi/pages/pages.h"
#include "cgi/pages/settings/account.h"

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

static enum err take(const struct call *c, struct import_counts *out)
{
	const struct form_field *file = form_file(c->form, "file");
	int64_t user_id = c->visitor->user_id;
	enum err err;

	if (!file || file->length == 0)
		return err_note(c->cx, ERR_INPUT, "Choose a file first.");
	err = read_all(c->cx, NULL, user_id, file, out);
	if (err == ERR_INPUT)
		return err_note(c->cx, err,
			"This is not a complete export, so nothing was imported "
			"(%s).",
			arena_strdup(c->cx->arena, c->cx->note));
	TRY(err);
	return read_all(c->cx, c->store, user_id, file, out);
}

enum err settings_account_import_post(struct call *c)
{
	struct import_counts counts = { 0 };
	enum err err = take(c, &counts);

	page_make(c);
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		return account_show(c, &(struct account_errors){ .import = c->cx->note });
	}
	TRY(err);
	page_redirect(c,
		arena_printf(c->cx->arena,
			"settings/account?added=%" PRId64 "&moved=%" PRId64 "&known=%" PRId64,
			counts.plays_added, counts.plays_moved, counts.plays_known),
		NULL, 0);
	return OK;
}

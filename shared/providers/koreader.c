/* SPDX-License-Identifier: MIT */
/*
 * koreader.c -- KOReader and other reading programs, which keep their place on
 * a server that a person enters there.
 *
 * A book is named by a digest of its file. That is an id of its own, as those
 * of a media server are; but without a title, which the person has to allow, it
 * says nothing to anybody, so such a book is not made up.
 */
#include "shared/providers/provider.h"

static const char *const keys[] = { "authors", "device", "device_id", "document", "metadata",
	"percentage", "title", NULL };

static const char no_title[] =
	"It names the book by a digest of its file only. Switch on \"Send document metadata\" in the "
	"progress sync of KOReader; from then on the book is tracked.";

/* Several authors are divided by line feeds. */
static const char *read_authors(struct cx *cx, struct json metadata)
{
	const char *text = json_loose_str(cx, metadata, "authors", REPORT_NAME_MAX);
	const char *all = NULL;

	while (text && *text) {
		size_t length = strcspn(text, "\n");
		const char *one = arena_strndup(cx->arena, text, length);

		all = all ? arena_join(cx->arena, all, ", ", one) : one;
		text += length + (text[length] != '\0');
	}
	return all;
}

static void read_book(struct reader *in, struct json body, struct report *r)
{
	const char *digest = reader_need_str(in, body, "document", REPORT_ID_MAX);
	struct json metadata = json_loose_object(in->cx, body, "metadata");

	if (digest && !ids_add(&r->ids, CATALOG_LOCAL, digest))
		reader_refuse(in, body, "document", "a digest");
	r->kind = KIND_BOOK;
	r->title = json_loose_str(in->cx, metadata, "title", REPORT_NAME_MAX);
	r->author = read_authors(in->cx, metadata);
	if (r->title && !*r->title)
		r->title = NULL;
}

static void read_place(struct reader *in, struct json body, struct report *r)
{
	int64_t share = reader_scaled(in, body, "percentage", SHARE_WHOLE);

	if (!json_is_there(body, "percentage") || share < 0 || share > SHARE_WHOLE)
		reader_refuse(in, body, "percentage", "a number from 0 to 1");
	r->position = share;
	r->duration = SHARE_WHOLE;
	r->basis = BASIS_REPORTED_PERCENT;
}

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct report *r = &m->report;
	struct reader in = { .cx = cx };

	m->event = "progress";
	read_book(&in, body, r);
	read_place(&in, body, r);
	r->device = json_loose_key(cx, body, "device_id", REPORT_DEVICE_MAX);
	if (in.err != OK)
		return in.err;
	m->run = arena_printf(cx->arena, "%s/%s", r->ids.list[0].value, r->device ? r->device : "");
	sink_judge(m, NULL);
	if (m->reason == REASON_NONE && !r->title) {
		m->reason = REASON_NO_IDENTIFIER;
		m->detail = no_title;
	}
	return OK;
}

static const char *const marks[] = { "document", "percentage", "progress", NULL };

static const struct sink sink = { .marks = marks, .keys = keys, .decode = decode };

static const char *const steps[] = {
	"Make a token at {tokens}; it is the password.",
	"In KOReader, open a book, then Tools, Progress sync, Custom sync server: enter /kosync "
	"below the address of this instance, all of it, as in https://media.example/kosync.",
	"Choose Login there, enter any name and the token. Registering is not needed.",
	"Switch on \"Send document metadata\", so that books have a title, and the automatic sync.",
	"A script posts the same bodies to {url}; it gets no place back.",
	"{deliveries} shows what came and what it led to.",
	NULL,
};

const struct provider provider_koreader = {
	.name = "koreader",
	.title = "KOReader",
	.steps = steps,
	.sink = &sink,
};

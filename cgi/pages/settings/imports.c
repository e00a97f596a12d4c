/* SPDX-License-Identifier: MIT */
/*
 * imports.c -- a file of another tracker: first what is in it, then, when the
 * person wants that, the import, and its undo.
 */
#include "cgi/pages/settings/imports.h"

#include "cgi/pages/pages.h"
#include "shared/actions/tracker.h"

/* Titles and reasons come from the file, and a page has to stay small. */
enum { LEFT_SHOWN = 100, TEXT_SHOWN = 200, LISTED = 20 };

static const char *path(struct cx *cx, int64_t id, const char *rest)
{
	return arena_printf(cx->arena, "settings/account/imports/%" PRId64 "%s", id, rest);
}

enum err imports_take(const struct call *c, const struct form_field *file)
{
	struct input in = input_of_bytes(file->value, file->length);
	struct tracker_found found;

	TRY(tracker_look(c->cx, c->visitor->user_id, "", &in, &found));
	TRY(tracker_keep(c->cx, c->store, &in, &found));
	page_redirect(c, path(c->cx, found.file.id, ""), NULL, 0);
	return OK;
}

enum err imports_put_list(const struct call *c)
{
	const struct import_file *rows = NULL;
	size_t count = 0;

	TRY(store_import_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	if (count == 0)
		return OK;
	html(c->out, "<section class='stack'>\n<h2>Imports</h2>\n<ul class='list'>\n");
	for (size_t i = 0; i < count && i < LISTED; i++) {
		htmlf(c->out, "<li><div class='what'><a href='%s'>%s</a>\n<span class='meta'>",
			path(c->cx, rows[i].id, ""), rows[i].format);
		page_time(c, rows[i].started_ms);
		htmlf(c->out, " \xc2\xb7 %s</span></div></li>\n",
			words_count(c->cx, rows[i].added, "play was added", "plays were added"));
	}
	html(c->out, "</ul>\n</section>\n");
	return OK;
}

/* ---- the page of one ---- */

static void put_left(const struct call *c, const struct import_left *rows, size_t count)
{
	if (count == 0)
		return;
	html(c->out, "<section class='stack'>\n<h2>Left out</h2>\n<ul class='list'>\n");
	for (size_t i = 0; i < count && i < LEFT_SHOWN; i++) {
		const char *title = rows[i].title ? rows[i].title : rows[i].place;

		htmlf(c->out,
			"<li><div class='what'><bdi>%s</bdi>\n<span class='meta'><bdi>%s: %s</bdi>"
			"</span></div></li>\n",
			words_clip(c->cx, title, TEXT_SHOWN),
			words_clip(c->cx, rows[i].place, TEXT_SHOWN),
			words_clip(c->cx, rows[i].why, TEXT_SHOWN));
	}
	html(c->out, "</ul>\n");
	if (count > LEFT_SHOWN)
		html(c->out, "<p class='soft'>And more: the summary above counts all.</p>\n");
	html(c->out, "</section>\n");
}

static void put_button(
	const struct call *c, int64_t id, const char *rest, const char *label, const char *style)
{
	page_button(c, &(struct button){
			       .action = path(c->cx, id, rest), .label = label, .style = style });
}

/* Bytes are kept for as long as there is something to import. */
static enum err put_looked(const struct call *c, const struct import_file *row)
{
	int64_t size;

	TRY(store_import_size(c->cx, c->store, row->id, &size));
	if (size > 0)
		html(c->out, "<p>Nothing is written yet. What is here already stays as it is, and "
			     "nothing is added twice.</p>\n<div class='row'>");
	else
		html(c->out, "<p>Nothing in it can be imported.</p>\n<div class='row'>");
	if (size > 0)
		put_button(c, row->id, "/start", "Import", "primary");
	put_button(c, row->id, "/undo", "Discard", "quiet");
	html(c->out, "</div>\n");
	return OK;
}

static void put_begun(const struct call *c, const struct import_file *row)
{
	if (row->ended_ms == UNSAID)
		html(c->out, "<p class='warning'>This import did not come to its end. Import the "
			     "same file again: it goes on, and nothing is added twice.</p>\n");
	else
		htmlf(c->out, "<p class='notice' role='status'>%s, %s.</p>\n",
			words_count(c->cx, row->added, "play was added", "plays were added"),
			words_count(c->cx, row->known, "was there already", "were there already"));
	html(c->out, "<div class='row'>");
	put_button(c, row->id, "/undo", "Take back this import", "danger");
	html(c->out, "</div>\n");
}

enum err settings_import_get(struct call *c)
{
	const struct import_left *left = NULL;
	struct import_file row;
	size_t count = 0;
	int64_t id;

	page_make(c);
	TRY(call_id(c, &id));
	TRY(store_import_get(c->cx, c->store, c->visitor->user_id, id, &row));
	TRY(store_import_left_list(c->cx, c->store, id, &left, &count));
	page_open(c, SECTION_ACCOUNT, "Import");
	htmlf(c->out,
		"<div class='stack'><p><a href='settings/account'>Account</a></p>\n"
		"<h1>Import from %s</h1></div>\n<section class='card'>\n<p>%s.</p>\n",
		row.format, row.summary);
	if (row.started_ms == UNSAID)
		TRY(put_looked(c, &row));
	else
		put_begun(c, &row);
	html(c->out, "</section>\n");
	put_left(c, left, count);
	page_close(c);
	return OK;
}

enum err settings_import_start_post(struct call *c)
{
	struct tracker_found found;
	int64_t id;
	enum err err;

	page_make(c);
	TRY(call_id(c, &id));
	err = tracker_import_kept(c->cx, c->store, c->visitor->user_id, id, &found);
	/* The button may be pressed twice, and both lead to the result. */
	if (err != ERR_CONFLICT)
		TRY(err);
	page_redirect(c, path(c->cx, id, ""), NULL, 0);
	return OK;
}

enum err settings_import_undo_post(struct call *c)
{
	int64_t id;

	page_make(c);
	TRY(call_id(c, &id));
	TRY(tracker_undo(c->cx, c->store, c->visitor->user_id, id));
	page_redirect(c, "settings/account", "undone", 0);
	return OK;
}

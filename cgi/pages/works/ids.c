/* SPDX-License-Identifier: MIT */
/* ids.c -- the ids of a work in catalogs, and the form that corrects them. */
#include "cgi/pages/works/ids.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "shared/actions/edit_id.h"
#include "shared/base/url.h"

enum { EDITS_SHOWN = 5 };

static void put_id(const struct call *c, const struct id *id, enum kind kind)
{
	const char *link = catalog_link(id->source, kind);

	if (link)
		htmlf(c->out,
			"<li><a class='button' href='%s%s' "
			"rel='noreferrer'>%s <span class='mono'>%s</span>"
			"</a></li>\n",
			link, url_encode(c->cx->arena, id->value), catalog_title(id->source),
			id->value);
	else
		htmlf(c->out, "<li>%s <code>%s</code></li>\n", catalog_name(id->source), id->value);
}

/* A media server's own ids lead nowhere: only says that there are some. */
static void put_list(const struct call *c, const struct id *ids, size_t count, enum kind kind)
{
	size_t local = 0;

	html(c->out, "<ul class='row ids'>\n");
	for (size_t i = 0; i < count; i++) {
		if (ids[i].source == CATALOG_LOCAL)
			local++;
		else
			put_id(c, &ids[i], kind);
	}
	if (local > 0)
		htmlf(c->out, "<li class='soft'>%s</li>\n",
			local == 1 ? "A media server's own id" : "Media servers' own ids");
	html(c->out, "</ul>\n");
}

static void put_edit(const struct call *c, const struct edit *edit)
{
	htmlf(c->out, "<li class='row'><span>You changed %s from %s to %s ",
		catalog_title(edit->source), edit->value_old ? edit->value_old : "none",
		edit->value_new ? edit->value_new : "none");
	page_time(c, edit->at_ms);
	html(c->out, ".</span>\n");
	work_undo_button(c, edit->id);
	html(c->out, "</li>\n");
}

static enum err put_edits(const struct call *c, const struct library_work *work)
{
	const struct edit_filter filter = { c->visitor->user_id, work->id, EDITS_SHOWN };
	const struct edit *edits = NULL;
	size_t count = 0;

	TRY(edit_row_list_ids(c->cx, c->store, &filter, &edits, &count));
	if (count == 0)
		return OK;
	html(c->out, "<ul class='stack small'>\n");
	for (size_t i = 0; i < count; i++)
		put_edit(c, &edits[i]);
	html(c->out, "</ul>\n");
	return OK;
}

static void put_option(const struct call *c, enum catalog source, const struct ids_typed *typed)
{
	const char *name = catalog_name(source);

	list_option(c, &(struct choice){ name, catalog_title(source) },
		typed->source && strcmp(typed->source, name) == 0);
}

static void put_form(
	const struct call *c, const struct library_work *work, const struct ids_typed *typed)
{
	htmlf(c->out, "<details%s><summary>Correct an id</summary>\n", typed->value ? " open" : "");
	page_form(c, work_address(c->cx, work->id, "/ids"));
	html(c->out, "<p class='hint'>Correct it on the media server as well, or "
		     "it will keep sending the old id. Leave the field empty to "
		     "remove the id.</p>\n<div class='row fields'>\n"
		     "<label>From <select name='source'>\n");
	for (int i = 0; i < CATALOG__COUNT; i++)
		if (catalog_numbers((enum catalog)i, work->kind))
			put_option(c, (enum catalog)i, typed);
	htmlf(c->out,
		"</select></label>\n<label>Id <input name='value' "
		"value='%s' maxlength='%d' autocapitalize='none' "
		"spellcheck='false'></label>\n"
		"<button>Save</button></div></form></details>\n",
		typed->value ? words_clip(c->cx, typed->value, ID_TEXT) : "", ID_TEXT);
}

enum err work_put_ids(
	const struct call *c, const struct library_work *work, const struct ids_typed *typed)
{
	const struct id *ids = NULL;
	size_t count = 0;

	TRY(store_library_ids(c->cx, c->store, work->id, &ids, &count));
	html(c->out, "<section class='stack'><h2>Known elsewhere as</h2>\n");
	put_list(c, ids, count, work->kind);
	TRY(put_edits(c, work));
	put_form(c, work, typed);
	html(c->out, "</section>\n");
	return OK;
}

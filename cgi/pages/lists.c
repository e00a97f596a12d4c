/* SPDX-License-Identifier: MIT */
/* lists.c -- a person's lists of works, and the works of one. */
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "cgi/web/play_card.h"
#include "shared/actions/edit_mark.h"
#include "shared/actions/list.h"
#include "shared/store/library_work.h"

static const char *address(const struct call *c, int64_t list_id, const char *end)
{
	return arena_printf(c->cx->arena, "lists/%" PRId64 "%s", list_id, end);
}

/* ---- all lists ---- */

static void put_line(const struct call *c, const struct list *list)
{
	bool is_removed = list->removed_ms != UNSAID;

	html(c->out, "<li><div class='what'>");
	if (is_removed)
		htmlf(c->out, "<span><bdi>%s</bdi></span>\n", list->name);
	else
		htmlf(c->out, "<a href='%s'><bdi>%s</bdi></a>\n", address(c, list->id, ""),
			list->name);
	htmlf(c->out, "<span class='meta'>%s", words_count(c->cx, list->works, "work", "works"));
	if (is_removed) {
		html(c->out, " \xc2\xb7 removed ");
		page_time(c, list->removed_ms);
	}
	html(c->out, "</span></div>\n");
	if (is_removed)
		page_button(c, &(struct button){ .action = address(c, list->id, "/restore"),
				       .label = "Restore",
				       .style = "quiet" });
	html(c->out, "</li>\n");
}

static void put_new(const struct call *c)
{
	html(c->out, "<section class='card'><h2>New list</h2>\n");
	page_form(c, "lists");
	htmlf(c->out,
		"<label>Name <input name='name' required maxlength='%d'></label>\n"
		"<button>Create the list</button></form></section>\n",
		LIST_NAME_MAX);
}

enum err lists_get(struct call *c)
{
	const struct list_filter filter = { .user_id = c->visitor->user_id,
		.removed_since_ms = list_kept_since(c->cx) };
	const struct list *rows = NULL;
	size_t count = 0;

	page_make(c);
	TRY(store_list_all(c->cx, c->store, &filter, &rows, &count));
	page_open(c, SECTION_LIBRARY, "Lists");
	html(c->out, "<h1>Lists</h1>\n");
	if (count == 0)
		html(c->out, "<section class='empty'><h2>No list yet</h2>\n"
			     "<p>Put a work on your watchlist, or on a list of your own, from "
			     "its page.</p>\n<p><a class='button' href='library'>See the library"
			     "</a></p></section>\n");
	else
		html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < count; i++)
		put_line(c, &rows[i]);
	if (count > 0)
		html(c->out, "</ul>\n");
	put_new(c);
	page_close(c);
	return OK;
}

enum err lists_post(struct call *c)
{
	int64_t id = 0;

	page_make(c);
	TRY(list_make(
		c->cx, c->store, c->visitor->user_id, form_trimmed(c->cx, c->form, "name"), &id));
	page_redirect(c, address(c, id, ""), "list-made", 0);
	return OK;
}

/* ---- one list ---- */

static void put_button(const struct call *c, const char *action, int64_t work_id, const char *label)
{
	page_button(c, &(struct button){ .action = action,
			       .label = label,
			       .style = "quiet",
			       .name = "work",
			       .value = arena_printf(c->cx->arena, "%" PRId64, work_id) });
}

static void put_work(
	const struct call *c, const struct list *list, const struct library_work *w, bool is_first)
{
	html(c->out, "<li>");
	page_tile(c, kind_name(w->kind), w->id, w->title);
	htmlf(c->out, "<div class='what'><a href='%s'><bdi>%s</bdi></a>\n<span class='meta'>%s",
		work_address(c->cx, w->id, ""), play_card_title(c->cx, w->kind, w->title),
		kind_one(w->kind));
	if (w->year > 0)
		htmlf(c->out, " \xc2\xb7 %d", w->year);
	html(c->out, "</span></div>\n<div class='row'>");
	if (!is_first)
		put_button(c, address(c, list->id, "/raise"), w->id, "Up");
	put_button(c, address(c, list->id, "/drop"), w->id, "Remove");
	html(c->out, "</div></li>\n");
}

static enum err put_works(const struct call *c, const struct list *list, int page)
{
	int64_t ids[LIST_PAGE + 1];
	struct pager pager = { .back_label = "Back", .on_label = "More" };
	const struct library_work *work;
	size_t count = 0;

	TRY(store_list_works(c->cx, c->store, list->id, page, ids, &count));
	if (count == 0)
		html(c->out, "<section class='empty'><h2>Nothing on it yet</h2>\n<p>Put a work on "
			     "it from its page.</p>\n<p><a class='button' href='library'>See the "
			     "library</a></p></section>\n");
	else
		html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < count && i < LIST_PAGE; i++) {
		TRY(store_library_work(c->cx, c->store, c->visitor->user_id, ids[i], &work));
		put_work(c, list, work, i == 0 && page == 1);
	}
	if (count > 0)
		html(c->out, "</ul>\n");
	if (page > 1)
		pager.back = arena_printf(
			c->cx->arena, "%s?page=%d", address(c, list->id, ""), page - 1);
	if (count > LIST_PAGE)
		pager.on = arena_printf(
			c->cx->arena, "%s?page=%d", address(c, list->id, ""), page + 1);
	list_pager(c, &pager);
	return OK;
}

static void put_changes(const struct call *c, const struct list *list)
{
	if (list->is_watchlist)
		return;
	html(c->out, "<details><summary>Rename or remove</summary>\n");
	page_form(c, address(c, list->id, "/rename"));
	htmlf(c->out,
		"<div class='row fields'><label>Name <input name='name' value='%s' required "
		"maxlength='%d'></label>\n<button>Rename</button></div></form>\n",
		list->name, LIST_NAME_MAX);
	page_button(c, &(struct button){ .action = address(c, list->id, "/remove"),
			       .label = "Remove the list",
			       .style = "quiet" });
	html(c->out, "</details>\n");
}

enum err lists_one_get(struct call *c)
{
	struct list list;
	int64_t id;

	page_make(c);
	TRY(call_id(c, &id));
	TRY(store_list_get(c->cx, c->store, c->visitor->user_id, id, &list));
	if (list.removed_ms != UNSAID)
		return call_not_found(c);
	page_open(c, SECTION_LIBRARY, list.name);
	htmlf(c->out,
		"<div class='head'><h1><bdi>%s</bdi></h1><p>%s \xc2\xb7 <a href='lists'>All lists"
		"</a></p></div>\n",
		list.name, words_count(c->cx, list.works, "work", "works"));
	TRY(put_works(c, &list, list_page(c, LIST_WORKS_MAX / LIST_PAGE + 1)));
	put_changes(c, &list);
	page_close(c);
	return OK;
}

/* ---- its forms ---- */

static enum err list_of(const struct call *c, struct list_of *out)
{
	page_make(c);
	out->user_id = c->visitor->user_id;
	return call_id(c, &out->list_id);
}

enum err lists_rename_post(struct call *c)
{
	struct list_of list;

	TRY(list_of(c, &list));
	TRY(list_rename(c->cx, c->store, &list, form_trimmed(c->cx, c->form, "name")));
	page_redirect(c, address(c, list.list_id, ""), "saved", 0);
	return OK;
}

enum err lists_remove_post(struct call *c)
{
	struct list_of list;

	TRY(list_of(c, &list));
	TRY(list_remove(c->cx, c->store, &list));
	page_redirect(c, "lists", "list-removed", 0);
	return OK;
}

enum err lists_restore_post(struct call *c)
{
	struct list_of list;

	TRY(list_of(c, &list));
	TRY(list_restore(c->cx, c->store, &list));
	page_redirect(c, address(c, list.list_id, ""), "list-restored", 0);
	return OK;
}

enum err lists_raise_post(struct call *c)
{
	struct list_of list;
	int64_t work_id;

	TRY(list_of(c, &list));
	if (!form_i64(c->form, "work", 1, INT64_MAX, &work_id))
		return call_not_found(c);
	TRY(list_raise(c->cx, c->store, &list, work_id));
	page_redirect(c, address(c, list.list_id, ""), NULL, 0);
	return OK;
}

enum err lists_drop_post(struct call *c)
{
	struct edit_list what = { .is_on = false };
	struct edited edited = { 0 };
	struct list_of list;

	TRY(list_of(c, &list));
	if (!form_i64(c->form, "work", 1, INT64_MAX, &what.work_id))
		return call_not_found(c);
	what.user_id = list.user_id;
	what.list_id = list.list_id;
	TRY(edit_list(c->cx, c->store, &what, &edited));
	page_redirect(c, address(c, list.list_id, ""), "unlisted", edited.edit_id);
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* lists.c -- lists of works: made, renamed, filled, removed. */
#include "cgi/api/api.h"
#include "shared/actions/edit_mark.h"
#include "shared/actions/list.h"

static const char *const none[] = { NULL };

static void put_list(const struct call *c, const struct list *row)
{
	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "id", row->id);
	jput_str(c->out, "name", row->name);
	jput_bool(c->out, "is_watchlist", row->is_watchlist);
	jput_i64(c->out, "works", row->works);
	jput_time(c->out, "created_at", row->created_ms);
	jput_time(c->out, "removed_at", row->removed_ms);
	jput_close(c->out, '}');
}

enum err api_lists_get(struct call *c)
{
	const struct list_filter filter = { .user_id = c->visitor->user_id,
		.removed_since_ms = list_kept_since(c->cx) };
	const struct list *rows = NULL;
	size_t count = 0;

	TRY(api_query(c, none));
	TRY(store_list_all(c->cx, c->store, &filter, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++)
		put_list(c, &rows[i]);
	api_list_close(c->out, NULL);
	return OK;
}

static enum err read_name(const struct call *c, const char **name)
{
	static const char *const members[] = { "name", NULL };
	struct json body;

	TRY(api_body(c, members, &body));
	TRY(json_need_str(c->cx, body, "name", LIST_NAME_MAX, name));
	return **name ? OK : err_field(c->cx, "name", "1 to %d bytes", LIST_NAME_MAX);
}

/* As it is now. */
static enum err answer(const struct call *c, int64_t id)
{
	struct list row;

	TRY(store_list_get(c->cx, c->store, c->visitor->user_id, id, &row));
	put_list(c, &row);
	return OK;
}

enum err api_lists_post(struct call *c)
{
	const char *name = NULL;
	int64_t id = 0;

	TRY(read_name(c, &name));
	TRY(list_make(c->cx, c->store, c->visitor->user_id, name, &id));
	c->res->status = 201;
	return answer(c, id);
}

enum err api_list_get(struct call *c)
{
	static const char *const names[] = { "page", NULL };
	int64_t ids[LIST_PAGE + 1], page = 1, id = 0;
	struct list row;
	size_t count = 0;

	TRY(call_id(c, &id));
	TRY(api_query(c, names));
	TRY(api_query_i64(c, "page", (struct range){ 1, LIST_WORKS_MAX }, &page));
	TRY(api_outward(c, store_list_get(c->cx, c->store, c->visitor->user_id, id, &row)));
	TRY(store_list_works(c->cx, c->store, id, (int)page, ids, &count));
	jput_open(c->out, NULL, '{');
	jput_open(c->out, "works", '[');
	for (size_t i = 0; i < count && i < LIST_PAGE; i++)
		jput_i64(c->out, NULL, ids[i]);
	jput_close(c->out, ']');
	jput_str_or_null(c->out, "next", count > LIST_PAGE ? api_next(c->cx, page + 1) : NULL);
	jput_close(c->out, '}');
	return OK;
}

enum err api_list_patch(struct call *c)
{
	struct list_of list = { .user_id = c->visitor->user_id };
	const char *name = NULL;

	TRY(call_id(c, &list.list_id));
	TRY(read_name(c, &name));
	TRY(api_outward(c, list_rename(c->cx, c->store, &list, name)));
	return answer(c, list.list_id);
}

typedef enum err list_fn(struct cx *cx, struct store *s, const struct list_of *list);

static enum err change(const struct call *c, list_fn *fn)
{
	struct list_of list = { .user_id = c->visitor->user_id };

	TRY(call_id(c, &list.list_id));
	TRY(api_no_body(c));
	TRY(api_outward(c, fn(c->cx, c->store, &list)));
	return answer(c, list.list_id);
}

enum err api_list_delete(struct call *c)
{
	return change(c, list_remove);
}

enum err api_list_restore(struct call *c)
{
	return change(c, list_restore);
}

/* Puts a work on it, or takes it off. */
enum err api_list_works_post(struct call *c)
{
	static const char *const members[] = { "work", "is_on", NULL };
	struct edit_list what = { .user_id = c->visitor->user_id, .is_on = true };
	struct edited edited = { 0 };
	struct json body;

	TRY(call_id(c, &what.list_id));
	TRY(api_body(c, members, &body));
	what.work_id = UNSAID;
	TRY(json_may_i64(c->cx, body, "work", (struct range){ 1, INT64_MAX }, &what.work_id));
	if (what.work_id == UNSAID)
		return err_field(c->cx, "work", "the number of a work");
	TRY(json_may_bool(c->cx, body, "is_on", &what.is_on));
	TRY(api_outward(c, edit_list(c->cx, c->store, &what, &edited)));
	api_put_edited(c, &edited);
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* plays.c -- plays: listed, shown, completed, removed. */
#include "cgi/api/api.h"
#include "shared/actions/edit.h"
#include "shared/store/library.h"
#include "shared/wire/play.h"

enum { DELIVERIES_MAX = 100 };

static const char *const none[] = { NULL };

void api_put_play(struct buf *out, const struct play *play)
{
	jput_open(out, NULL, '{');
	play_put(out, play);
	jput_close(out, '}');
}

static enum err read_filter(struct cx *cx, const struct req *req, struct play_own_filter *out)
{
	static const char *const names[] = { "state", "kind", "limit", "before", NULL };
	struct api_page page;

	*out = (struct play_own_filter){ .user_id = req->visitor->user_id };
	TRY(api_query(cx, req, names));
	TRY(api_query_state(cx, req, &out->state));
	TRY(api_query_kind(cx, req, &out->kind));
	TRY(api_query_moments(cx, req, &page));
	out->limit = (int)page.limit;
	out->before_ms = page.before_ms;
	out->before_id = page.before_id;
	return OK;
}

enum err api_plays_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct play *rows = NULL;
	struct play_own_filter filter;
	const char *next = NULL;
	size_t count = 0;

	TRY(read_filter(cx, req, &filter));
	TRY(store_play_own_list(cx, app->store, &filter, &rows, &count));
	if (count == (size_t)filter.limit)
		next = api_next_moment(cx, rows[count - 1].updated_ms, rows[count - 1].id);
	api_list_open(&res->body);
	for (size_t i = 0; i < count; i++)
		api_put_play(&res->body, &rows[i]);
	api_list_close(&res->body, next);
	return OK;
}

static enum err put_deliveries(struct cx *cx, const struct app *app, const struct req *req,
	int64_t play_id, struct buf *out)
{
	const struct library_delivery_filter filter = { req->visitor->user_id, play_id,
		DELIVERIES_MAX };
	const struct library_delivery *rows = NULL;
	size_t count = 0;

	TRY(store_library_deliveries(cx, app->store, &filter, &rows, &count));
	jput_open(out, "deliveries", '[');
	for (size_t i = 0; i < count; i++) {
		jput_open(out, NULL, '{');
		jput_i64(out, "id", rows[i].id);
		jput_time(out, "last_at", rows[i].last_ms);
		jput_i64(out, "count", rows[i].count);
		jput_str_or_null(out, "event", rows[i].event);
		jput_str(out, "reason", reason_name(rows[i].reason));
		jput_close(out, '}');
	}
	jput_close(out, ']');
	return OK;
}

enum err api_play_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct play *play = NULL;
	int64_t id = 0;

	TRY(api_query(cx, req, none));
	TRY(route_id(cx, req, &id));
	TRY(store_play_own(cx, app->store, req->visitor->user_id, id, &play));
	if (!play)
		return route_nothing(cx);
	jput_open(&res->body, NULL, '{');
	play_put(&res->body, play);
	TRY(put_deliveries(cx, app, req, id, &res->body));
	jput_close(&res->body, '}');
	return OK;
}

/* ---- changes by the person ---- */

typedef enum err edit_fn(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

static enum err edit(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	edit_fn *change)
{
	struct edited edited = { 0 };
	int64_t id = 0;

	TRY(api_no_body(cx, req));
	TRY(route_id(cx, req, &id));
	TRY(api_outward(cx, change(cx, app->store, req->visitor->user_id, id, &edited)));
	jput_open(&res->body, NULL, '{');
	jput_i64(&res->body, "work", edited.work_id);
	jput_i64_or_null(&res->body, "edit", edited.edit_id > 0 ? edited.edit_id : UNSAID);
	jput_close(&res->body, '}');
	return OK;
}

enum err api_play_complete(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	return edit(cx, app, req, res, edit_complete);
}

enum err api_play_delete(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	return edit(cx, app, req, res, edit_remove);
}

/* SPDX-License-Identifier: MIT */
/* deliveries.c -- deliveries: listed, shown, replayed. */
#include "cgi/api/api.h"
#include "shared/actions/replay.h"
#include "shared/base/utf8.h"
#include "shared/providers/provider.h"
#include "shared/wire/delivery.h"

/* Enough for a body of 2 MiB in which every byte is escaped. */
enum { WITH_BODY_MAX = 14 << 20 };

static const char *const none[] = { NULL };

static enum err read_filter(struct cx *cx, const struct req *req, struct delivery_filter *out)
{
	static const char *const names[] = { "integration", "outcome", "limit", "before", NULL };
	static const char *words[OUTCOME__COUNT + 1];
	struct api_page page;

	TRY(api_query(cx, req, names));
	for (size_t i = 0; i < OUTCOME__COUNT; i++)
		words[i] = outcome_name((enum outcome)i);
	*out = (struct delivery_filter){ .user_id = req->visitor->user_id };
	TRY(api_query_i64(
		cx, req, "integration", (struct range){ 1, INT64_MAX }, &out->integration_id));
	TRY(api_query_word(cx, req, "outcome", words, &out->outcome));
	TRY(api_query_page(cx, req, &page));
	out->limit = (int)page.limit;
	out->before_id = page.before_id;
	return OK;
}

enum err api_deliveries_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct delivery *rows = NULL;
	struct delivery_filter filter;
	size_t count = 0;

	TRY(read_filter(cx, req, &filter));
	TRY(store_delivery_list(cx, app->store, &filter, &rows, &count));
	api_list_open(&res->body);
	for (size_t i = 0; i < count; i++) {
		jput_open(&res->body, NULL, '{');
		delivery_put(&res->body, &rows[i]);
		jput_close(&res->body, '}');
	}
	api_list_close(&res->body,
		count == (size_t)filter.limit ? api_next(cx, rows[count - 1].id) : NULL);
	return OK;
}

static enum err find_delivery(struct cx *cx, const struct app *app, const struct req *req,
	const struct delivery **out, struct bytes *body)
{
	int64_t id = 0;

	TRY(route_id(cx, req, &id));
	TRY(store_delivery_own(cx, app->store, req->visitor->user_id, id, out, body));
	return *out ? OK : route_nothing(cx);
}

static enum err put_plays(struct cx *cx, const struct app *app, int64_t id, struct buf *out)
{
	int64_t ids[REPORT_PARTS_MAX];
	size_t count = 0;

	TRY(store_delivery_plays(cx, app->store, id, ids, NELEM(ids), &count));
	jput_open(out, "plays", '[');
	for (size_t i = 0; i < count; i++)
		jput_i64(out, NULL, ids[i]);
	jput_close(out, ']');
	return OK;
}

/* JSON cannot hold a body that is not text: "body" is null then. */
enum err api_delivery_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct delivery *row = NULL;
	struct bytes body = { NULL, 0 };
	const char *text = NULL;

	TRY(api_query(cx, req, none));
	TRY(find_delivery(cx, app, req, &row, &body));
	if (body.at && utf8_is_text(body.at, body.length))
		text = arena_strndup(cx->arena, body.at, body.length);
	res->body.max = WITH_BODY_MAX;
	jput_open(&res->body, NULL, '{');
	delivery_put(&res->body, row);
	jput_bool(&res->body, "is_body_kept", body.at != NULL);
	jput_str_or_null(&res->body, "body", text);
	TRY(put_plays(cx, app, row->id, &res->body));
	jput_close(&res->body, '}');
	return OK;
}

enum err api_delivery_replay(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct replay what = { .user_id = req->visitor->user_id, .read = sink_read_again };
	struct buf *out = &res->body;
	struct verdict v;

	TRY(api_no_body(cx, req));
	TRY(route_id(cx, req, &what.delivery_id));
	TRY(api_outward(cx, replay(cx, app->store, &what, &v)));
	jput_open(out, NULL, '{');
	jput_i64(out, "delivery", v.delivery_id);
	jput_str(out, "outcome", outcome_name(reason_outcome(v.reason)));
	jput_str(out, "reason", reason_name(v.reason));
	jput_str(out, "detail", v.detail);
	jput_open(out, "plays", '[');
	for (size_t i = 0; i < v.count; i++)
		jput_i64(out, NULL, v.touched[i].play_id);
	jput_close(out, ']');
	jput_close(out, '}');
	return OK;
}

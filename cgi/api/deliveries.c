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

static enum err read_filter(const struct call *c, struct delivery_filter *out)
{
	static const char *const names[] = { "integration", "outcome", "limit", "before", NULL };
	static const char *words[OUTCOME__COUNT + 1];
	struct api_page page;

	TRY(api_query(c, names));
	for (size_t i = 0; i < OUTCOME__COUNT; i++)
		words[i] = outcome_name((enum outcome)i);
	*out = (struct delivery_filter){ .user_id = c->visitor->user_id };
	TRY(api_query_i64(c, "integration", (struct range){ 1, INT64_MAX }, &out->integration_id));
	TRY(api_query_word(c, "outcome", words, &out->outcome));
	TRY(api_query_page(c, &page));
	out->limit = (int)page.limit;
	out->before_id = page.before_id;
	return OK;
}

enum err api_deliveries_get(struct call *c)
{
	const struct delivery *rows = NULL;
	struct delivery_filter filter;
	size_t count = 0;

	TRY(read_filter(c, &filter));
	TRY(store_delivery_list(c->cx, c->store, &filter, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++) {
		jput_open(c->out, NULL, '{');
		delivery_put(c->out, &rows[i]);
		jput_close(c->out, '}');
	}
	api_list_close(
		c->out, count == (size_t)filter.limit ? api_next(c->cx, rows[count - 1].id) : NULL);
	return OK;
}

static enum err find_delivery(const struct call *c, const struct delivery **out, struct bytes *body)
{
	int64_t id = 0;

	TRY(call_id(c, &id));
	TRY(store_delivery_own(c->cx, c->store, c->visitor->user_id, id, out, body));
	return *out ? OK : call_not_found(c);
}

static enum err put_plays(const struct call *c, int64_t id)
{
	int64_t ids[REPORT_PARTS_MAX];
	size_t count = 0;

	TRY(store_delivery_plays(c->cx, c->store, id, ids, NELEM(ids), &count));
	jput_open(c->out, "plays", '[');
	for (size_t i = 0; i < count; i++)
		jput_i64(c->out, NULL, ids[i]);
	jput_close(c->out, ']');
	return OK;
}

/* JSON cannot hold a body that is not text: "body" is null then. */
enum err api_delivery_get(struct call *c)
{
	const struct delivery *row = NULL;
	struct bytes body = { NULL, 0 };
	const char *text = NULL;

	TRY(api_query(c, none));
	TRY(find_delivery(c, &row, &body));
	if (body.at && utf8_is_text(body.at, body.length))
		text = arena_strndup(c->cx->arena, body.at, body.length);
	c->out->max = WITH_BODY_MAX;
	jput_open(c->out, NULL, '{');
	delivery_put(c->out, row);
	jput_bool(c->out, "is_body_kept", body.at && (int64_t)body.length >= row->bytes);
	jput_str_or_null(c->out, "body", text);
	TRY(put_plays(c, row->id));
	jput_close(c->out, '}');
	return OK;
}

enum err api_delivery_replay(struct call *c)
{
	struct replay what = { .user_id = c->visitor->user_id, .read = sink_read_again };
	struct buf *out = c->out;
	struct verdict v;

	TRY(api_no_body(c));
	TRY(call_id(c, &what.delivery_id));
	TRY(api_outward(c, replay(c->cx, c->store, &what, &v)));
	c->res->wakes_worker = v.is_asking;
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

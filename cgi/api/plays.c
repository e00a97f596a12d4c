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

static enum err read_filter(const struct call *c, struct play_own_filter *out)
{
	static const char *const names[] = { "state", "kind", "limit", "before", NULL };
	struct api_page page;

	*out = (struct play_own_filter){ .user_id = c->visitor->user_id };
	TRY(api_query(c, names));
	TRY(api_query_state(c, &out->state));
	TRY(api_query_kind(c, &out->kind));
	TRY(api_query_moments(c, &page));
	out->limit = (int)page.limit;
	out->before_ms = page.before_ms;
	out->before_id = page.before_id;
	return OK;
}

enum err api_plays_get(struct call *c)
{
	const struct play *rows = NULL;
	struct play_own_filter filter;
	const char *next = NULL;
	size_t count = 0;

	TRY(read_filter(c, &filter));
	TRY(store_play_own_list(c->cx, c->store, &filter, &rows, &count));
	if (count == (size_t)filter.limit)
		next = api_next_moment(c->cx, rows[count - 1].updated_ms, rows[count - 1].id);
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++)
		api_put_play(c->out, &rows[i]);
	api_list_close(c->out, next);
	return OK;
}

static enum err put_deliveries(const struct call *c, int64_t play_id)
{
	const struct library_delivery_filter filter = { c->visitor->user_id, play_id,
		DELIVERIES_MAX };
	const struct library_delivery *rows = NULL;
	size_t count = 0;

	TRY(store_library_deliveries(c->cx, c->store, &filter, &rows, &count));
	jput_open(c->out, "deliveries", '[');
	for (size_t i = 0; i < count; i++) {
		jput_open(c->out, NULL, '{');
		jput_i64(c->out, "id", rows[i].id);
		jput_time(c->out, "last_at", rows[i].last_ms);
		jput_i64(c->out, "count", rows[i].count);
		jput_str_or_null(c->out, "event", rows[i].event);
		jput_str(c->out, "reason", reason_name(rows[i].reason));
		jput_close(c->out, '}');
	}
	jput_close(c->out, ']');
	return OK;
}

enum err api_play_get(struct call *c)
{
	const struct play *play = NULL;
	int64_t id = 0;

	TRY(api_query(c, none));
	TRY(call_id(c, &id));
	TRY(store_play_own(c->cx, c->store, c->visitor->user_id, id, &play));
	if (!play)
		return call_not_found(c);
	jput_open(c->out, NULL, '{');
	play_put(c->out, play);
	TRY(put_deliveries(c, id));
	jput_close(c->out, '}');
	return OK;
}

/* ---- changes by the person ---- */

typedef enum err edit_fn(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

static enum err edit(const struct call *c, edit_fn *change)
{
	struct edited edited = { 0 };
	int64_t id = 0;

	TRY(api_no_body(c));
	TRY(call_id(c, &id));
	TRY(api_outward(c, change(c->cx, c->store, c->visitor->user_id, id, &edited)));
	api_put_edited(c, &edited);
	return OK;
}

enum err api_play_complete(struct call *c)
{
	return edit(c, edit_complete);
}

enum err api_play_delete(struct call *c)
{
	return edit(c, edit_remove);
}

/* SPDX-License-Identifier: MIT */
/* unmatched.c -- things that no id names: listed, named, undone. */
#include "cgi/api/api.h"
#include "shared/actions/naming.h"
#include "shared/wire/thing.h"

static enum err read_filter(const struct call *c, struct thing_filter *out)
{
	static const char *const names[] = { "list", "limit", "before", NULL };
	static const char *const shows[] = { "waiting", "named", NULL };
	struct api_page page;
	const char *show;

	TRY(api_query(c, names));
	TRY(api_query_word(c, "list", shows, &show));
	TRY(api_query_moments(c, &page));
	*out = (struct thing_filter){
		.user_id = c->visitor->user_id,
		.is_named = show && strcmp(show, "named") == 0,
		.before_ms = page.before_ms == INT64_MAX ? 0 : page.before_ms,
		.before_id = page.before_id,
		.limit = (int)page.limit,
	};
	return OK;
}

enum err api_unmatched_get(struct call *c)
{
	const struct thing_row *rows = NULL;
	const char *next = NULL;
	struct thing_filter filter;
	size_t count = 0;

	TRY(read_filter(c, &filter));
	TRY(store_thing_list(c->cx, c->store, &filter, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++) {
		jput_open(c->out, NULL, '{');
		thing_put(c->out, &rows[i]);
		jput_close(c->out, '}');
	}
	if (count == (size_t)filter.limit) {
		const struct thing_row *last = &rows[count - 1];

		next = api_next_moment(c->cx,
			filter.is_named ? last->thing.chosen_ms : last->last_ms, last->thing.id);
	}
	api_list_close(c->out, next);
	return OK;
}

enum err api_unmatched_one_get(struct call *c)
{
	static const char *const none[] = { NULL };
	const struct thing_row *row = NULL;
	int64_t id = 0;

	TRY(api_query(c, none));
	TRY(call_id(c, &id));
	TRY(api_outward(c, store_thing_get(c->cx, c->store, c->visitor->user_id, id, &row)));
	jput_open(c->out, NULL, '{');
	thing_put(c->out, row);
	jput_close(c->out, '}');
	return OK;
}

static void put_effect(const struct call *c, const struct naming_effect *e, bool is_preview)
{
	const struct thing_effect effect = { &e->tally, e->plays, e->play_count, e->play_total };

	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "id", e->thing.id);
	jput_bool(c->out, "is_preview", is_preview);
	thing_choice_put(c->out, &e->thing);
	jput_i64_or_null(c->out, "work", e->work_id ? e->work_id : UNSAID);
	jput_str_or_null(c->out, "work_title", e->title);
	thing_effect_put(c->out, &effect);
	jput_close(c->out, '}');
}

static enum err read_naming(const struct call *c, struct naming *out, bool *is_preview)
{
	static const char *const names[] = { "id", "work", "never", "season_shift", "episode_shift",
		"preview", NULL };
	const struct range ids = { 1, INT64_MAX }, shifts = { -SHIFT_MAX, SHIFT_MAX };
	struct json body;

	*out = (struct naming){ .user_id = c->visitor->user_id };
	*is_preview = false;
	TRY(call_id(c, &out->thing_id));
	TRY(api_body(c, names, &body));
	if (json_is_there(body, "id"))
		TRY(json_need_str(c->cx, body, "id", ADDRESS_MAX, &out->id));
	TRY(json_may_i64(c->cx, body, "work", ids, &out->work_id));
	TRY(json_may_bool(c->cx, body, "never", &out->never));
	TRY(json_may_int(c->cx, body, "season_shift", shifts, &out->shift.season));
	TRY(json_may_int(c->cx, body, "episode_shift", shifts, &out->shift.episode));
	return json_may_bool(c->cx, body, "preview", is_preview);
}

enum err api_unmatched_name(struct call *c)
{
	struct naming_effect effect;
	struct naming naming;
	bool is_preview;
	enum err err;

	TRY(read_naming(c, &naming, &is_preview));
	TRY(store_begin(c->cx, c->store));
	err = naming_apply(c->cx, c->store, &naming, &effect);
	if (err == OK && is_preview)
		store_rollback(c->store);
	else
		err = store_end(c->cx, c->store, err);
	TRY(api_outward(c, err));
	put_effect(c, &effect, is_preview);
	return OK;
}

enum err api_unmatched_undo(struct call *c)
{
	struct naming_effect effect;
	int64_t id = 0;
	enum err err;

	TRY(api_no_body(c));
	TRY(call_id(c, &id));
	TRY(store_begin(c->cx, c->store));
	err = store_end(
		c->cx, c->store, naming_undo(c->cx, c->store, c->visitor->user_id, id, &effect));
	TRY(api_outward(c, err));
	put_effect(c, &effect, false);
	return OK;
}

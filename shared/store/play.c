/* SPDX-License-Identifier: MIT */
/* play.c -- plays and sittings: what the rules read and write. */
#include "shared/db/query.h"
#include "shared/store/media.h"

static struct query keyed(
	struct cx *cx, struct store *s, enum stmt which, int64_t user_id, int64_t item_id)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":item", item_id);
	return q;
}

static enum err get_sitting(struct query q, struct progress *out)
{
	if (query_next(&q)) {
		out->has_sitting = true;
		out->session = col_text(&q, 0);
		out->play_event_ms = col_i64_or_unsaid(&q, 1);
		out->heard_ms = col_i64(&q, 2);
		out->sitting_done = col_i64(&q, 3) != 0;
	}
	return query_end(&q);
}

static enum err get_play(struct query q, struct progress *out, int64_t *play_id)
{
	if (query_next(&q)) {
		*play_id = col_i64(&q, 0);
		out->has_play = true;
		out->share = col_i64(&q, 1);
		out->furthest = col_i64(&q, 2);
		out->position_ms = col_i64_or_unsaid(&q, 3);
		out->duration_ms = col_i64_or_unsaid(&q, 4);
		out->updated_ms = col_i64(&q, 5);
	}
	return query_end(&q);
}

/* Does the query find anything at all? */
static enum err exists(struct query q, bool *out)
{
	*out = query_next(&q);
	return query_end(&q);
}

/* What was completed before: it stands for itself when no play is open. */
static enum err look_back(struct cx *cx, struct store *s, const struct viewing *viewing,
	struct progress *out, int64_t *play_id)
{
	struct query q = keyed(cx, s, STMT_PLAY_DONE, viewing->user_id, viewing->item_id);
	enum err err;

	if (out->is_open)
		return exists(q, &out->has_completed);
	err = get_play(q, out, play_id);
	out->has_completed = out->has_play;
	return err;
}

enum err store_progress_get(struct cx *cx, struct store *s, const struct viewing *viewing,
	struct progress *out, int64_t *play_id)
{
	int64_t user_id = viewing->user_id, item_id = viewing->item_id;
	enum err err;

	*play_id = 0;
	*out = (struct progress){ .play_event_ms = UNSAID };
	err = get_sitting(keyed(cx, s, STMT_SITTING_GET, user_id, item_id), out);
	if (err == OK)
		err = get_play(keyed(cx, s, STMT_PLAY_OPEN, user_id, item_id), out, play_id);
	out->is_open = out->has_play;
	if (err == OK && (!out->is_open || viewing->looks_back))
		err = look_back(cx, s, viewing, out, play_id);
	if (err == OK && out->has_completed && viewing->session) {
		struct query q = keyed(cx, s, STMT_PLAY_SESSION, user_id, item_id);

		bind_text(&q, ":session", viewing->session);
		err = exists(q, &out->session_done);
	}
	return err;
}

static enum err run_with_sitting(struct cx *cx, struct store *s, enum stmt which,
	const struct play_key *key, const struct decision *r)
{
	struct query q = keyed(cx, s, which, key->user_id, key->item_id);

	bind_text(&q, ":session", r->session);
	bind_i64_or_null(&q, ":play_event", r->play_event_ms);
	bind_i64(&q, ":heard", r->heard_ms);
	bind_i64(&q, ":done", r->sitting_done);
	return query_run(&q);
}

static enum err put_sitting(
	struct cx *cx, struct store *s, const struct play_key *key, const struct decision *r)
{
	enum err err = run_with_sitting(cx, s, STMT_SITTING_MOVE, key, r);

	if (err != OK || store_changes(s) > 0)
		return err;
	return run_with_sitting(cx, s, STMT_SITTING_PUT, key, r);
}

/* The numbers of a new play, or of one that moves or completes. */
static void bind_play(struct query *q, const struct play_key *key, const struct decision *r)
{
	bind_i64(q, ":integration", key->integration_id);
	bind_i64(q, ":share", r->share);
	bind_i64(q, ":furthest", r->furthest);
	bind_i64_or_null(q, ":position", r->position_ms);
	bind_i64_or_null(q, ":duration", r->duration_ms);
	bind_text(q, ":session", r->told_by);
	bind_i64(q, ":at", r->at_ms);
}

static enum err add_play(struct cx *cx, struct store *s, const struct play_key *key,
	const struct decision *r, int64_t *play_id)
{
	struct query q = keyed(cx, s, STMT_PLAY_ADD, key->user_id, key->item_id);

	bind_text(&q, ":state", r->completes ? "completed" : "in_progress");
	bind_i64_or_null(&q, ":completed", r->completes ? r->at_ms : UNSAID);
	bind_play(&q, key, r);
	return query_id(&q, play_id);
}

static enum err run_on_play(struct cx *cx, struct store *s, enum stmt which, int64_t play_id,
	const struct play_key *key, const struct decision *r)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":id", play_id);
	bind_play(&q, key, r);
	return query_run(&q);
}

/* The play may be that of another integration so far. */
static enum err move_play(struct cx *cx, struct store *s, int64_t play_id,
	const struct play_key *key, const struct decision *r)
{
	enum err err = run_on_play(cx, s, STMT_PLAY_MOVE, play_id, key, r);

	if (err != OK || store_changes(s) > 0)
		return err;
	return run_on_play(cx, s, STMT_PLAY_TAKE_OVER, play_id, key, r);
}

enum err store_decision_put(struct cx *cx, struct store *s, const struct play_key *key,
	const struct decision *decision, int64_t *play_id)
{
	enum err err = put_sitting(cx, s, key, decision);

	if (err != OK || decision->change == CHANGE_NONE)
		return err;
	if (decision->change == CHANGE_CREATE)
		return add_play(cx, s, key, decision, play_id);
	if (decision->completes)
		return run_on_play(cx, s, STMT_PLAY_COMPLETE, *play_id, key, decision);
	return move_play(cx, s, *play_id, key, decision);
}

static void play_read(const struct query *q, struct play *row)
{
	*row = (struct play){
		.id = col_i64(q, 0),
		.user_name = col_text(q, 1),
		.kind = col_text(q, 2),
		.title = col_text(q, 3),
		.work_id = col_i64(q, 4),
		.season = (int)col_i64_or_unsaid(q, 5),
		.episode = (int)col_i64_or_unsaid(q, 6),
		.part_title = col_text(q, 7),
		.provider = col_text(q, 8),
		.is_completed = strcmp(col_text(q, 9), "completed") == 0,
		.share = col_i64(q, 10),
		.furthest = col_i64(q, 11),
		.position_ms = col_i64_or_unsaid(q, 12),
		.duration_ms = col_i64_or_unsaid(q, 13),
		.started_ms = col_i64(q, 14),
		.updated_ms = col_i64(q, 15),
		.completed_ms = col_i64_or_unsaid(q, 16),
	};
	if (row->is_completed)
		row->share = row->furthest = SHARE_WHOLE;
}

static enum err get_ids(struct cx *cx, struct store *s, int64_t work_id, struct ids *ids)
{
	struct query q = store_query(cx, s, STMT_WORK_ID_LIST);
	enum catalog source;

	bind_i64(&q, ":work", work_id);
	while (query_next(&q))
		if (catalog_parse(col_text(&q, 0), &source))
			ids_add(ids, source, col_text(&q, 1));
	return query_end(&q);
}

/* To the end of a bound query. */
static enum err read_list(struct query *q, const struct play **rows, size_t *count)
{
	struct play *list = NULL;
	size_t room = 0;
	enum err err;

	*count = 0;
	while (query_next(q)) {
		list = arena_more(q->cx->arena, list, *count, &room, sizeof(*list));
		play_read(q, &list[(*count)++]);
	}
	err = query_end(q);
	for (size_t i = 0; i < *count && err == OK; i++)
		err = get_ids(q->cx, q->store, list[i].work_id, &list[i].ids);
	*rows = list;
	return err;
}

/* The one row a bound query finds, or NULL. */
static enum err read_one(struct query *q, const struct play **out)
{
	size_t count;
	enum err err = read_list(q, out, &count);

	if (count == 0)
		*out = NULL;
	return err;
}

enum err store_play_list(struct cx *cx, struct store *s, const struct play_filter *filter,
	const struct play **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_PLAY_LIST);

	ASSERT(filter->limit > 0 && filter->limit <= PLAY_LIST_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":before", filter->before_id);
	bind_text(&q, ":state", filter->state ? filter->state : "");
	bind_i64(&q, ":limit", filter->limit);
	return read_list(&q, rows, count);
}

enum err store_play_own_list(struct cx *cx, struct store *s, const struct play_own_filter *filter,
	const struct play **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_PLAY_OWN_LIST);

	ASSERT(filter->limit > 0 && filter->limit <= PLAY_LIST_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_text(&q, ":state", filter->state ? filter->state : "");
	bind_text(&q, ":kind", filter->kind ? filter->kind : "");
	bind_i64(&q, ":after", filter->after_ms);
	bind_i64(&q, ":before", filter->before_ms);
	bind_i64(&q, ":before_id", filter->before_id);
	bind_i64(&q, ":limit", filter->limit);
	return read_list(&q, rows, count);
}

enum err store_play_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct play **out)
{
	struct query q = store_query(cx, s, STMT_PLAY_OWN);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	return read_one(&q, out);
}

enum err store_play_by_id(struct cx *cx, struct store *s, int64_t id, const struct play **out)
{
	struct query q = store_query(cx, s, STMT_PLAY_BY_ID);

	bind_i64(&q, ":id", id);
	return read_one(&q, out);
}

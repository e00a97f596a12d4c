/* SPDX-License-Identifier: MIT */
/* play.c -- plays: what the rules read and write. Sittings: sitting.c. */
#include "shared/store/play.h"

#include "shared/store/column.h"
#include "shared/store/row.h"
#include "shared/store/sitting.h"

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
		out->started_ms = col_i64(&q, 6);
	}
	return query_end(&q);
}

/* True if the query finds a row. */
static enum err exists(struct query q, bool *out)
{
	*out = query_next(&q);
	return query_end(&q);
}

#define PLAY_STAND                                                                                 \
	"SELECT id, share, furthest, position_ms, duration_ms, updated_ms, started_ms"             \
	" FROM play WHERE user_id = :user AND item_id = :item"                                     \
	" AND removed_ms IS NULL"

/*
 * "+" prevents the use of the index on a person's plays: an item has few plays.
 */
static STATEMENT(play_done, PLAY_STAND " AND state = 'completed'"
				       " ORDER BY +updated_ms DESC, id DESC LIMIT 1");

/* Looks for a completed play, and reads it if no play is open. */
static enum err look_back(struct cx *cx, struct store *s, const struct viewing *viewing,
	struct progress *out, int64_t *play_id)
{
	struct query q = row_keyed(cx, s, &play_done, viewing->user_id, viewing->item_id);
	enum err err;

	if (out->is_open)
		return exists(q, &out->has_completed);
	err = get_play(q, out, play_id);
	out->has_completed = out->has_play;
	return err;
}

static STATEMENT(play_open, PLAY_STAND " AND state = 'in_progress'");

static STATEMENT(play_session, "SELECT id FROM play WHERE user_id = :user AND item_id = :item"
			       " AND state = 'completed' AND session = :session"
			       " AND removed_ms IS NULL LIMIT 1");

enum err store_progress_get(struct cx *cx, struct store *s, const struct viewing *viewing,
	struct progress *out, int64_t *play_id)
{
	int64_t user_id = viewing->user_id, item_id = viewing->item_id;
	struct query q;

	*play_id = 0;
	*out = (struct progress){ .play_event_ms = UNSAID };
	TRY(sitting_read(cx, s, viewing, out));
	TRY(get_play(row_keyed(cx, s, &play_open, user_id, item_id), out, play_id));
	out->is_open = out->has_play;
	if (!out->is_open || viewing->looks_back)
		TRY(look_back(cx, s, viewing, out, play_id));
	if (!out->has_completed || !viewing->session)
		return OK;
	q = row_keyed(cx, s, &play_session, user_id, item_id);
	bind_text(&q, ":session", viewing->session);
	return exists(q, &out->session_done);
}

/* The columns of a new play, or of one that moves or completes. */
static void bind_play(struct query *q, const struct play_key *key, const struct decision *r)
{
	bind_i64(q, ":integration", key->integration_id);
	bind_i64(q, ":share", r->share);
	bind_i64(q, ":furthest", r->furthest);
	bind_i64_or_null(q, ":position", r->position_ms);
	bind_i64_or_null(q, ":duration", r->duration_ms);
	bind_text(q, ":session", r->told_by);
	bind_i64(q, ":at", r->dated_ms > 0 ? r->dated_ms : r->at_ms);
}

static STATEMENT(play_add,
	"INSERT INTO play (user_id, item_id, integration_id, state, share,"
	" furthest, position_ms, duration_ms, session, started_ms,"
	" updated_ms, completed_ms) VALUES (:user, :item, :integration, :state, :share,"
	" :furthest, :position, :duration, :session, :started, :at, :completed) RETURNING id");

static enum err add_play(struct cx *cx, struct store *s, const struct play_key *key,
	const struct decision *r, int64_t *play_id)
{
	struct query q = row_keyed(cx, s, &play_add, key->user_id, key->item_id);

	bind_state(&q, r->completes ? PLAY_COMPLETED : PLAY_IN_PROGRESS);
	bind_i64_or_null(&q, ":completed",
		!r->completes     ? UNSAID
		: r->dated_ms > 0 ? r->dated_ms
				  : r->at_ms);
	bind_i64(&q, ":started", r->dated_ms > 0 ? r->dated_ms : r->started_ms);
	bind_play(&q, key, r);
	return query_id(&q, play_id);
}

static enum err run_on_play(struct cx *cx, struct store *s, const struct statement *which,
	int64_t play_id, const struct play_key *key, const struct decision *r)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":id", play_id);
	bind_play(&q, key, r);
	return query_run(&q);
}

/* Without the state: setting it would write its index at each tick. */
#define PLAY_NEWS                                                                                  \
	"share = :share, furthest = :furthest, position_ms = :position,"                           \
	" duration_ms = :duration, session = coalesce(:session, session),"                         \
	" updated_ms = CASE WHEN updated_ms > :at THEN updated_ms"                                 \
	" ELSE :at END"

/*
 * Each tick runs this and sitting_move, so they set no foreign key: SQLite
 * would look up the parent row, and journal every page it changes so that it
 * can undo the statement.
 */
static STATEMENT(play_move,
	"UPDATE play SET " PLAY_NEWS " WHERE id = :id AND integration_id = :integration");

static STATEMENT(play_take_over,
	"UPDATE play SET " PLAY_NEWS ", integration_id = :integration WHERE id = :id");

/* The play may belong to another integration so far. */
static enum err move_play(struct cx *cx, struct store *s, int64_t play_id,
	const struct play_key *key, const struct decision *r)
{
	TRY(run_on_play(cx, s, &play_move, play_id, key, r));
	if (store_changes(s) > 0)
		return OK;
	return run_on_play(cx, s, &play_take_over, play_id, key, r);
}

static STATEMENT(play_complete,
	"UPDATE play SET " PLAY_NEWS ", integration_id = :integration, state = 'completed',"
	" completed_ms = CASE WHEN :at < started_ms THEN started_ms"
	" ELSE :at END WHERE id = :id");

enum err store_decision_put(struct cx *cx, struct store *s, const struct play_key *key,
	const struct progress *was, const struct decision *decision, int64_t *play_id)
{
	if (decision->is_passed_by)
		return OK;
	TRY(sitting_write(cx, s, key, was, decision));
	if (decision->change == CHANGE_NONE)
		return OK;
	if (decision->change == CHANGE_CREATE)
		return add_play(cx, s, key, decision, play_id);
	if (decision->completes)
		return run_on_play(cx, s, &play_complete, *play_id, key, decision);
	return move_play(cx, s, *play_id, key, decision);
}

static void play_read(const struct query *q, void *to)
{
	struct play *row = to;

	*row = (struct play){
		.id = col_i64(q, 0),
		.user_name = col_text(q, 1),
		.kind = col_kind(q, 2),
		.title = col_text(q, 3),
		.work_id = col_i64(q, 4),
		.season = (int)col_i64_or_unsaid(q, 5),
		.episode = (int)col_i64_or_unsaid(q, 6),
		.part_title = col_text(q, 7),
		.provider = col_text(q, 8),
		.state = col_state(q, 9),
		.share = col_i64(q, 10),
		.furthest = col_i64(q, 11),
		.position_ms = col_i64_or_unsaid(q, 12),
		.duration_ms = col_i64_or_unsaid(q, 13),
		.started_ms = col_i64(q, 14),
		.updated_ms = col_i64(q, 15),
		.completed_ms = col_i64_or_unsaid(q, 16),
		.day_only = col_i64(q, 17) != 0,
	};
	if (row->state == PLAY_COMPLETED)
		row->share = row->furthest = SHARE_WHOLE;
}

/* The rows of a bound query, and the ids of their works. */
static enum err read_list(struct query *q, const struct play **rows, size_t *count)
{
	struct play *list = query_rows(q, play_read, sizeof(*list), PLAY_LIST_MAX, count);

	*rows = list;
	TRY(query_end(q));
	for (size_t i = 0; i < *count; i++)
		TRY(row_read_ids(q->cx, q->store, list[i].work_id, &list[i].ids));
	return OK;
}

/* *out is NULL if there is none. */
static enum err read_one(struct query *q, const struct play **out)
{
	size_t count;

	return read_list(q, out, &count);
}

#define PLAY_SELECT                                                                                     \
	"SELECT p.id, u.name, w.kind, w.title, w.id, t.season, t.episode,"                              \
	" t.title, coalesce(i.provider, p.gone_provider), p.state, p.share, p.furthest, p.position_ms," \
	" p.duration_ms, p.started_ms, p.updated_ms, p.completed_ms, p.day_only"                        \
	" FROM play p JOIN person u ON u.id = p.user_id"                                                \
	" JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"                              \
	" LEFT JOIN integration i ON i.id = p.integration_id"

static STATEMENT(play_list,
	PLAY_SELECT " WHERE (:before = 0 OR p.id < :before) AND p.removed_ms IS NULL"
		    " AND (:user = 0 OR p.user_id = :user)"
		    " AND (:state = '' OR p.state = :state)"
		    " ORDER BY p.id DESC LIMIT :limit");

enum err store_play_list(struct cx *cx, struct store *s, const struct play_filter *filter,
	const struct play **rows, size_t *count)
{
	struct query q = store_query(cx, s, &play_list);

	ASSERT(filter->limit > 0 && filter->limit <= PLAY_LIST_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":before", filter->before_id);
	bind_state(&q, filter->state);
	bind_i64(&q, ":limit", filter->limit);
	return read_list(&q, rows, count);
}

static STATEMENT(play_own_list, PLAY_SELECT " WHERE p.user_id = :user AND p.updated_ms >= :after"
					    " AND p.updated_ms <= :before"
					    " AND (p.updated_ms < :before OR p.id < :before_id)"
					    " AND p.removed_ms IS NULL"
					    " AND (:state = '' OR p.state = :state)"
					    " AND (:kind = '' OR w.kind = :kind)"
					    " ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit");

enum err store_play_own_list(struct cx *cx, struct store *s, const struct play_own_filter *filter,
	const struct play **rows, size_t *count)
{
	struct query q = store_query(cx, s, &play_own_list);

	ASSERT(filter->limit > 0 && filter->limit <= PLAY_LIST_MAX);
	bind_i64(&q, ":user", filter->user_id);
	bind_state(&q, filter->state);
	bind_kind(&q, filter->kind);
	bind_i64(&q, ":after", filter->after_ms);
	bind_i64(&q, ":before", filter->before_ms);
	bind_i64(&q, ":before_id", filter->before_id);
	bind_i64(&q, ":limit", filter->limit);
	return read_list(&q, rows, count);
}

static STATEMENT(
	play_own, PLAY_SELECT " WHERE p.id = :id AND p.user_id = :user AND p.removed_ms IS NULL");

enum err store_play_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct play **out)
{
	struct query q = store_query(cx, s, &play_own);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	return read_one(&q, out);
}

static STATEMENT(play_by_id, PLAY_SELECT " WHERE p.id = :id");

enum err store_play_by_id(struct cx *cx, struct store *s, int64_t id, const struct play **out)
{
	struct query q = store_query(cx, s, &play_by_id);

	bind_i64(&q, ":id", id);
	return read_one(&q, out);
}

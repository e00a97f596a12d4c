/* SPDX-License-Identifier: MIT */
/* play.c -- plays: what the rules read and write. Sittings: sitting.c. */
#include "shared/store/play.h"

#include "shared/store/column.h"
#include "shared/store/row.h"
#include "shared/store/sitting.h"

enum { DAY_ONLY = 8 }; /* the column; where it is read */

static enum err get_play(struct query q, bool has_day, struct standing_play **out)
{
	struct standing_play *play = NULL;

	if (query_next(&q)) {
		play = arena_alloc(q.cx->arena, sizeof(*play));
		play->id = col_i64(&q, 0);
		play->share = col_i64(&q, 1);
		play->furthest = col_i64(&q, 2);
		play->position_ms = col_i64_or_unsaid(&q, 3);
		play->duration_ms = col_i64_or_unsaid(&q, 4);
		play->updated_ms = col_i64(&q, 5);
		play->started_ms = col_i64(&q, 6);
		play->integration_id = col_i64(&q, 7);
		play->watched_ms = col_i64_or_unsaid(&q, 8);
		play->completed_ms = UNSAID;
		play->day_only = has_day && col_i64(&q, DAY_ONLY) != 0;
	}
	*out = play;
	return query_end(&q);
}

/* True if the query finds a row. */
static enum err exists(struct query q, bool *out)
{
	*out = query_next(&q);
	return query_end(&q);
}

#define PLAY_STAND                                                                                 \
	"SELECT id, share, furthest, position_ms, duration_ms, updated_ms, started_ms,"            \
	" integration_id, watched_ms FROM play WHERE user_id = :user AND item_id = :item"          \
	" AND removed_ms IS NULL"

/*
 * "+" prevents the use of the index on a person's plays: an item has few plays.
 */
static STATEMENT(play_done, PLAY_STAND " AND state = 'completed'"
				       " ORDER BY +updated_ms DESC, id DESC LIMIT 1");

/* Also one that its person has removed: it is known all the same. */
static STATEMENT(play_told,
	"SELECT id, share, furthest, position_ms, duration_ms, updated_ms, started_ms,"
	" integration_id, day_only FROM play WHERE user_id = :user AND item_id = :item"
	" AND (state = 'completed' OR removed_ms IS NOT NULL)"
	" ORDER BY +updated_ms DESC, id DESC LIMIT 1");

static STATEMENT(play_open, PLAY_STAND " AND state = 'in_progress'");

static STATEMENT(play_session, "SELECT id FROM play WHERE user_id = :user AND item_id = :item"
			       " AND state = 'completed' AND session = :session"
			       " AND removed_ms IS NULL LIMIT 1");

static enum err read_new(
	struct cx *cx, struct store *s, const struct viewing *viewing, struct standing *out)
{
	if (out->is_read)
		return OK;
	out->is_read = true;
	TRY(store_sittings_read(cx, s, viewing, out));
	return get_play(row_keyed(cx, s, &play_open, viewing->user_id, viewing->item_id), false,
		&out->open);
}

/* The completed play, which few reports need. */
static enum err look_back(
	struct cx *cx, struct store *s, const struct viewing *viewing, struct standing *out)
{
	if (out->looked_back || !standing_needs_done(out, viewing))
		return OK;
	out->looked_back = true;
	return get_play(row_keyed(cx, s, viewing->is_asked ? &play_told : &play_done,
				viewing->user_id, viewing->item_id),
		viewing->is_asked, &out->done);
}

enum err store_standing_read(struct cx *cx, struct store *s, const struct viewing *viewing,
	struct standing *out, bool *session_done)
{
	struct query q;

	*session_done = false;
	TRY(read_new(cx, s, viewing, out));
	TRY(look_back(cx, s, viewing, out));
	if (!out->done || !viewing->session)
		return OK;
	q = row_keyed(cx, s, &play_session, viewing->user_id, viewing->item_id);
	bind_text(&q, ":session", viewing->session);
	return exists(q, session_done);
}

/* The columns of a new play, or of one that moves or completes. */
static void bind_play(struct query *q, const struct standing_play *play)
{
	bind_i64(q, ":share", play->share);
	bind_i64(q, ":furthest", play->furthest);
	bind_i64_or_null(q, ":position", play->position_ms);
	bind_i64_or_null(q, ":duration", play->duration_ms);
	bind_text(q, ":session", play->session);
	bind_i64(q, ":updated", play->updated_ms);
	bind_i64(q, ":integration", play->integration_id);
}

static STATEMENT(play_newest, "SELECT max(id) FROM play");

static STATEMENT(play_add,
	"INSERT INTO play (id, user_id, item_id, integration_id, state, share,"
	" furthest, position_ms, duration_ms, session, started_ms,"
	" updated_ms, completed_ms) VALUES (:id, :user, :item, :integration, :state, :share,"
	" :furthest, :position, :duration, :session, :started, :updated, :completed)");

static enum err add(struct cx *cx, struct store *s, struct standing_play *play, int64_t *last_id)
{
	struct query q;

	TRY(row_next_id(cx, s, &play_newest, last_id));
	play->id = *last_id;
	q = row_keyed(cx, s, &play_add, play->user_id, play->item->id);
	bind_i64(&q, ":id", play->id);
	bind_state(&q, play->completed_ms == UNSAID ? PLAY_IN_PROGRESS : PLAY_COMPLETED);
	bind_i64_or_null(&q, ":completed", play->completed_ms);
	bind_i64(&q, ":started", play->started_ms);
	bind_play(&q, play);
	return query_run(&q);
}

/* Without the state: setting it would write its index at each tick. */
#define PLAY_NEWS                                                                                  \
	"share = :share, furthest = :furthest, position_ms = :position,"                           \
	" duration_ms = :duration, session = coalesce(:session, session),"                         \
	" updated_ms = :updated"

/*
 * Each tick runs this and sitting_tick, so they set no foreign key: SQLite
 * would look up the parent row, and journal every page it changes so that it
 * can undo the statement.
 */
static STATEMENT(play_move,
	"UPDATE play SET " PLAY_NEWS " WHERE integration_id = :integration AND id = :id");

/* The play may belong to another integration so far. */
static STATEMENT(play_take_over,
	"UPDATE play SET " PLAY_NEWS ", integration_id = :integration WHERE id = :id");

static STATEMENT(play_complete,
	"UPDATE play SET " PLAY_NEWS ", integration_id = :integration, state = 'completed',"
	" completed_ms = :completed WHERE id = :id");

static enum err move(struct cx *cx, struct store *s, const struct standing_play *play)
{
	bool is_complete = play->completed_ms != UNSAID;
	struct query q = store_query(cx, s,
		is_complete           ? &play_complete
		: play->is_taken_over ? &play_take_over
				      : &play_move);

	bind_play(&q, play);
	if (is_complete)
		bind_i64(&q, ":completed", play->completed_ms);
	bind_i64(&q, ":id", play->id);
	return query_run(&q);
}

static STATEMENT(play_watched, "UPDATE play SET watched_ms = :watched WHERE id = :id");

/* Apart, as few integrations count it. */
static enum err set_watched(struct cx *cx, struct store *s, const struct standing_play *play)
{
	struct query q = store_query(cx, s, &play_watched);

	bind_i64(&q, ":watched", play->watched_ms);
	bind_i64(&q, ":id", play->id);
	return query_run(&q);
}

enum err store_plays_write(struct cx *cx, struct store *s, const struct known *known)
{
	int64_t last_id = 0;

	for (size_t i = 0; i < known->plays.count; i++) {
		struct standing_play *play = known->plays.at[i];

		TRY(play->id == 0 ? add(cx, s, play, &last_id) : move(cx, s, play));
		if (play->is_counted)
			TRY(set_watched(cx, s, play));
	}
	return OK;
}

enum err store_progress_get(struct cx *cx, struct store *s, const struct viewing *viewing,
	struct progress *out, int64_t *play_id)
{
	struct standing standing = { .count = 0 };
	const struct standing_play *newest;
	bool session_done;

	TRY(store_standing_read(cx, s, viewing, &standing, &session_done));
	standing_progress(&standing, viewing, session_done, out);
	newest = standing_newest(&standing);
	*play_id = newest ? newest->id : 0;
	return OK;
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

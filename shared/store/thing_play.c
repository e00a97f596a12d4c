/* SPDX-License-Identifier: MIT */
#include "shared/store/thing_play.h"

#include "shared/store/row.h"

static STATEMENT(thing_remember,
	"INSERT INTO thing_play (thing_id, play_id, state, share, furthest, position_ms,"
	" duration_ms, session, started_ms, updated_ms, completed_ms, removed_ms)"
	" SELECT :thing, p.id, p.state, p.share, p.furthest, p.position_ms, p.duration_ms,"
	" p.session, p.started_ms, p.updated_ms, p.completed_ms, p.removed_ms"
	" FROM play p JOIN item m ON m.id = p.item_id WHERE m.work_id = :work");

enum err store_thing_remember(struct cx *cx, struct store *s, int64_t thing_id, int64_t work_id)
{
	struct query q = store_query(cx, s, &thing_remember);

	bind_i64(&q, ":thing", thing_id);
	bind_i64(&q, ":work", work_id);
	return query_run(&q);
}

/* The plays that its deliveries changed. */
#define TOUCHED                                                                                    \
	" play.id IN (SELECT x.play_id FROM delivery_about a"                                      \
	" JOIN delivery_play x ON x.delivery_id = a.delivery_id WHERE a.thing_id = :thing)"

/* By a delivery about something else. */
#define TOLD_BY_OTHERS                                                                             \
	" SELECT o.play_id FROM delivery_play o JOIN delivery d ON d.id = o.delivery_id"           \
	" LEFT JOIN delivery_about b ON b.delivery_id = d.id"                                      \
	" WHERE o.play_id = play.id AND coalesce(b.thing_id, 0) <> :thing"

/* A sitting that others have told of goes on. */
static STATEMENT(thing_drop_sittings,
	"DELETE FROM sitting WHERE user_id = :user"
	" AND item_id IN (SELECT play.item_id FROM play WHERE" TOUCHED ")"
	" AND NOT EXISTS (SELECT play.id FROM play WHERE play.item_id = sitting.item_id"
	" AND (EXISTS (" TOLD_BY_OTHERS ") OR EXISTS (SELECT r.play_id FROM thing_play r"
	" WHERE r.thing_id = :thing AND r.play_id = play.id)))");

static STATEMENT(thing_drop_plays,
	"DELETE FROM play WHERE user_id = :user AND" TOUCHED
	" AND NOT EXISTS (SELECT r.play_id FROM thing_play r"
	" WHERE r.thing_id = :thing AND r.play_id = play.id)"
	" AND NOT EXISTS (SELECT e.id FROM edit e WHERE e.play_id = play.id"
	" AND e.undone_ms IS NULL)"
	" AND NOT EXISTS (" TOLD_BY_OTHERS ")");

static STATEMENT(thing_restore_plays,
	"UPDATE play SET state = r.state, share = r.share, furthest = r.furthest,"
	" position_ms = r.position_ms, duration_ms = r.duration_ms, session = r.session,"
	" started_ms = r.started_ms, updated_ms = r.updated_ms, completed_ms = r.completed_ms,"
	" removed_ms = r.removed_ms FROM thing_play r WHERE r.thing_id = :thing"
	" AND r.play_id = play.id AND play.user_id = :user AND" TOUCHED
	" AND NOT EXISTS (SELECT e.id FROM edit e WHERE e.play_id = play.id"
	" AND e.at_ms >= :chosen AND e.undone_ms IS NULL)"
	" AND NOT EXISTS (" TOLD_BY_OTHERS " AND d.last_ms >= :chosen)"
	" AND (r.state <> 'in_progress' OR r.removed_ms IS NOT NULL"
	" OR NOT EXISTS (SELECT n.id FROM play n WHERE n.user_id = play.user_id"
	" AND n.item_id = play.item_id AND n.id <> play.id AND n.state = 'in_progress'"
	" AND n.removed_ms IS NULL))");

/*
 * A thing that was named later as the same work found these plays there, but
 * they came of this one: its undo is not to bring them back.
 */
static STATEMENT(thing_disown, "DELETE FROM thing_play WHERE thing_id <> :thing"
			       " AND play_id IN (SELECT play.id FROM play WHERE" TOUCHED
			       " AND NOT EXISTS (SELECT r.play_id FROM thing_play r"
			       " WHERE r.thing_id = :thing AND r.play_id = play.id))");

static STATEMENT(thing_unlink, "DELETE FROM delivery_play WHERE delivery_id IN"
			       " (SELECT a.delivery_id FROM delivery_about a"
			       " WHERE a.thing_id = :thing)");

static STATEMENT(thing_forget, "DELETE FROM thing_play WHERE thing_id = :thing");

static STATEMENT(thing_unmatch, "UPDATE delivery SET outcome = :outcome, reason = :reason,"
				" detail = :detail WHERE id IN (SELECT a.delivery_id"
				" FROM delivery_about a WHERE a.thing_id = :thing)");

static enum err unmatch(struct cx *cx, struct store *s, int64_t thing_id)
{
	struct query q = store_query(cx, s, &thing_unmatch);

	bind_i64(&q, ":thing", thing_id);
	bind_text(&q, ":outcome", outcome_name(OUTCOME_UNMATCHED));
	bind_text(&q, ":reason", reason_name(REASON_NO_IDENTIFIER));
	bind_text(&q, ":detail", reason_sentence(REASON_NO_IDENTIFIER));
	return query_run(&q);
}

static enum err run_of(struct cx *cx, struct store *s, const struct statement *which,
	int64_t user_id, int64_t thing_id)
{
	struct query q = store_query(cx, s, which);

	if (user_id)
		bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":thing", thing_id);
	return query_run(&q);
}

static enum err restore(struct cx *cx, struct store *s, int64_t user_id, const struct thing *thing)
{
	struct query q = store_query(cx, s, &thing_restore_plays);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":thing", thing->id);
	bind_i64(&q, ":chosen", thing->chosen_ms);
	return query_run(&q);
}

static STATEMENT(thing_unstack, "DELETE FROM stack WHERE user_id = :user AND name = :name");

/* Or its further files would still be taken for the work. */
static enum err unstack(struct cx *cx, struct store *s, int64_t user_id, const struct thing *thing)
{
	struct query q;

	if (!thing->stack)
		return OK;
	q = store_query(cx, s, &thing_unstack);
	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":name", thing->stack);
	return query_run(&q);
}

enum err store_thing_take_back(
	struct cx *cx, struct store *s, int64_t user_id, const struct thing *thing)
{
	TRY(run_of(cx, s, &thing_drop_sittings, user_id, thing->id));
	TRY(run_of(cx, s, &thing_drop_plays, user_id, thing->id));
	TRY(restore(cx, s, user_id, thing));
	TRY(run_of(cx, s, &thing_disown, 0, thing->id));
	TRY(run_of(cx, s, &thing_unlink, 0, thing->id));
	TRY(run_of(cx, s, &thing_forget, 0, thing->id));
	TRY(unstack(cx, s, user_id, thing));
	return unmatch(cx, s, thing->id);
}

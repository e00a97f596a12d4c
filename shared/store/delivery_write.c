/* SPDX-License-Identifier: MIT */
/*
 * delivery_write.c -- adds deliveries to the journal.
 *
 * Ticks fold into a row while its `run` is set; a unique index allows one such
 * row per integration and run. Whatever ends a run (another event of the same
 * item, another reason, a long silence) clears that column.
 */
#include "shared/store/delivery_write.h"

#include "shared/db/query.h"
#include "shared/progress/rules.h"
#include "shared/store/delta.h"
#include "shared/store/thing.h"

enum { DAY_MS = 86400000 };

static STATEMENT(body_put, "INSERT INTO delivery_body (delivery_id, body) VALUES (:id, :body)"
			   " ON CONFLICT (delivery_id) DO UPDATE SET body = excluded.body");

static enum err put_body(struct cx *cx, struct store *s, int64_t id, struct bytes body)
{
	struct query q;

	if (!body.at)
		return OK;
	q = store_query(cx, s, &body_put);
	bind_i64(&q, ":id", id);
	bind_bytes(&q, ":body", body.at, body.length);
	return query_run(&q);
}

/* The row that ticks of a run fold into. */
struct run {
	int64_t id;         /* 0: none */
	int64_t count;      /* of its reports so far */
	bool is_patched;    /* the body is kept as a delta */
	struct bytes patch; /* the delta from the body that is kept */
};

static STATEMENT(delivery_run, "SELECT d.id, d.reason, d.last_ms, b.body, d.count FROM delivery d"
			       " LEFT JOIN delivery_body b ON b.delivery_id = d.id"
			       " WHERE d.integration_id = :integration AND d.run = :run");

/*
 * A check-in at the same moment as a tick is "unchanged": part of the run,
 * which it does not end, and whose reason stays.
 */
static bool is_same_run(const char *reason_of_run, enum reason reason)
{
	return strcmp(reason_of_run, reason_name(reason)) == 0 ||
	       (reason == REASON_UNCHANGED &&
		       strcmp(reason_of_run, reason_name(REASON_PROGRESS)) == 0);
}

static enum err find_run(struct cx *cx, struct store *s, const struct delivery *row,
	struct bytes body, struct run *run)
{
	struct query q = store_query(cx, s, &delivery_run);
	bool is_there = false;
	enum err err;

	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":run", row->run);
	if (query_next(&q)) {
		struct bytes kept = col_bytes(&q, 3);
		int64_t silence_ms = row->last_ms - col_i64(&q, 2);

		is_there = true;
		if (is_same_run(col_text_in_place(&q, 1), row->reason) &&
			silence_ms <= SITTING_GAP_MS)
			run->id = col_i64(&q, 0);
		run->count = col_i64(&q, 4);
		if (run->id != 0 && kept.at && body.at)
			run->is_patched = delta_make(cx->arena, kept, body, &run->patch);
		/* What may be named later keeps its first report. */
		if (row->thing_id && kept.at && !run->is_patched)
			run->id = 0;
	}
	err = query_end(&q);
	if (err != OK || run->id != 0 || !is_there)
		return err;
	return store_delivery_end_run(cx, s, row->integration_id, row->run);
}

/* Without a delta the first body is gone, and those from it with it. */
static STATEMENT(delivery_fold,
	"UPDATE delivery SET count = count + 1, accepted = CASE WHEN :accepted = 1 THEN NULL"
	" ELSE coalesce(accepted, patch) END, accepted_ms = CASE WHEN :accepted = 1 THEN NULL"
	" ELSE coalesce(accepted_ms, last_ms) END, last_ms = :now,"
	" octets = :octets, detail = coalesce(:detail, detail), patch = :patch WHERE id = :id");

static enum err fold(
	struct cx *cx, struct store *s, const struct delivery *row, const struct run *run)
{
	struct query q = store_query(cx, s, &delivery_fold);

	bind_i64(&q, ":id", run->id);
	bind_i64(&q, ":accepted", row->is_accepted || !run->is_patched);
	bind_i64(&q, ":now", row->last_ms);
	bind_i64(&q, ":octets", row->bytes);
	bind_text(&q, ":detail", row->reason == REASON_UNCHANGED ? NULL : row->detail);
	bind_bytes(&q, ":patch", run->patch.at, run->patch.length);
	return query_run(&q);
}

static STATEMENT(about_put,
	"INSERT INTO delivery_about (delivery_id, title, season, episode, part_title, thing_id)"
	" VALUES (:id, :title, :season, :episode, :part_title, :thing)"
	" ON CONFLICT (delivery_id) DO UPDATE SET title = excluded.title,"
	" season = excluded.season, episode = excluded.episode,"
	" part_title = excluded.part_title, thing_id = excluded.thing_id");

static enum err put_about(struct cx *cx, struct store *s, const struct delivery *row, int64_t id)
{
	struct query q;

	if (!row->title && row->episode < 0 && !row->part_title && row->thing_id == 0)
		return OK;
	q = store_query(cx, s, &about_put);
	bind_i64(&q, ":id", id);
	bind_text(&q, ":title", row->title);
	bind_i64_or_null(&q, ":season", row->season);
	bind_i64_or_null(&q, ":episode", row->episode);
	bind_text(&q, ":part_title", row->part_title);
	bind_i64_or_null(&q, ":thing", row->thing_id ? row->thing_id : UNSAID);
	return query_run(&q);
}

static STATEMENT(delivery_add, "INSERT INTO delivery (integration_id, first_ms, last_ms, event,"
			       " sender_user, outcome, reason, detail, run, octets)"
			       " VALUES (:integration, :now, :now, :event, :sender_user, :outcome,"
			       " :reason, :detail, :run, :octets) RETURNING id");

static enum err add(struct cx *cx, struct store *s, const struct delivery *row, int64_t *id)
{
	struct query q = store_query(cx, s, &delivery_add);

	bind_i64(&q, ":integration", row->integration_id);
	bind_i64(&q, ":now", row->last_ms);
	bind_text(&q, ":event", row->event);
	bind_text(&q, ":sender_user", row->sender_user);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(row->reason)));
	bind_text(&q, ":reason", reason_name(row->reason));
	bind_text(&q, ":detail", row->detail);
	bind_text(&q, ":run", row->run);
	bind_i64(&q, ":octets", row->bytes);
	TRY(query_id(&q, id));
	return put_about(cx, s, row, *id);
}

/*
 * A player sends its reports in order and repeats the last one until it is
 * answered, however long that takes. So the newest ids of a run are enough,
 * whatever their age; an older tick that comes again is stale by its time.
 */
static STATEMENT(
	delivery_event_prune, "DELETE FROM event WHERE delivery_id = :id AND number <= :number");

static enum err prune_events(struct cx *cx, struct store *s, int64_t id, int64_t number)
{
	struct query q;

	if (number <= 0)
		return OK;
	q = store_query(cx, s, &delivery_event_prune);
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":number", number);
	return query_run(&q);
}

static STATEMENT(delivery_event_add,
	"INSERT INTO event (integration_id, event_id, delivery_id, number)"
	" VALUES (:integration, :event_id, :id, :number)");

/* number: which report of the delivery it is, from 1. */
static enum err put_event(
	struct cx *cx, struct store *s, const struct delivery *row, int64_t id, int64_t number)
{
	struct query q;

	if (!row->event_id)
		return OK;
	TRY(prune_events(cx, s, id, number - DELIVERY_EVENTS_MAX));
	q = store_query(cx, s, &delivery_event_add);
	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":event_id", row->event_id);
	bind_i64(&q, ":id", id);
	bind_i64(&q, ":number", number);
	return query_run(&q);
}

enum err store_delivery_keep(struct cx *cx, struct store *s, const struct delivery *row,
	struct bytes body, int64_t *id, bool *folded)
{
	struct run run = { .id = 0 };

	if (row->run)
		TRY(find_run(cx, s, row, body, &run));
	*id = run.id;
	*folded = run.id != 0;
	if (*folded)
		TRY(fold(cx, s, row, &run));
	else
		TRY(add(cx, s, row, id));
	TRY(put_event(cx, s, row, *id, *folded ? run.count + 1 : 1));
	return run.is_patched ? OK : put_body(cx, s, *id, body);
}

/* Not if a replay has made something else of it. */
static STATEMENT(delivery_of_day, "SELECT id FROM delivery WHERE integration_id = :integration"
				  " AND run = :run AND reason = :reason");

static enum err find_of_day(struct cx *cx, struct store *s, const struct delivery *row, int64_t *id)
{
	struct query q = store_query(cx, s, &delivery_of_day);

	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":run", row->run);
	bind_text(&q, ":reason", reason_name(row->reason));
	return query_number(&q, id);
}

/* A RETURNING would save the look-up, but SQLite builds a table for it. */
static STATEMENT(delivery_fold_daily,
	"UPDATE delivery SET count = count + 1, last_ms = :now, sender_user = :sender_user,"
	" detail = :detail, octets = :octets WHERE id = :id");

static enum err fold_daily(struct cx *cx, struct store *s, const struct delivery *row, int64_t id)
{
	struct query q = store_query(cx, s, &delivery_fold_daily);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", row->last_ms);
	bind_text(&q, ":sender_user", row->sender_user);
	bind_text(&q, ":detail", row->detail);
	bind_i64(&q, ":octets", row->bytes);
	return query_run(&q);
}

enum err store_delivery_keep_daily(
	struct cx *cx, struct store *s, const struct delivery *row, struct bytes body, int64_t *id)
{
	struct delivery daily = *row;
	bool folded;

	daily.run = arena_printf(cx->arena, "day %" PRId64 "/%s", row->last_ms / DAY_MS,
		row->event ? row->event : "");
	daily.title = daily.part_title = NULL;
	daily.season = daily.episode = UNSAID;
	TRY(find_of_day(cx, s, &daily, id));
	if (*id == 0)
		return store_delivery_keep(cx, s, &daily, body, id, &folded);
	TRY(fold_daily(cx, s, &daily, *id));
	return put_body(cx, s, *id, body);
}

/* By its id: the index of the search would change under it. */
static STATEMENT(delivery_end_run,
	"UPDATE delivery SET run = NULL WHERE id = (SELECT d.id FROM delivery d"
	" WHERE d.integration_id = :integration AND d.run = :run)");

enum err store_delivery_end_run(
	struct cx *cx, struct store *s, int64_t integration_id, const char *run)
{
	struct query q = store_query(cx, s, &delivery_end_run);

	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":run", run);
	return query_run(&q);
}

static STATEMENT(delivery_event, "SELECT delivery_id FROM event"
				 " WHERE integration_id = :integration AND event_id = :event_id");

static STATEMENT(delivery_repeat, "UPDATE delivery SET count = count + 1, last_ms = :now"
				  " WHERE id = :id");

enum err store_delivery_repeat(
	struct cx *cx, struct store *s, int64_t integration_id, const char *event_id, int64_t *id)
{
	struct query q = store_query(cx, s, &delivery_event);

	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":event_id", event_id);
	TRY(query_number(&q, id));
	if (*id == 0)
		return OK;
	q = store_query(cx, s, &delivery_repeat);
	bind_i64(&q, ":id", *id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(delivery_replayed, "UPDATE delivery SET outcome = :outcome, reason = :reason,"
				    " detail = :detail, event = :event, sender_user = :sender_user,"
				    " replayed_ms = :now WHERE id = :id"
				    " AND (outcome <> 'tracked' OR :outcome = 'tracked')");

static STATEMENT(delivery_replayed_idle, "UPDATE delivery SET replayed_ms = :now WHERE id = :id");

enum err store_delivery_replayed(struct cx *cx, struct store *s, const struct delivery *row)
{
	struct query q = store_query(cx, s, &delivery_replayed);
	enum err err;

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(row->reason)));
	bind_text(&q, ":reason", reason_name(row->reason));
	bind_text(&q, ":detail", row->detail);
	bind_text(&q, ":event", row->event);
	bind_text(&q, ":sender_user", row->sender_user);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_run(&q);
	if (err == OK && store_changes(s) > 0)
		return put_about(cx, s, row, row->id);
	if (err != OK)
		return err;
	q = store_query(cx, s, &delivery_replayed_idle);
	bind_i64(&q, ":id", row->id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(delivery_weighed, "UPDATE delivery SET outcome = :outcome, reason = :reason,"
				   " detail = :detail WHERE id = :id");

enum err store_delivery_weighed(struct cx *cx, struct store *s, const struct delivery *row)
{
	struct query q = store_query(cx, s, &delivery_weighed);

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(row->reason)));
	bind_text(&q, ":reason", reason_name(row->reason));
	bind_text(&q, ":detail", row->detail);
	TRY(query_run(&q));
	return put_about(cx, s, row, row->id);
}

static STATEMENT(delivery_link,
	"INSERT INTO delivery_play (delivery_id, play_id)"
	" VALUES (:id, :play) ON CONFLICT (delivery_id, play_id) DO NOTHING");

enum err store_delivery_link(struct cx *cx, struct store *s, int64_t id, int64_t play_id)
{
	struct query q = store_query(cx, s, &delivery_link);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":play", play_id);
	return query_run(&q);
}

/* Compares both times: only first_ms never changes, so only it is indexed. */
static STATEMENT(
	delivery_prune_age, "DELETE FROM delivery WHERE first_ms < :before AND last_ms < :before");

static STATEMENT(delivery_prune_rows,
	"WITH old AS MATERIALIZED (SELECT i.id AS integration_id,"
	" (SELECT e.id FROM delivery e WHERE e.integration_id = i.id"
	" ORDER BY e.id DESC LIMIT 1 OFFSET :rows) AS last FROM integration i)"
	" DELETE FROM delivery WHERE id IN (SELECT d.id FROM old"
	" JOIN delivery d ON d.integration_id = old.integration_id"
	" AND d.id <= old.last)");

enum err store_delivery_prune(struct cx *cx, struct store *s, int days, int rows, int64_t *removed)
{
	struct query q = store_query(cx, s, &delivery_prune_age);
	enum err err;

	*removed = 0;
	bind_i64(&q, ":before", cx->now_ms - (int64_t)days * DAY_MS);
	err = query_run(&q);
	if (err != OK)
		return err;
	*removed = store_changes(s);
	q = store_query(cx, s, &delivery_prune_rows);
	bind_i64(&q, ":rows", rows);
	err = query_run(&q);
	*removed += err == OK ? store_changes(s) : 0;
	return err == OK ? store_thing_prune(cx, s) : err;
}

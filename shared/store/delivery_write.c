/* SPDX-License-Identifier: MIT */
/* delivery_write.c -- replays, and what is kept no longer. */
#include "shared/store/delivery_write.h"

#include "shared/db/query.h"
#include "shared/store/delivery_keep.h"
#include "shared/store/sender_account.h"

enum { DAY_MS = 86400000 };

static enum err put_about(struct cx *cx, struct store *s, const struct delivery *row)
{
	const struct journal_row about = {
		.id = row->id,
		.title = row->title,
		.season = row->season,
		.episode = row->episode,
		.part_title = row->part_title,
		.thing_id = row->thing_id,
	};

	return store_about_put(cx, s, &about);
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
		return put_about(cx, s, row);
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
	return put_about(cx, s, row);
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
	TRY(err);
	TRY(store_thing_prune(cx, s));
	return store_sender_account_prune(cx, s);
}

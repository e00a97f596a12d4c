/* SPDX-License-Identifier: MIT */
/* sender_account.c -- the rows of tables `sender_account` and `stranger`. */
#include "shared/store/sender_account.h"

#include "shared/store/column.h"

#define ACCOUNT_COLUMNS                                                                            \
	"a.id, a.integration_id, a.known_as, a.name, a.sender_id, coalesce(a.to_id, 0),"           \
	" a.is_ignored, a.created_ms, a.run, a.place, a.stretch, a.turn"

static void account_read(const struct query *q, void *row)
{
	*(struct sender_account *)row = (struct sender_account){
		.id = col_i64(q, 0),
		.integration_id = col_i64(q, 1),
		.known_as = col_text(q, 2),
		.name = col_text(q, 3),
		.sender_id = col_text(q, 4),
		.to_id = col_i64(q, 5),
		.is_ignored = col_i64(q, 6) != 0,
		.created_ms = col_i64(q, 7),
		.tick = { col_text(q, 8), col_i64_or_unsaid(q, 9), col_i64_or_unsaid(q, 10) },
		.turn = col_i64(q, 11),
	};
}

static STATEMENT(sender_account_find,
	"SELECT " ACCOUNT_COLUMNS " FROM sender_account a"
	" WHERE a.integration_id = :integration AND a.known_as = :known_as");

enum err store_sender_account_find(struct cx *cx, struct store *s, int64_t integration_id,
	const char *known_as, const struct sender_account **out)
{
	struct query q = store_query(cx, s, &sender_account_find);

	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":known_as", known_as);
	*out = query_row(&q, account_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(sender_account_add,
	"INSERT INTO sender_account (integration_id, known_as, name, sender_id, created_ms)"
	" VALUES (:integration, :known_as, :name, :sender_id, :now) RETURNING id");

enum err store_sender_account_add(struct cx *cx, struct store *s, struct sender_account *row)
{
	struct query q = store_query(cx, s, &sender_account_add);

	row->created_ms = cx->now_ms;
	bind_i64(&q, ":integration", row->integration_id);
	bind_text(&q, ":known_as", row->known_as);
	bind_text(&q, ":name", row->name);
	bind_text(&q, ":sender_id", row->sender_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, &row->id);
}

static STATEMENT(sender_account_rename,
	"UPDATE sender_account SET known_as = :known_as, name = :name, sender_id = :sender_id"
	" WHERE id = :id");

enum err store_sender_account_rename(
	struct cx *cx, struct store *s, const struct sender_account *row)
{
	struct query q = store_query(cx, s, &sender_account_rename);

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":known_as", row->known_as);
	bind_text(&q, ":name", row->name);
	bind_text(&q, ":sender_id", row->sender_id);
	return query_run(&q);
}

static STATEMENT(sender_account_ticked, "UPDATE sender_account SET run = :run, place = :place,"
					" stretch = :stretch, turn = :turn WHERE id = :id");

enum err store_sender_account_ticked(
	struct cx *cx, struct store *s, const struct sender_account *row)
{
	struct query q = store_query(cx, s, &sender_account_ticked);

	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":run", row->tick.run);
	bind_i64_or_null(&q, ":place", row->tick.place);
	bind_i64_or_null(&q, ":stretch", row->tick.stretch);
	bind_i64(&q, ":turn", row->turn);
	return query_run(&q);
}

static STATEMENT(sender_account_settle,
	"UPDATE sender_account SET to_id = :to, is_ignored = :ignored WHERE id = :id");

enum err store_sender_account_settle(
	struct cx *cx, struct store *s, const struct sender_account *row)
{
	struct query q = store_query(cx, s, &sender_account_settle);

	bind_i64(&q, ":id", row->id);
	bind_i64_or_null(&q, ":to", row->to_id ? row->to_id : UNSAID);
	bind_i64(&q, ":ignored", row->is_ignored);
	return query_run(&q);
}

static STATEMENT(sender_account_count,
	"SELECT count(*) FROM sender_account WHERE integration_id = :integration");

enum err store_sender_account_count(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t *count)
{
	struct query q = store_query(cx, s, &sender_account_count);

	bind_i64(&q, ":integration", integration_id);
	return query_number(&q, count);
}

static STATEMENT(sender_account_prune,
	"DELETE FROM sender_account WHERE to_id IS NULL AND is_ignored = 0 AND NOT EXISTS"
	" (SELECT s.delivery_id FROM stranger s WHERE s.account_id = sender_account.id)");

enum err store_sender_account_prune(struct cx *cx, struct store *s)
{
	struct query q = store_query(cx, s, &sender_account_prune);

	return query_run(&q);
}

/* ---- lists ---- */

static void row_read(const struct query *q, void *to)
{
	struct sender_account_row *row = to;

	account_read(q, &row->account);
	row->owner_id = col_i64(q, 12);
	row->user_id = col_i64(q, 13);
	row->user_name = col_text(q, 14);
	row->reports = col_i64(q, 15);
	row->deliveries = col_i64(q, 16);
	row->last_ms = col_i64_or_unsaid(q, 17);
	row->title = col_text(q, 18);
}

#define WAITING_OF_IT(what)                                                                        \
	"(SELECT " what " FROM stranger g JOIN delivery d ON d.id = g.delivery_id"                 \
	" WHERE g.account_id = a.id)"

#define ROW_SELECT                                                                                       \
	"SELECT " ACCOUNT_COLUMNS ", h.user_id, coalesce(p.id, 0), p.name,"                              \
	" coalesce(" WAITING_OF_IT("sum(d.count)") ", 0)," WAITING_OF_IT("count(*)") "," WAITING_OF_IT(  \
		"max(d.last_ms)") ", (SELECT b.title FROM delivery_about b"                              \
				  " WHERE b.delivery_id = (SELECT max(n.delivery_id) FROM stranger n"    \
				  " WHERE n.account_id = a.id))"                                         \
				  " FROM sender_account a JOIN integration h ON h.id = a.integration_id" \
				  " LEFT JOIN integration t ON t.id = a.to_id LEFT JOIN person p ON p.id = t.user_id"

static STATEMENT(sender_account_list,
	ROW_SELECT " WHERE a.integration_id = :integration"
		   " ORDER BY CASE WHEN a.to_id IS NULL AND a.is_ignored = 0 THEN 0 ELSE 1 END,"
		   " a.id LIMIT :limit");

enum err store_sender_account_list(struct cx *cx, struct store *s, int64_t integration_id,
	const struct sender_account_row **rows, size_t *count)
{
	struct query q = store_query(cx, s, &sender_account_list);

	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":limit", ACCOUNTS_MAX);
	*rows = query_rows(&q, row_read, sizeof(**rows), ACCOUNTS_MAX, count);
	return query_end(&q);
}

static STATEMENT(
	sender_account_get, ROW_SELECT " WHERE a.id = :id AND (:owner = 0 OR h.user_id = :owner)");

enum err store_sender_account_get(struct cx *cx, struct store *s, int64_t owner_id, int64_t id,
	const struct sender_account_row **out)
{
	struct query q = store_query(cx, s, &sender_account_get);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":owner", owner_id);
	*out = query_row(&q, row_read, sizeof(**out));
	TRY(query_end(&q));
	return *out ? OK : err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

static STATEMENT(heard_through,
	"SELECT count(*), max(d.last_ms) FROM delivery d WHERE d.integration_id = :integration");

enum err store_heard_through(
	struct cx *cx, struct store *s, int64_t integration_id, struct heard_through *out)
{
	struct query q = store_query(cx, s, &heard_through);

	*out = (struct heard_through){ 0, UNSAID };
	bind_i64(&q, ":integration", integration_id);
	if (query_next(&q))
		*out = (struct heard_through){ col_i64(&q, 0), col_i64_or_unsaid(&q, 1) };
	return query_end(&q);
}

/* ---- the reports that wait ---- */

static STATEMENT(stranger_put, "INSERT INTO stranger (delivery_id, account_id)"
			       " VALUES (:delivery, :account)"
			       " ON CONFLICT (delivery_id) DO NOTHING");

static STATEMENT(stranger_trim,
	"DELETE FROM delivery WHERE id = (SELECT g.delivery_id FROM stranger g"
	" WHERE g.account_id = :account ORDER BY g.delivery_id DESC LIMIT 1 OFFSET :most)");

enum err store_stranger_put(struct cx *cx, struct store *s, int64_t delivery_id, int64_t account_id)
{
	struct query q = store_query(cx, s, &stranger_put);

	bind_i64(&q, ":delivery", delivery_id);
	bind_i64(&q, ":account", account_id);
	TRY(query_run(&q));
	q = store_query(cx, s, &stranger_trim);
	bind_i64(&q, ":account", account_id);
	bind_i64(&q, ":most", STRANGER_MAX);
	return query_run(&q);
}

static void delivery_read(const struct query *q, void *row)
{
	*(struct thing_delivery *)row = (struct thing_delivery){
		.id = col_i64(q, 0),
		.first_ms = col_i64(q, 1),
		.accepted_ms = col_i64_or_unsaid(q, 2),
		.last_ms = col_i64(q, 3),
		.is_run = col_i64(q, 4) > 0,
		.has_accepted = col_i64(q, 5) > 0,
	};
}

static STATEMENT(stranger_deliveries, "SELECT d.id, d.first_ms, d.accepted_ms, d.last_ms,"
				      " CASE WHEN d.patch IS NULL THEN 0 ELSE 1 END,"
				      " CASE WHEN d.accepted IS NULL THEN 0 ELSE 1 END"
				      " FROM stranger g JOIN delivery d ON d.id = g.delivery_id"
				      " JOIN delivery_body b ON b.delivery_id = d.id"
				      " WHERE g.account_id = :account ORDER BY d.id DESC"
				      " LIMIT :limit");

enum err store_stranger_deliveries(struct cx *cx, struct store *s, int64_t account_id,
	const struct thing_delivery **rows, size_t *count)
{
	struct query q = store_query(cx, s, &stranger_deliveries);

	bind_i64(&q, ":account", account_id);
	bind_i64(&q, ":limit", STRANGER_MAX);
	*rows = query_rows(&q, delivery_read, sizeof(**rows), STRANGER_MAX, count);
	return query_end(&q);
}

#define OF_ACCOUNT "(SELECT g.delivery_id FROM stranger g WHERE g.account_id = :account)"

/* The sender's id of a report may be known there, of an earlier time. */
static STATEMENT(stranger_events_known,
	"DELETE FROM event WHERE delivery_id IN " OF_ACCOUNT " AND integration_id <> :integration"
	" AND event_id IN (SELECT e.event_id FROM event e WHERE e.integration_id = :integration)");

static STATEMENT(stranger_events, "UPDATE event SET integration_id = :integration"
				  " WHERE delivery_id IN " OF_ACCOUNT);

static STATEMENT(stranger_move, "UPDATE delivery SET integration_id = :integration, run = NULL"
				" WHERE id IN " OF_ACCOUNT);

enum err store_stranger_move(
	struct cx *cx, struct store *s, int64_t account_id, int64_t integration_id)
{
	static const struct statement *const all[] = { &stranger_events_known, &stranger_events,
		&stranger_move };

	for (size_t i = 0; i < NELEM(all); i++) {
		struct query q = store_query(cx, s, all[i]);

		bind_i64(&q, ":account", account_id);
		bind_i64(&q, ":integration", integration_id);
		TRY(query_run(&q));
	}
	return OK;
}

static STATEMENT(stranger_mark,
	"UPDATE delivery SET outcome = :outcome, reason = :reason, detail = :detail, run = NULL"
	" WHERE id IN " OF_ACCOUNT);

enum err store_stranger_mark(
	struct cx *cx, struct store *s, int64_t account_id, enum reason reason, const char *detail)
{
	struct query q = store_query(cx, s, &stranger_mark);

	bind_i64(&q, ":account", account_id);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(reason)));
	bind_text(&q, ":reason", reason_name(reason));
	bind_text(&q, ":detail", detail);
	return query_run(&q);
}

static STATEMENT(stranger_tally, "SELECT d.outcome, sum(d.count), count(*) FROM stranger g"
				 " JOIN delivery d ON d.id = g.delivery_id"
				 " WHERE g.account_id = :account GROUP BY d.outcome");

enum err store_stranger_tally(
	struct cx *cx, struct store *s, int64_t account_id, struct thing_tally *out)
{
	struct query q = store_query(cx, s, &stranger_tally);

	bind_i64(&q, ":account", account_id);
	return thing_tally_read(&q, out);
}

static STATEMENT(stranger_end, "DELETE FROM stranger WHERE account_id = :account");

enum err store_stranger_end(struct cx *cx, struct store *s, int64_t account_id)
{
	struct query q = store_query(cx, s, &stranger_end);

	bind_i64(&q, ":account", account_id);
	return query_run(&q);
}

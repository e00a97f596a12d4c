/* SPDX-License-Identifier: MIT */
#include "shared/store/delivery_keep.h"

#include "shared/db/query.h"
#include "shared/store/column.h"
#include "shared/store/delta.h"
#include "shared/store/row.h"

/* ---- reading ---- */

static STATEMENT(delivery_event, "SELECT delivery_id FROM event"
				 " WHERE integration_id = :integration AND event_id = :event_id");

enum err store_event_read(struct cx *cx, struct store *s, struct known *known,
	int64_t integration_id, const char *event_id, struct journal_event **out)
{
	struct query q;
	int64_t id = 0;
	bool is_new;

	*out = journal_event(known, integration_id, event_id, &is_new);
	if (!is_new)
		return OK;
	q = store_query(cx, s, &delivery_event);
	bind_i64(&q, ":integration", integration_id);
	bind_text(&q, ":event_id", event_id);
	TRY(query_number(&q, &id));
	if (id != 0)
		(*out)->row = journal_row(known, id, &is_new);
	return OK;
}

/* The row of a run, from the query of which it is the current one. */
static struct journal_row *row_of(
	const struct query *q, struct known *known, const struct journal_run *run)
{
	bool is_new;
	struct journal_row *row = journal_row(known, col_i64(q, 0), &is_new);

	row->integration_id = run->integration_id;
	row->run = run->run;
	row->reason = col_reason(q, 1);
	row->last_ms = col_i64(q, 2);
	row->count = col_i64(q, 3);
	return row;
}

static STATEMENT(delivery_run_row, "SELECT d.id, d.reason, d.last_ms, d.count FROM delivery d"
				   " WHERE d.integration_id = :integration AND d.run = :run");

static struct query run_query(struct cx *cx, struct store *s, const struct statement *which,
	const struct journal_run *run)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":integration", run->integration_id);
	bind_text(&q, ":run", run->run);
	return q;
}

enum err store_run_end_read(struct cx *cx, struct store *s, struct known *known,
	int64_t integration_id, const char *run, struct journal_run **out)
{
	struct query q;
	bool is_new;

	*out = journal_run(known, integration_id, run, &is_new);
	if (!is_new)
		return OK;
	q = run_query(cx, s, &delivery_run_row, *out);
	if (query_next(&q))
		(*out)->row = row_of(&q, known, *out);
	return query_end(&q);
}

static STATEMENT(delivery_run, "SELECT d.id, d.reason, d.last_ms, d.count, b.body FROM delivery d"
			       " LEFT JOIN delivery_body b ON b.delivery_id = d.id"
			       " WHERE d.integration_id = :integration AND d.run = :run");

/*
 * Makes the delta while the stored body is at hand, so that no copy of it need
 * be kept; so each report of a run reads the row.
 */
enum err store_run_read(struct cx *cx, struct store *s, struct known *known, struct asked *a,
	struct journal_run **out)
{
	struct journal_body *kept = &a->kept;
	struct query q;
	bool is_new;

	if (kept->is_whole)
		return store_run_end_read(cx, s, known, a->integration_id, a->run, out);
	*out = journal_run(known, a->integration_id, a->run, &is_new);
	q = run_query(cx, s, &delivery_run, *out);
	if (query_next(&q)) {
		struct bytes stored = col_bytes(&q, 4);

		if (is_new)
			(*out)->row = row_of(&q, known, *out);
		kept->has_stored = stored.at != NULL;
		if (stored.at && kept->body.at)
			kept->is_patched = delta_make(cx->arena, stored, kept->body, &kept->patch);
	}
	return query_end(&q);
}

/* ---- writing ---- */

/* By its id: the index of the search would change under it. */
static STATEMENT(delivery_close, "UPDATE delivery SET run = NULL WHERE id = :id");

static enum err end_runs(struct cx *cx, struct store *s, const struct known *known)
{
	for (size_t i = 0; i < known->rows.count; i++) {
		const struct journal_row *row = known->rows.at[i];
		struct query q;

		if (!row->ends_run)
			continue;
		q = store_query(cx, s, &delivery_close);
		bind_i64(&q, ":id", row->id);
		TRY(query_run(&q));
	}
	return OK;
}

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

/* What is to be kept of the bodies of a row. */
struct kept {
	struct bytes body;  /* a new one; at NULL: that which is stored */
	struct bytes patch; /* the newest, by its difference; at NULL: none */
	/*
	 * The last one that told something new, if the newest did not. When
	 * is_stored, what is stored of it comes first.
	 */
	bool is_stored;
	struct bytes accepted;
	int64_t accepted_ms; /* or UNSAID */
};

/* Without a delta the first body is gone, and those from it with it. */
static void keep_accepted(struct kept *kept, const struct journal_body *b, bool is_accepted)
{
	if (is_accepted) {
		kept->is_stored = false;
		kept->accepted = (struct bytes){ NULL, 0 };
		kept->accepted_ms = UNSAID;
		return;
	}
	if (!kept->accepted.at)
		kept->accepted = kept->patch;
	if (kept->accepted_ms == UNSAID)
		kept->accepted_ms = b->before_ms;
}

/* Each in turn, so that it does not matter how many come in one round. */
static struct kept kept_of(struct cx *cx, const struct journal_row *row)
{
	bool is_stored = row->id != 0;
	struct kept kept = { .is_stored = is_stored, .accepted_ms = UNSAID };

	for (const struct journal_body *b = row->bodies; b; b = b->next) {
		bool is_patched = b->is_patched;
		struct bytes patch = b->patch;

		if (kept.body.at)
			is_patched = !b->is_whole && b->body.at &&
				     delta_make(cx->arena, kept.body, b->body, &patch);
		if (is_stored || b != row->bodies)
			keep_accepted(&kept, b, b->is_accepted || !is_patched);
		kept.patch = is_patched ? patch : (struct bytes){ NULL, 0 };
		if (!is_patched && b->body.at)
			kept.body = b->body;
	}
	return kept;
}

static void bind_kept(struct query *q, const struct kept *kept)
{
	bind_bytes(q, ":accepted", kept->accepted.at, kept->accepted.length);
	bind_i64_or_null(q, ":accepted_ms", kept->accepted_ms);
	bind_bytes(q, ":patch", kept->patch.at, kept->patch.length);
}

static STATEMENT(delivery_counted, "UPDATE delivery SET count = count + :more, last_ms = :now"
				   " WHERE id = :id");

static STATEMENT(delivery_fold,
	"UPDATE delivery SET count = count + :more, last_ms = :now,"
	" accepted = CASE WHEN :stored = 1 THEN coalesce(accepted, patch, :accepted)"
	" ELSE :accepted END, accepted_ms = CASE WHEN :stored = 1"
	" THEN coalesce(accepted_ms, :accepted_ms) ELSE :accepted_ms END,"
	" patch = :patch, octets = :octets, detail = coalesce(:detail, detail) WHERE id = :id");

/* A RETURNING would save the look-up, but SQLite builds a table for it. */
static STATEMENT(delivery_fold_daily,
	"UPDATE delivery SET count = count + :more, last_ms = :now, sender_user = :sender_user,"
	" detail = :detail, octets = :octets WHERE id = :id");

static struct query change_query(struct cx *cx, struct store *s, const struct statement *which,
	const struct journal_row *row)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":more", row->more);
	bind_i64(&q, ":now", row->last_ms);
	return q;
}

static enum err recount(struct cx *cx, struct store *s, const struct journal_row *row)
{
	struct query q = change_query(cx, s, &delivery_counted, row);

	bind_i64(&q, ":id", row->id);
	return query_run(&q);
}

static enum err fold(
	struct cx *cx, struct store *s, const struct journal_row *row, const struct kept *kept)
{
	struct query q = change_query(cx, s, &delivery_fold, row);

	bind_i64(&q, ":stored", kept->is_stored);
	bind_kept(&q, kept);
	bind_i64(&q, ":octets", row->bytes);
	bind_text(&q, ":detail", row->detail);
	bind_i64(&q, ":id", row->id);
	return query_run(&q);
}

static enum err fold_daily(struct cx *cx, struct store *s, const struct journal_row *row)
{
	struct query q = change_query(cx, s, &delivery_fold_daily, row);

	bind_text(&q, ":sender_user", row->sender_user);
	bind_text(&q, ":detail", row->detail);
	bind_i64(&q, ":octets", row->bytes);
	bind_i64(&q, ":id", row->id);
	return query_run(&q);
}

static STATEMENT(about_put,
	"INSERT INTO delivery_about (delivery_id, title, season, episode, part_title, thing_id)"
	" VALUES (:id, :title, :season, :episode, :part_title, :thing)"
	" ON CONFLICT (delivery_id) DO UPDATE SET title = excluded.title,"
	" season = excluded.season, episode = excluded.episode,"
	" part_title = excluded.part_title, thing_id = excluded.thing_id");

enum err store_about_put(struct cx *cx, struct store *s, const struct journal_row *row)
{
	struct query q;

	if (!row->title && row->episode < 0 && !row->part_title && row->thing_id == 0)
		return OK;
	q = store_query(cx, s, &about_put);
	bind_i64(&q, ":id", row->id);
	bind_text(&q, ":title", row->title);
	bind_i64_or_null(&q, ":season", row->season);
	bind_i64_or_null(&q, ":episode", row->episode);
	bind_text(&q, ":part_title", row->part_title);
	bind_i64_or_null(&q, ":thing", row->thing_id ? row->thing_id : UNSAID);
	return query_run(&q);
}

static STATEMENT(delivery_newest, "SELECT max(id) FROM delivery");

static STATEMENT(delivery_add,
	"INSERT INTO delivery (id, integration_id, first_ms, last_ms, count, event, sender_user,"
	" outcome, reason, detail, run, octets, accepted, accepted_ms, patch) VALUES (:id,"
	" :integration, :first, :last, :count, :event, :sender_user, :outcome, :reason, :detail,"
	" :run, :octets, :accepted, :accepted_ms, :patch)");

static enum err add(
	struct cx *cx, struct store *s, const struct journal_row *row, const struct kept *kept)
{
	struct query q = store_query(cx, s, &delivery_add);

	bind_i64(&q, ":id", row->id);
	bind_i64(&q, ":integration", row->integration_id);
	bind_i64(&q, ":first", row->first_ms);
	bind_i64(&q, ":last", row->last_ms);
	bind_i64(&q, ":count", row->count);
	bind_text(&q, ":event", row->event);
	bind_text(&q, ":sender_user", row->sender_user);
	bind_text(&q, ":outcome", outcome_name(reason_outcome(row->reason)));
	bind_text(&q, ":reason", reason_name(row->reason));
	bind_text(&q, ":detail", row->detail);
	bind_text(&q, ":run", row->run);
	bind_i64(&q, ":octets", row->bytes);
	bind_kept(&q, kept);
	TRY(query_run(&q));
	return store_about_put(cx, s, row);
}

static enum err write_row(struct cx *cx, struct store *s, struct journal_row *row, int64_t *last_id)
{
	struct kept kept = kept_of(cx, row);

	switch (row->change) {
	case JOURNAL_SAME:
		return OK;
	case JOURNAL_COUNTED:
		return recount(cx, s, row);
	case JOURNAL_FOLDED:
		TRY(fold(cx, s, row, &kept));
		break;
	case JOURNAL_DAILY:
		TRY(fold_daily(cx, s, row));
		break;
	case JOURNAL_NEW:
		TRY(row_next_id(cx, s, &delivery_newest, last_id));
		row->id = *last_id;
		TRY(add(cx, s, row, &kept));
		break;
	}
	return put_body(cx, s, row->id, kept.body);
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

static enum err put_event(struct cx *cx, struct store *s, const struct journal_event *event)
{
	struct query q;

	TRY(prune_events(cx, s, event->row->id, event->number - DELIVERY_EVENTS_MAX));
	q = store_query(cx, s, &delivery_event_add);
	bind_i64(&q, ":integration", event->integration_id);
	bind_text(&q, ":event_id", event->event_id);
	bind_i64(&q, ":id", event->row->id);
	bind_i64(&q, ":number", event->number);
	return query_run(&q);
}

static STATEMENT(delivery_link,
	"INSERT INTO delivery_play (delivery_id, play_id)"
	" VALUES (:id, :play) ON CONFLICT (delivery_id, play_id) DO NOTHING");

static enum err put_link(struct cx *cx, struct store *s, const struct journal_link *link)
{
	struct query q = store_query(cx, s, &delivery_link);

	bind_i64(&q, ":id", link->row->id);
	bind_i64(&q, ":play", link->play->id);
	return query_run(&q);
}

/* Runs end first: a new row may be the next of one. */
enum err store_journal_write(struct cx *cx, struct store *s, const struct known *known)
{
	int64_t last_id = 0;

	TRY(end_runs(cx, s, known));
	for (size_t i = 0; i < known->rows.count; i++)
		TRY(write_row(cx, s, known->rows.at[i], &last_id));
	for (size_t i = 0; i < known->events.count; i++)
		TRY(put_event(cx, s, known->events.at[i]));
	for (size_t i = 0; i < known->links.count; i++)
		TRY(put_link(cx, s, known->links.at[i]));
	return OK;
}

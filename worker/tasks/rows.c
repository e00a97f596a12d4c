/* SPDX-License-Identifier: MIT */
#include "worker/tasks/rows.h"

#include "shared/actions/receive.h"
#include "shared/store/seen.h"

static void count_reason(struct yank_summary *s, enum reason reason)
{
	s->changed++;
	switch (reason_outcome(reason)) {
	case OUTCOME_TRACKED:
		s->tracked++;
		break;
	case OUTCOME_UNMATCHED:
		s->unmatched++;
		break;
	case OUTCOME_REFUSED:
		s->failed++;
		break;
	case OUTCOME_DUPLICATE:
	case OUTCOME_IGNORED:
	case OUTCOME_WAITING:
	case OUTCOME__COUNT:
		s->ignored++;
		break;
	}
}

static enum err note_seen(struct cx *cx, const struct rows *r, const struct source_row *row)
{
	return row->row ? store_seen_put(cx, r->store, r->server_id, row->row, row->state) : OK;
}

/* Stores the plays, deliveries and states of rows: one round. */
static enum err receive_rows(struct cx *cx, const struct rows *r, const struct source_row rows[],
	size_t count, struct verdict verdicts[])
{
	struct incoming *list = arena_array(cx->arena, count, sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = (struct incoming){
			.integration = r->summary->integration,
			.message = &rows[i].message,
			.received_ms = cx->now_ms,
			.body = { rows[i].body, strlen(rows[i].body) },
		};
	TRY(receive_messages(cx, r->store, list, count, verdicts));
	for (size_t i = 0; i < count; i++)
		if (!verdicts[i].is_put_off)
			TRY(note_seen(cx, r, &rows[i]));
	return OK;
}

static enum err store_facts(struct cx *cx, const struct rows *r, const struct batch *batch)
{
	for (size_t i = 0; i < batch->fact_count; i++) {
		const struct source_fact *from = &batch->facts[i];
		struct fact fact = { from->item, from->text, from->until_ms };

		TRY(store_fact_put(cx, r->store, r->server_id, &fact));
	}
	return OK;
}

static enum err write_all(struct cx *cx, const struct rows *r, struct verdict verdicts[])
{
	if (r->from == 0)
		TRY(store_facts(cx, r, r->batch));
	return receive_rows(cx, r, r->batch->rows + r->from, r->count, verdicts);
}

/* In one transaction, all or none of it; a dry run keeps nothing. */
static enum err try_all(struct cx *cx, const struct rows *r, struct verdict verdicts[])
{
	enum err err;

	TRY(store_begin(cx, r->store));
	err = write_all(cx, r, verdicts);
	if (err != OK && !store_in_transaction(r->store))
		err = ERR_STORE;
	if (!r->is_dry)
		return store_end(cx, r->store, err);
	store_rollback(r->store);
	return err;
}

static void tell_row(
	const struct rows *r, const struct source_row *row, const struct verdict *verdict)
{
	count_reason(r->summary, verdict->reason);
	if (r->observer->row)
		r->observer->row(r->observer->arg, r->summary, row->message.report.title,
			reason_name(verdict->reason), verdict->detail);
}

/* Each row in its own transaction: the one that fails again is to blame. */
static enum err store_apart(struct cx *cx, struct rows *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct rows one = *r;
		struct verdict verdict;
		enum err err;

		one.from += i;
		one.count = 1;
		err = try_all(cx, &one, &verdict);
		if (err_is_passing(err))
			return err;
		if (err != OK) {
			r->summary->failed++; /* retried by the next pull */
			r->has_lost = true;
			continue;
		}
		tell_row(r, &r->batch->rows[one.from], &verdict);
	}
	return OK;
}

enum err rows_store(struct cx *cx, struct rows *r)
{
	struct arena_mark mark = arena_mark(cx->arena);
	struct verdict *verdicts = arena_array(cx->arena, r->count + 1, sizeof(*verdicts));
	enum err err = try_all(cx, r, verdicts);

	if (err != OK && !err_is_passing(err)) {
		arena_rewind(cx->arena, mark);
		return store_apart(cx, r);
	}
	TRY(err);
	for (size_t i = 0; i < r->count; i++)
		tell_row(r, &r->batch->rows[r->from + i], &verdicts[i]);
	return OK;
}

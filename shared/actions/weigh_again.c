/* SPDX-License-Identifier: MIT */
#include "shared/actions/weigh_again.h"

#include "shared/base/unit.h"
#include "shared/providers/provider.h"

/* For one delivery: its bodies, and what is read from one. */
#define SCRATCH_MAX MIB(16)

/* One report, of the index-th kind that is kept of its delivery. */
struct step {
	int64_t at_ms, delivery_id;
	size_t index;
};

static int compare(const void *a, const void *b)
{
	const struct step *one = a, *other = b;

	if (one->at_ms != other->at_ms)
		return one->at_ms < other->at_ms ? -1 : 1;
	if (one->delivery_id != other->delivery_id)
		return one->delivery_id < other->delivery_id ? -1 : 1;
	return one->index < other->index ? -1 : 1;
}

static void add_steps(const struct thing_delivery *row, struct step *steps, size_t *count)
{
	size_t index = 0;

	if (row->is_run)
		steps[(*count)++] = (struct step){ row->first_ms, row->id, index++ };
	if (row->is_run && row->has_accepted)
		steps[(*count)++] = (struct step){ row->accepted_ms, row->id, index++ };
	steps[(*count)++] = (struct step){ row->last_ms, row->id, index };
}

static const struct step *list_steps(
	struct cx *cx, const struct thing_delivery *rows, size_t row_count, size_t *count)
{
	struct step *steps =
		arena_array(cx->arena, row_count * DELIVERY_REPORTS_MAX + 1, sizeof(*steps));

	*count = 0;
	for (size_t i = 0; i < row_count; i++)
		add_steps(&rows[i], steps, count);
	qsort(steps, *count, sizeof(*steps), compare);
	return steps;
}

struct turn {
	struct store *store;
	const struct integration *integration;
	const struct step *step;
};

/* Of one that sends, or a row of one that is asked. */
static bool read_body(
	struct cx *cx, const struct integration *of, struct bytes body, struct message *m)
{
	const struct source *source = provider_source(of->provider);

	if (source)
		return source->read_again && source->read_again(cx, body, m);
	return sink_read_again(cx, of->provider, body, m);
}

static enum err take_turn(struct cx *cx, void *arg)
{
	const struct turn *turn = arg;
	struct delivery_report reports[DELIVERY_REPORTS_MAX];
	struct message message;
	struct incoming incoming = {
		.integration = turn->integration,
		.message = &message,
		.replay_of = turn->step->delivery_id,
		.received_ms = turn->step->at_ms,
	};
	struct verdict verdict;
	size_t count = 0;

	TRY(store_delivery_reports(cx, turn->store, turn->step->delivery_id, reports, &count));
	if (turn->step->index >= count)
		return OK;
	incoming.body = reports[turn->step->index].body;
	if (!read_body(cx, turn->integration, incoming.body, &message))
		return OK;
	return receive_message(cx, turn->store, &incoming, &verdict);
}

static enum err weigh_steps(struct cx *cx, struct cx *scratch, struct turn *turn,
	const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum err err;

		arena_reset(scratch->arena);
		turn->step = &steps[i];
		err = unit_run(scratch, SCRATCH_MAX, take_turn, turn);
		if (err != OK) {
			store_settle(turn->store);
			return err_note(cx, err, "%s", arena_strdup(cx->arena, scratch->note));
		}
	}
	return OK;
}

static enum err weigh_rows(
	struct cx *cx, struct turn turn, const struct thing_delivery *rows, size_t row_count)
{
	struct arena arena;
	struct cx scratch = { .arena = &arena, .now_ms = cx->now_ms };
	size_t count;
	const struct step *steps = list_steps(cx, rows, row_count, &count);
	enum err err;

	arena_init_child(&arena, cx->arena, SCRATCH_MAX);
	err = weigh_steps(cx, &scratch, &turn, steps, count);
	arena_finish(&arena);
	return err;
}

enum err weigh_again(
	struct cx *cx, struct store *s, const struct integration *integration, int64_t thing_id)
{
	const struct turn turn = { .store = s, .integration = integration };
	const struct thing_delivery *rows = NULL;
	size_t count = 0;

	TRY(store_thing_deliveries(cx, s, thing_id, &rows, WEIGH_AGAIN_MAX, &count));
	return weigh_rows(cx, turn, rows, count);
}

enum err weigh_strangers(
	struct cx *cx, struct store *s, const struct integration *integration, int64_t account_id)
{
	const struct turn turn = { .store = s, .integration = integration };
	const struct thing_delivery *rows = NULL;
	size_t count = 0;

	TRY(store_stranger_deliveries(cx, s, account_id, &rows, &count));
	return weigh_rows(cx, turn, rows, count);
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/show_settle.h"

#include "shared/store/delivery_write.h"

/* Without effect, and why. */
static enum err give_up(
	struct cx *cx, struct store *s, const struct delivery *row, const char *detail)
{
	struct delivery given_up = *row;

	given_up.reason = REASON_NO_IDENTIFIER;
	given_up.detail = detail;
	return store_delivery_weighed(cx, s, &given_up);
}

/* As if it came now, but for its times. */
static enum err weigh(struct cx *cx, struct store *s, const struct settling *what,
	const struct delivery *row, struct bytes body, enum reason *led_to)
{
	struct message message;
	struct verdict verdict;
	struct incoming incoming = { .integration = what->integration,
		.message = &message,
		.received_ms = row->last_ms,
		.body = body,
		.replay_of = row->id,
		.answer = &what->answer };

	*led_to = REASON_NO_IDENTIFIER;
	if (!body.at || (int64_t)body.length < row->bytes)
		return give_up(cx, s, row, "Its body was dropped before the answer came.");
	if (!what->read(cx, what->integration->provider, body, &message))
		return give_up(cx, s, row, "Its body could not be read again.");
	if (row->count > 1 && message.report.started_ms == UNSAID)
		message.report.started_ms = row->first_ms;
	/* Through a shared hook, whose server was asked. */
	if (row->integration_id != what->integration->id)
		TRY(store_integration_by_id(cx, s, row->integration_id, &incoming.integration));
	TRY(receive_message(cx, s, &incoming, &verdict));
	*led_to = verdict.reason;
	return OK;
}

static enum err settle(struct cx *cx, struct store *s, const struct settling *what, int64_t id,
	enum reason *led_to)
{
	const struct delivery *row = NULL;
	struct bytes body;

	TRY(store_delivery_get(cx, s, id, &row, &body));
	if (row && row->reason == REASON_SHOW_ASKED)
		TRY(weigh(cx, s, what, row, body, led_to));
	return store_waiting_end(cx, s, id);
}

static enum err fail(struct cx *cx, struct store *s, int64_t id)
{
	const struct delivery *row = NULL;
	const char *why = arena_printf(cx->arena, "It could not be weighed: %s", cx->note);
	struct bytes body;

	TRY(store_delivery_get(cx, s, id, &row, &body));
	TRY(store_waiting_end(cx, s, id));
	return row ? give_up(cx, s, row, why) : OK;
}

static enum err settle_and_keep(struct cx *cx, struct store *s, const struct settling *what,
	int64_t id, enum reason *led_to)
{
	TRY(settle(cx, s, what, id, led_to));
	return store_keep(cx, s);
}

/* One bad row does not keep the others. */
static enum err settle_apart(struct cx *cx, struct store *s, const struct settling *what,
	int64_t id, enum reason *led_to)
{
	enum err err;

	TRY(store_mark(cx, s));
	err = settle_and_keep(cx, s, what, id, led_to);
	if (err != OK && !store_in_transaction(s))
		return ERR_STORE;
	if (err != OK)
		store_undo(s);
	if (err == OK || err_is_passing(err))
		return err;
	*led_to = REASON_NO_IDENTIFIER;
	return fail(cx, s, id);
}

enum err show_settle_some(struct cx *cx, struct store *s, const struct settling *what,
	struct settled *out, bool *is_done)
{
	int64_t ids[WAITING_LIST_MAX];
	size_t count = 0;

	TRY(store_waiting_list(cx, s, &what->which, ids, &count));
	for (size_t i = 0; i < count; i++) {
		enum reason led_to = REASON_NONE;

		TRY(settle_apart(cx, s, what, ids[i], &led_to));
		out->by_outcome[reason_outcome(led_to)]++;
	}
	*is_done = count < WAITING_LIST_MAX;
	return OK;
}

enum err show_keep(
	struct cx *cx, struct store *s, const struct question *question, const struct show *show)
{
	const struct show_known answer = {
		.text = lookup_text(cx, show),
		.good_until_ms = lookup_until_ms(cx, show),
	};

	TRY(store_show_learn(cx, s, question->integration_id, question->show, &answer));
	return store_question_end(cx, s, question->id);
}

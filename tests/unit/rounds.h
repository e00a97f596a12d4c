/* SPDX-License-Identifier: MIT */
/* rounds.h -- rounds of one without a message: rows kept, decisions stored. */
#ifndef TESTS_UNIT_ROUNDS_H
#define TESTS_UNIT_ROUNDS_H

#include "shared/store/delivery.h"
#include "shared/store/delivery_keep.h"
#include "shared/store/play.h"

#include "tests/unit/unit.h"

/* What a delivery is kept as, besides its row. */
struct keeping {
	struct bytes body;
	const char *ends_run; /* or NULL */
	bool is_daily;
};

struct kept_row {
	int64_t id;
	bool folded;
};

static inline struct journal_row journal_row_of(const struct delivery *row)
{
	return (struct journal_row){
		.integration_id = row->integration_id,
		.last_ms = row->last_ms,
		.event = row->event,
		.sender_user = row->sender_user,
		.reason = row->reason,
		.detail = row->detail,
		.bytes = row->bytes,
		.title = row->title,
		.season = row->season,
		.episode = row->episode,
		.part_title = row->part_title,
	};
}

static inline struct kept_row keep_row(
	struct unit *u, const struct delivery *row, const struct keeping *how)
{
	struct message m = { .event_id = row->event_id, .ends_run = how->ends_run };
	struct asked a = { .integration_id = row->integration_id,
		.message = &m,
		.body = how->body,
		.run = row->run,
		.is_daily = how->is_daily };
	struct journal_entry entry = { .row = journal_row_of(row), .is_daily = how->is_daily };
	const struct journal_row *to;
	struct kept_row kept;
	struct known known;

	if (how->is_daily)
		a.run = journal_run_of_day(&u->arena, row->event, row->last_ms);
	known_init(&known, &u->arena, u->cx.now_ms);
	MUST(store_round_read(&u->cx, u->store, &known, &a, 1));
	entry.body = a.kept;
	entry.event = a.event;
	entry.run = a.of_run;
	entry.ends = a.ends;
	to = journal_keep(&known, &entry, &kept.folded);
	MUST(store_round_write(&u->cx, u->store, &known));
	kept.id = to->id;
	assert_true(kept.id > 0);
	return kept;
}

/* The id of the row that has the event, which counts the repeat; or 0. */
static inline int64_t repeat_event(struct unit *u, int64_t integration_id, const char *event_id)
{
	struct journal_event *event;
	struct known known;

	known_init(&known, &u->arena, u->cx.now_ms);
	MUST(store_event_read(&u->cx, u->store, &known, integration_id, event_id, &event));
	if (!event->row)
		return 0;
	journal_repeat(&known, event->row);
	MUST(store_round_write(&u->cx, u->store, &known));
	return event->row->id;
}

/* Stores the decision; the id of the newest play afterwards. */
static inline int64_t put_decision(
	struct unit *u, const struct play_key *key, const struct decision *decision)
{
	struct viewing viewing = { key->user_id, key->item_id, NULL, decision->device, true,
		false };
	struct known_item item = { .id = key->item_id };
	const struct standing_play *play;
	struct progress was;
	struct known known;
	bool session_done;

	known_init(&known, &u->arena, u->cx.now_ms);
	MUST(store_standing_read(&u->cx, u->store, &viewing, &item.standing, &session_done));
	standing_progress(&item.standing, &viewing, session_done, &was);
	play = standing_change(&known, &item, key, &was, decision);
	MUST(store_round_write(&u->cx, u->store, &known));
	return play ? play->id : 0;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * show_settle.h -- what becomes of the deliveries that wait for the show of an
 * episode, once there is an answer, or there will be none.
 */
#ifndef SHARED_ACTIONS_SHOW_SETTLE_H
#define SHARED_ACTIONS_SHOW_SETTLE_H

#include "shared/actions/receive.h"
#include "shared/actions/replay.h"

struct settling {
	const struct integration *integration;
	struct waiting_filter which;
	struct show_answer answer;
	replay_read_fn *read;
};

/* Rows by what they led to. */
struct settled {
	int64_t by_outcome[OUTCOME__COUNT];
	int64_t weighing; /* the delivery that an error is about, or 0 */
};

/*
 * Weighs the first WAITING_LIST_MAX of them, in the caller's transaction, in
 * the order of their receipt; *is_done: there were no more. After an error that
 * does not pass by itself, roll back, let show_settle_fail take out the row
 * that it is about, and begin again; *out counts what is rolled back, too.
 */
MUST_CHECK enum err show_settle_some(struct cx *cx, struct store *s, const struct settling *what,
	struct settled *out, bool *is_done);

/* Such a row is unmatched, and says why: cx->note. */
MUST_CHECK enum err show_settle_fail(
	struct cx *cx, struct store *s, int64_t id, struct settled *out);

/*
 * The answer of a server, or that it knows no ids: kept for the reports to
 * come, in the transaction in which the last delivery was settled.
 */
MUST_CHECK enum err show_keep(
	struct cx *cx, struct store *s, const struct question *question, const struct show *show);

#endif

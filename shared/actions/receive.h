/* SPDX-License-Identifier: MIT */
/*
 * receive.h -- from a message to plays, in the caller's transaction.
 *
 * The only writer of progress. It decides from stored rows under the write
 * lock, so a repeated message has no further effect, even if many arrive at
 * once.
 */
#ifndef SHARED_ACTIONS_RECEIVE_H
#define SHARED_ACTIONS_RECEIVE_H

#include "shared/actions/show.h"
#include "shared/store/delivery.h"
#include "shared/store/integration.h"

/* That much is kept of a refused body; of others everything. */
enum { REFUSED_KEPT = 64 << 10 };

/* A message to apply. */
struct incoming {
	const struct integration *integration;
	const struct message *message;
	int64_t received_ms;
	struct bytes body;
	int64_t replay_of; /* the id of the delivery that is replayed, or 0 */
	/* It waited for this, and is weighed for the first time; or NULL. */
	const struct show_answer *answer;
};

/* The state of the play of one item afterwards. */
struct touched {
	const struct report *report; /* with the ids, season and episode of the item */
	int64_t play_id;
	enum play_state state;
	int64_t share;                    /* as reported: 96.02 % although completed */
	int64_t position_ms, duration_ms; /* or UNSAID */
};

struct verdict {
	int64_t delivery_id;
	int64_t integration_id; /* whose delivery it is: of a shared one, not the hook's */
	enum reason reason;
	const char *detail;
	int64_t thing_id; /* of a report that no id names (store/thing.h), or 0 */
	bool is_told;     /* such a tick tells something new */
	size_t count;
	struct touched *touched; /* in the arena */
	bool is_put_off;         /* nothing is to be remembered of it */
	bool is_asking;          /* of a server, what is new: wake the worker after the commit */
};

/*
 * Weighs the message and writes plays and the delivery; *out is the result.
 * Works for refused messages too, which are deliveries as well. On an error the
 * caller rolls the transaction back.
 */
MUST_CHECK enum err receive_message(
	struct cx *cx, struct store *s, const struct incoming *incoming, struct verdict *out);

/*
 * The same for several, in their order. Rows that they share are read and
 * written once; apart from that it does not matter how they are split.
 */
MUST_CHECK enum err receive_messages(struct cx *cx, struct store *s, const struct incoming list[],
	size_t count, struct verdict out[]);

#endif

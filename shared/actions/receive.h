/* SPDX-License-Identifier: MIT */
/*
 * receive.h -- from a message to plays, in the caller's transaction.
 *
 * The only writer of progress. What is decided is decided from stored rows
 * under the write lock, so the same message twice changes nothing the second
 * time, however many arrive at once.
 */
#ifndef SHARED_ACTIONS_RECEIVE_H
#define SHARED_ACTIONS_RECEIVE_H

#include "shared/store/delivery.h"
#include "shared/store/integration.h"

/* A message on its way in. */
struct incoming {
	const struct integration *integration;
	const struct message *message;
	int64_t received_ms;
	struct bytes body;
	int64_t replay_of; /* a delivery's id, or 0: this one is new */
};

/* The play of one item, as it stands afterwards. */
struct touched {
	struct report report; /* with the ids, season and episode of the item */
	int64_t play_id;
	enum play_state state;
	int64_t share;                    /* as reported: 96.02 % although completed */
	int64_t position_ms, duration_ms; /* or UNSAID */
};

struct verdict {
	int64_t delivery_id;
	enum reason reason;
	const char *detail;
	size_t count;
	struct touched *touched; /* of the arena */
};

/*
 * Weighs the message, writes plays and the delivery, and says what it led to.
 * Refused messages come through here too: they are deliveries as well. An
 * error leaves the transaction to be undone by the caller.
 */
MUST_CHECK enum err apply(
	struct cx *cx, struct store *s, const struct incoming *incoming, struct verdict *out);

#endif

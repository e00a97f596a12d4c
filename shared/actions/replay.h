/* SPDX-License-Identifier: MIT */
/*
 * replay.h -- applies a delivery again, with the current code and settings.
 *
 * The stored body is weighed like a new one, but with its original time, and
 * the result is written to its row.
 */
#ifndef SHARED_ACTIONS_REPLAY_H
#define SHARED_ACTIONS_REPLAY_H

#include "shared/actions/receive.h"

/* Reads a body of that provider; false if this program cannot. */
typedef bool replay_read_fn(
	struct cx *cx, const char *provider, struct bytes body, struct message *out);

struct replay {
	int64_t delivery_id;
	int64_t user_id; /* of the delivery's owner; 0: anybody's */
	replay_read_fn *read;
};

/*
 * In the caller's transaction. ERR_NOT_FOUND: that person has no such delivery.
 * ERR_CONFLICT: its body was not kept, or no reader is known for it.
 */
MUST_CHECK enum err replay(
	struct cx *cx, struct store *s, const struct replay *what, struct verdict *out);

#endif

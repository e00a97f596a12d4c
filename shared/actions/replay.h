/* SPDX-License-Identifier: MIT */
/*
 * replay.h -- a delivery once more, with the present code and settings.
 *
 * The body that was kept is weighed as if it came in now, with the time at
 * which it did, and what it leads to is written into its row.
 */
#ifndef SHARED_ACTIONS_REPLAY_H
#define SHARED_ACTIONS_REPLAY_H

#include "shared/actions/receive.h"

/* Reads a body of that provider; false when this program cannot. */
typedef bool replay_read_fn(
	struct cx *cx, const char *provider, struct bytes body, struct message *out);

struct replay {
	int64_t delivery_id;
	int64_t user_id; /* whose it must be; 0: anybody's */
	replay_read_fn *read;
};

/*
 * In the caller's transaction. ERR_NOT_FOUND: no such delivery of that
 * person's. ERR_CONFLICT: its body was not kept, or nobody here reads it.
 */
MUST_CHECK enum err replay(
	struct cx *cx, struct store *s, const struct replay *what, struct verdict *out);

#endif

/* SPDX-License-Identifier: MIT */
/* holding.h -- how many rows of a kind one person has. */
#ifndef SHARED_STORE_HOLDING_H
#define SHARED_STORE_HOLDING_H

#include "shared/db/db.h"

struct holding {
	int64_t integrations;
	int64_t tokens;   /* that are not revoked */
	int64_t sessions; /* that have not ended */
};
MUST_CHECK enum err store_holding_get(
	struct cx *cx, struct store *s, int64_t user_id, struct holding *out);

/* Keeps the sessions that were used last. */
MUST_CHECK enum err store_holding_trim_sessions(
	struct cx *cx, struct store *s, int64_t user_id, int64_t keep, int64_t *removed);
/* Of revoked tokens, keeps those that were revoked last. */
MUST_CHECK enum err store_holding_trim_tokens(
	struct cx *cx, struct store *s, int64_t user_id, int64_t keep, int64_t *removed);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * refusal.h -- reports that nginx refused because too many came at once.
 *
 * Their bodies were never read, so there are no deliveries of them: only how
 * many there were in the latest run, which ends after a day without one.
 */
#ifndef SHARED_STORE_REFUSAL_H
#define SHARED_STORE_REFUSAL_H

#include "shared/crypto/token.h"
#include "shared/db/db.h"

#define REFUSAL_RUN_MS (INT64_C(24) * 60 * 60 * 1000)

struct refusal {
	int64_t count;             /* 0: none */
	int64_t since_ms, last_ms; /* UNSAID for none */
};

/* Adds to the run or begins another. No effect without that integration. */
MUST_CHECK enum err store_refusal_add(
	struct cx *cx, struct store *s, int64_t integration_id, const struct refusal *more);

MUST_CHECK enum err store_refusal_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct refusal *out);

/*
 * The integration that reports with this token to this provider would go to;
 * 0: none yet, or the token is not known. Writes nothing.
 */
MUST_CHECK enum err store_refusal_by_token(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const char *provider, int64_t *integration_id);

#endif

/* SPDX-License-Identifier: MIT */
/* seen.h -- what was last seen of the rows of a server, and of its items. */
#ifndef SHARED_STORE_SEEN_H
#define SHARED_STORE_SEEN_H

#include "shared/db/db.h"

/* *state is NULL when the row was never taken over. */
MUST_CHECK enum err store_seen_get(struct cx *cx, struct store *s, int64_t integration_id,
	const char *row, const char **state);
MUST_CHECK enum err store_seen_put(
	struct cx *cx, struct store *s, int64_t integration_id, const char *row, const char *state);

struct fact {
	const char *item, *text;
	int64_t until_ms;
};
/* At any age; out->text is NULL when it is not known. */
MUST_CHECK enum err store_fact_get(
	struct cx *cx, struct store *s, int64_t integration_id, const char *item, struct fact *out);
MUST_CHECK enum err store_fact_put(
	struct cx *cx, struct store *s, int64_t integration_id, const struct fact *fact);

#endif

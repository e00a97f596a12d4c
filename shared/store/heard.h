/* SPDX-License-Identifier: MIT */
/* heard.h -- whose reports an integration has received. */
#ifndef SHARED_STORE_HEARD_H
#define SHARED_STORE_HEARD_H

#include "shared/store/integration.h"

enum { HEARD_MAX = 5, HEARD_ROWS = 1000 };

struct heard {
	size_t count;
	const char *names[HEARD_MAX]; /* on the sender's side, sorted */
};

/*
 * The accounts whose reports led to plays, of the newest HEARD_ROWS deliveries
 * that are kept.
 */
MUST_CHECK enum err store_heard_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct heard *out);

/*
 * "Two accounts are heard here: ..." when nothing keeps them apart, else NULL.
 */
MUST_CHECK enum err store_heard_text(
	struct cx *cx, struct store *s, const struct integration *of, const char **out);

#endif

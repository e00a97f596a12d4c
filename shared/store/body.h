/* SPDX-License-Identifier: MIT */
/*
 * body.h -- what the bodies of an integration's deliveries take up, and the
 * oldest of them dropped. The deliveries stay.
 */
#ifndef SHARED_STORE_BODY_H
#define SHARED_STORE_BODY_H

#include "shared/db/db.h"

struct bodies {
	int64_t bytes;      /* of those that are kept, deltas included */
	int64_t dropped;    /* deliveries whose body was dropped */
	int64_t dropped_ms; /* the last time, or UNSAID */
};
MUST_CHECK enum err store_bodies_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct bodies *out);

/*
 * In a transaction: drops the oldest bodies until at least `bytes` are free,
 * at most BODIES_DROP of them, so that nobody waits long for it; *dropped of
 * them were.
 */
enum { BODIES_DROP = 64 };
MUST_CHECK enum err store_bodies_drop(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t bytes, int64_t *dropped);

/*
 * Integrations fall into that many groups by their id. The ids of one group
 * above `after`, in their order, at most STORE_PAGE.
 */
enum { BODY_GROUPS = 256 };
MUST_CHECK enum err store_bodies_group(struct cx *cx, struct store *s, int group, int64_t after,
	const int64_t **ids, size_t *count);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * overview.h -- a person's integrations, and how each of them is.
 *
 * A few queries by index, however much has come: what is counted here are
 * rows of the journal (a run of ticks is one), and the last of a kind is the
 * row that was begun last.
 */
#ifndef SHARED_STORE_OVERVIEW_H
#define SHARED_STORE_OVERVIEW_H

#include "shared/store/integration.h"
#include "shared/store/server.h"

struct overview {
	const struct integration *integration;
	const struct server *server; /* NULL: it sends by itself */
	struct integration_health health;
};

MUST_CHECK enum err store_health_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct overview **rows, size_t *count);

/* ERR_NOT_FOUND when there is none, or when it is somebody else's. */
MUST_CHECK enum err store_health_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct overview **out);

#endif

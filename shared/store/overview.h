/* SPDX-License-Identifier: MIT */
/*
 * overview.h -- a person's integrations and their health.
 *
 * A few queries by index, however many deliveries there are: their number is
 * kept (delivery_count). Counts are of rows in the journal (a run of ticks is
 * one row), and the last delivery of an outcome is the row that was added last.
 */
#ifndef SHARED_STORE_OVERVIEW_H
#define SHARED_STORE_OVERVIEW_H

#include "shared/store/integration.h"
#include "shared/store/server.h"

struct overview_delivery {
	int64_t id;         /* 0: none */
	const char *detail; /* its reason in plain words */
};

struct overview {
	const struct integration *integration;
	const struct server *server; /* NULL: it sends webhooks */
	struct integration_health health;
	struct overview_delivery refused, unmatched; /* the newest of each */
};

MUST_CHECK enum err store_health_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct overview **rows, size_t *count);

/* ERR_NOT_FOUND also if it belongs to somebody else. */
MUST_CHECK enum err store_health_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct overview **out);

#endif

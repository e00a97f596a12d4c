/* SPDX-License-Identifier: MIT */
/* delivery_write.h -- deliveries as they are replayed and pruned. */
#ifndef SHARED_STORE_DELIVERY_WRITE_H
#define SHARED_STORE_DELIVERY_WRITE_H

#include "shared/store/delivery.h"

/*
 * Writes what a replay led to: reason, detail, event, sender_user. A delivery
 * that was tracked stays tracked if the replay adds nothing.
 */
MUST_CHECK enum err store_delivery_replayed(
	struct cx *cx, struct store *s, const struct delivery *row);

/* The same for one that has waited, and was weighed for the first time. */
MUST_CHECK enum err store_delivery_weighed(
	struct cx *cx, struct store *s, const struct delivery *row);

/* Later ticks of that run start a new row. Not for a run of the same round. */
MUST_CHECK enum err store_delivery_end_run(
	struct cx *cx, struct store *s, int64_t integration_id, const char *run);

/* Removes rows older than `days`, and more than `rows` per integration. */
MUST_CHECK enum err store_delivery_prune(
	struct cx *cx, struct store *s, int days, int rows, int64_t *removed);

#endif

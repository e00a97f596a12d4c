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

/* Removes rows older than `days`, and more than `rows` per integration. */
MUST_CHECK enum err store_delivery_prune(
	struct cx *cx, struct store *s, int days, int rows, int64_t *removed);

#endif

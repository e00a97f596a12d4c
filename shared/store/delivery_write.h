/* SPDX-License-Identifier: MIT */
/* delivery_write.h -- deliveries as they are kept, replayed and pruned. */
#ifndef SHARED_STORE_DELIVERY_WRITE_H
#define SHARED_STORE_DELIVERY_WRITE_H

#include "shared/store/delivery.h"

/* The event ids that one delivery keeps, the newest of a run. */
enum { DELIVERY_EVENTS_MAX = 500 };

/*
 * Keeps a delivery: folds it into the open row of its run if that has the same
 * reason, or is of progress and this one is unchanged, and is not older than a
 * sitting's gap, else adds a row. *id is the row's id, *folded says which of
 * the two happened. A body with at == NULL is not kept.
 */
MUST_CHECK enum err store_delivery_keep(struct cx *cx, struct store *s, const struct delivery *row,
	struct bytes body, int64_t *id, bool *folded);

/*
 * Keeps a delivery whose like come in floods: one row for each integration,
 * event, reason and day (UTC), whatever comes in between, with the newest body.
 * It is about no item, and the run of the given row does not matter.
 */
MUST_CHECK enum err store_delivery_keep_daily(
	struct cx *cx, struct store *s, const struct delivery *row, struct bytes body, int64_t *id);

/* Later ticks of that run start a new row. */
MUST_CHECK enum err store_delivery_end_run(
	struct cx *cx, struct store *s, int64_t integration_id, const char *run);

/* The id of the row with that event id, or 0; counts the repeat there. */
MUST_CHECK enum err store_delivery_repeat(
	struct cx *cx, struct store *s, int64_t integration_id, const char *event_id, int64_t *id);

/*
 * Writes what a replay led to: reason, detail, event, sender_user. A delivery
 * that was tracked stays tracked if the replay adds nothing.
 */
MUST_CHECK enum err store_delivery_replayed(
	struct cx *cx, struct store *s, const struct delivery *row);

/* The same for one that has waited, and was weighed for the first time. */
MUST_CHECK enum err store_delivery_weighed(
	struct cx *cx, struct store *s, const struct delivery *row);

MUST_CHECK enum err store_delivery_link(
	struct cx *cx, struct store *s, int64_t id, int64_t play_id);

/* Removes rows older than `days`, and more than `rows` per integration. */
MUST_CHECK enum err store_delivery_prune(
	struct cx *cx, struct store *s, int days, int rows, int64_t *removed);

#endif

/* SPDX-License-Identifier: MIT */
/* item.h -- the parts of works, which are what is played. */
#ifndef SHARED_STORE_ITEM_H
#define SHARED_STORE_ITEM_H

#include "shared/db/db.h"
#include "shared/progress/match.h"

/* The slot of the part that the report is about. */
MUST_CHECK enum err store_slot_read(struct cx *cx, struct store *s, struct known *known,
	struct known_work *work, const struct report *r, struct known_slot **out);

/* The slot of the earlier id of that part; see match_may_be_renamed. */
MUST_CHECK enum err store_slot_before_read(struct cx *cx, struct store *s, struct known *known,
	struct known_work *work, const struct report *r, struct known_slot **out);

MUST_CHECK enum err store_items_write(struct cx *cx, struct store *s, const struct known *known);

/* Finds the item that the report is about, or adds it: a round of one. */
MUST_CHECK enum err store_item_match(
	struct cx *cx, struct store *s, int64_t work_id, const struct report *r, int64_t *item_id);

#endif

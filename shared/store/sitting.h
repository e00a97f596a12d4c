/* SPDX-License-Identifier: MIT */
/* sitting.h -- the part of a person's progress that belongs to a device. */
#ifndef SHARED_STORE_SITTING_H
#define SHARED_STORE_SITTING_H

#include "shared/db/db.h"
#include "shared/progress/match.h"

/* Adds all sittings of the item. */
MUST_CHECK enum err store_sittings_read(
	struct cx *cx, struct store *s, const struct viewing *viewing, struct standing *out);

MUST_CHECK enum err store_sittings_write(struct cx *cx, struct store *s, const struct known *known);

/*
 * For a copy of the database: forgets the plays of which every report is kept,
 * except where a person has changed them, so that the reports can be weighed
 * again.
 */
MUST_CHECK enum err store_play_forget(struct cx *cx, struct store *s);

#endif

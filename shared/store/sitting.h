/* SPDX-License-Identifier: MIT */
/* sitting.h -- the part of a person's progress that belongs to a device. */
#ifndef SHARED_STORE_SITTING_H
#define SHARED_STORE_SITTING_H

#include "shared/store/play.h"

/*
 * Fills the sitting of the viewing's device, or the one heard last when it
 * names none, what is known of the others, and the longest length of the item.
 */
MUST_CHECK enum err sitting_read(
	struct cx *cx, struct store *s, const struct viewing *viewing, struct progress *out);

/* `was` is what sitting_read found. */
MUST_CHECK enum err sitting_write(struct cx *cx, struct store *s, const struct play_key *key,
	const struct progress *was, const struct decision *decision);

/*
 * For a copy of the database: forgets the plays of which every report is kept,
 * except where a person has changed them, so that the reports can be weighed
 * again.
 */
MUST_CHECK enum err store_play_forget(struct cx *cx, struct store *s);

#endif

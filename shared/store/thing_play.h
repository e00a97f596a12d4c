/* SPDX-License-Identifier: MIT */
/*
 * thing_play.h -- plays that came of a thing's reports, taken back when its
 * person undoes the choice. In the caller's transaction.
 */
#ifndef SHARED_STORE_THING_PLAY_H
#define SHARED_STORE_THING_PLAY_H

#include "shared/store/thing.h"

/* Remembers the plays of a work as they are, before the reports are weighed. */
MUST_CHECK enum err store_thing_remember(
	struct cx *cx, struct store *s, int64_t thing_id, int64_t work_id);

/*
 * Takes back what the reports of the thing have led to since the choice: plays
 * that no other report told of, and that no person has changed, are deleted;
 * those that were there before are as they were then. Plays that others have
 * told of since stay. The deliveries are unmatched again, as if nothing was
 * known of them.
 */
MUST_CHECK enum err store_thing_take_back(
	struct cx *cx, struct store *s, int64_t user_id, const struct thing *thing);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * rules_watched.h -- how much of an item was really watched.
 *
 * Of each stretch between two reports as much counts as the position moved
 * forward, but no more than can be played in the time between them. So a seek
 * counts nothing, nor does time while the player is paused; what happened while
 * no report came counts if there was time for it.
 */
#ifndef SHARED_PROGRESS_RULES_WATCHED_H
#define SHARED_PROGRESS_RULES_WATCHED_H

#include "shared/progress/rules_sitting.h"

/*
 * In milliseconds, this report included. What was there before the count began
 * counts as watched. out: with its position.
 */
int64_t watched_after(const struct limits *limits, const struct progress *was,
	const struct report *r, const struct place *place, const struct decision *out);

/*
 * Is it less than half? Never of a person's mark, nor where the length is not
 * known in time.
 */
bool watched_too_little(const struct report *r, const struct decision *out);

#endif

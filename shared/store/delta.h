/* SPDX-License-Identifier: MIT */
/*
 * delta.h -- byte-level deltas between two texts.
 *
 * A player's reports of one film differ in a position and a time: some fifty
 * bytes of 7 to 94 kB. So the first report of a run is kept whole and the
 * newest as a delta, which saves nearly all of the disk writes.
 */
#ifndef SHARED_STORE_DELTA_H
#define SHARED_STORE_DELTA_H

#include "shared/base/arena.h"

enum { PATCH_MAX = 1024 }; /* more is no longer worth it */

/*
 * Makes the patch that turns `from` into `to`, in the arena. False if they have
 * too little in common. Tuned for two JSON texts of one shape, correct for any.
 */
MUST_CHECK bool delta_make(
	struct arena *a, struct bytes from, struct bytes to, struct bytes *patch);

/* Adds a NUL. False if the patch is damaged or belongs to another text. */
MUST_CHECK bool delta_apply(
	struct arena *a, struct bytes from, struct bytes patch, struct bytes *to);

#endif

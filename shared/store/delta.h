/* SPDX-License-Identifier: MIT */
/*
 * delta.h -- a text told by what is different in another one.
 *
 * A player's reports of one film differ in a position and a time: some fifty
 * bytes of 7 to 94 kB. So the first one of a run is kept whole, and of the
 * newest only what has changed, which spares the disk nearly all of it.
 */
#ifndef SHARED_STORE_DELTA_H
#define SHARED_STORE_DELTA_H

#include "shared/base/arena.h"

enum { PATCH_MAX = 1024 }; /* more is no longer worth it */

/*
 * What turns `from` into `to`, into the arena. False: they have too little in
 * common. Meant for two JSON texts of one shape, right for any two.
 */
MUST_CHECK bool patch_make(
	struct arena *a, struct bytes from, struct bytes to, struct bytes *patch);

/* A NUL behind the text. False: the patch is damaged, or of another text. */
MUST_CHECK bool patch_apply(
	struct arena *a, struct bytes from, struct bytes patch, struct bytes *to);

#endif

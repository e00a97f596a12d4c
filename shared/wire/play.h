/* SPDX-License-Identifier: MIT */
/* play.h -- a play in the words of the API and of ryotctl. */
#ifndef SHARED_WIRE_PLAY_H
#define SHARED_WIRE_PLAY_H

#include "shared/base/buf.h"
#include "shared/store/play.h"

/* Into an object that is open. */
void play_put(struct buf *out, const struct play *play);

#endif

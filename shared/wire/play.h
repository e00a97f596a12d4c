/* SPDX-License-Identifier: MIT */
/* play.h -- a play as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_PLAY_H
#define SHARED_WIRE_PLAY_H

#include "shared/base/buf.h"
#include "shared/store/play.h"

/* Adds the members to an open object. */
void play_put(struct buf *out, const struct play *play);

#endif

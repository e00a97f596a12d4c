/* SPDX-License-Identifier: MIT */
/* play.h -- a play, as lists of plays and of what a delivery touched show it. */
#ifndef CTL_COMMANDS_PLAY_H
#define CTL_COMMANDS_PLAY_H

#include "ctl/ctl.h"
#include "shared/store/media.h"

/* An element of an array: as the API has it, and whose it is. */
void play_put_object(struct buf *out, const struct play *play);

void play_print(struct cx *cx, struct ctl *ctl, const struct play *rows, size_t count);

/* The plays a delivery touched; at most as many as one file has parts. */
MUST_CHECK enum err play_of_delivery(struct cx *cx, struct ctl *ctl, int64_t delivery_id,
	const struct play **rows, size_t *count);

#endif

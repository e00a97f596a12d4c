/* SPDX-License-Identifier: MIT */
/* play.h -- plays in lists, and those that a delivery touched. */
#ifndef CTL_COMMANDS_PLAY_H
#define CTL_COMMANDS_PLAY_H

#include "ctl/ctl.h"
#include "shared/store/play.h"

/* An element of an array, as in the API, with the user added. */
void play_put_object(struct buf *out, const struct play *play);

/*
 * "Breaking Bad S01E02: Cat's in the Bag..."; any of the texts may be NULL.
 * NULL if there is nothing to name it by.
 */
const char *play_name(
	struct arena *a, const char *title, int season, int episode, const char *part_title);

void play_print(struct cx *cx, struct ctl *ctl, const struct play *rows, size_t count);

/* The plays that a delivery touched; at most one for each part of a file. */
MUST_CHECK enum err play_of_delivery(struct cx *cx, struct ctl *ctl, int64_t delivery_id,
	const struct play **rows, size_t *count);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * steps.h -- the queue of requests of a run, and what becomes of one that
 * brings nothing.
 *
 * A batch is refused as a whole for one item that is forbidden, and lost for
 * one that the server fails at: it is halved until that item is alone. Then
 * this item is passed over like one that is hidden, once another answer has
 * shown that the server is well.
 */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_STEPS_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_STEPS_H

#include "shared/providers/audiobookshelf/lists.h"

/* The next one of the queue; see struct source. */
bool abs_next(struct cx *cx, void *run, struct ask *out);

/* At the end of the queue. */
void abs_add_step(struct cx *cx, struct abs_run *run, struct abs_step step);

/* Is its answer small enough for another one to be under way? */
bool abs_step_is_small(const struct abs_step *step);

/* The server refuses it: status 403, or 404. */
void abs_refuse(struct cx *cx, struct abs_run *run, const struct abs_step *step, int status);

/*
 * Its answer did not come whole, or is not what was asked for. ERR_UPSTREAM,
 * with what cx->note says, when no others come either.
 */
MUST_CHECK enum err abs_lose(
	struct cx *cx, struct abs_run *run, const struct abs_step *step, const struct answer *a);

/* It came whole, or was refused. */
void abs_note_good(struct abs_run *run, const struct answer *a);

/* ERR_UPSTREAM at the end of a run whose last items were all lost. */
MUST_CHECK enum err abs_check_lost(struct cx *cx, const struct abs_run *run);

#endif

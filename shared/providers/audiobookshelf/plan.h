/* SPDX-License-Identifier: MIT */
/* plan.h -- which items a run asks for. */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_PLAN_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_PLAN_H

#include "shared/providers/audiobookshelf/lists.h"

/* Is it a day since every item that was due had been asked for? */
bool abs_plan_is_due(struct cx *cx, const struct abs_run *run);

/* Every item that was due has been asked for. */
void abs_plan_done(struct cx *cx, struct batch *out);

/* Recalls the items of the sorted rows, and adds the steps that are needed. */
void abs_plan(struct cx *cx, struct abs_run *run);

/* Does the row wait for an answer? */
bool abs_row_is_pending(const struct abs_row *row);

#endif

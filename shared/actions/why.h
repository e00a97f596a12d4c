/* SPDX-License-Identifier: MIT */
/* why.h -- which rule kept a server's word from counting, in plain words. */
#ifndef SHARED_ACTIONS_WHY_H
#define SHARED_ACTIONS_WHY_H

#include "shared/progress/rules.h"

struct cx;

/* NULL when no such rule decided: then the reason's own sentence says all. */
const char *why_text(struct cx *cx, const char *sender, const struct progress *was,
	const struct decision *decision);

/* That an episode is completed which was left in its credits. */
const char *why_left(struct cx *cx, int season, int episode, int64_t share);

#endif

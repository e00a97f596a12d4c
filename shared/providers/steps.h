/* SPDX-License-Identifier: MIT */
/*
 * steps.h -- what a person does on the other side, step by step.
 *
 * A provider writes each step once, as one sentence or a few; a page and
 * ryotctl both show it. What the two say differently stands in it as a gap:
 * "{url}" the webhook's address, "{tokens}" the place where tokens are made,
 * "{deliveries}" the place that shows what came, "{addon}" the Kodi add-on.
 */
#ifndef SHARED_PROVIDERS_STEPS_H
#define SHARED_PROVIDERS_STEPS_H

#include "shared/base/arena.h"

enum steps_gap {
	HOWTO_END, /* the step is over */
	HOWTO_URL,
	HOWTO_TOKENS,
	HOWTO_DELIVERIES,
	HOWTO_ADDON,
};

/*
 * The words up to the next gap, in the arena; *at moves behind that gap. Any
 * other brace is part of the words.
 */
const char *steps_next(struct arena *a, const char **at, enum steps_gap *gap);

#endif

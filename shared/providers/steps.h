/* SPDX-License-Identifier: MIT */
/*
 * steps.h -- how to set up the other side, step by step.
 *
 * A provider writes each step once; pages and ryotctl both show it. Where the
 * two differ, the step has a gap: "{url}" is the address of the webhook,
 * "{tokens}" where tokens are made, "{deliveries}" where deliveries are shown,
 * "{addon}" the Kodi add-on. After "{copy}" the rest of the step is a text to
 * be copied to the other side as it is.
 */
#ifndef SHARED_PROVIDERS_STEPS_H
#define SHARED_PROVIDERS_STEPS_H

#include "shared/base/arena.h"

enum steps_gap {
	GAP_END, /* the step is over */
	GAP_URL,
	GAP_TOKENS,
	GAP_DELIVERIES,
	GAP_ADDON,
	GAP_COPY,
};

/*
 * The words up to the next gap, in the arena; *at moves past the gap. Any other
 * brace is part of the words.
 */
const char *steps_next(struct arena *a, const char **at, enum steps_gap *gap);

#endif

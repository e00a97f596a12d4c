/* SPDX-License-Identifier: MIT */
/*
 * steps.h -- how to set up the other side, step by step.
 *
 * A provider writes each step once; pages and ryotctl both show it. Where the
 * two differ, the step has a gap: "{url}" is the address of the webhook,
 * "{tokens}" where tokens are made, "{deliveries}" where deliveries are shown,
 * "{addon}" the Kodi add-on.
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
 * The words up to the next gap, in the arena; *at moves past the gap. Any other
 * brace is part of the words.
 */
const char *steps_next(struct arena *a, const char **at, enum steps_gap *gap);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * problem.h -- what is wrong with an integration, and where it is mended.
 *
 * The same sentences for pages and ryotctl; each of these knows its own way to
 * the place.
 */
#ifndef SHARED_ACTIONS_PROBLEM_H
#define SHARED_ACTIONS_PROBLEM_H

#include "shared/store/overview.h"

enum problem_place {
	PLACE_KEY,      /* the key of the server */
	PLACE_SERVER,   /* its address */
	PLACE_STEPS,    /* the settings of the sender */
	PLACE_SETTINGS, /* those of the integration */
	PLACE_DELIVERY, /* the delivery with delivery_id */
};

struct problem {
	enum problem_place place;
	const char *sentence; /* in the arena */
	int64_t delivery_id;  /* or 0 */
};
enum { PROBLEMS_MAX = 5 };

/*
 * Fills in *count problems, the worst first. One that is off has none, unless
 * it paused itself.
 */
MUST_CHECK enum err problem_list(struct cx *cx, struct store *s, const struct overview *row,
	struct problem out[PROBLEMS_MAX], size_t *count);

#endif

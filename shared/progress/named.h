/* SPDX-License-Identifier: MIT */
/* named.h -- a report whose work was named by a person, not by its sender. */
#ifndef SHARED_PROGRESS_NAMED_H
#define SHARED_PROGRESS_NAMED_H

#include "shared/progress/limits.h"

/* What is added to the numbers of an episode. */
struct shift {
	int season, episode;
};
enum { SHIFT_MAX = 9999 };

/* False, and *r unchanged, if a number would be below 0. */
bool named_shift(struct report *r, struct shift by);

/*
 * Why a report that has an id now cannot be weighed, or REASON_NONE: what the
 * sinks say of a report that brings its ids.
 */
enum reason named_flaw(const struct report *r);

/* The newest tick of a run whose reports are to be weighed later. */
struct tick {
	const char *run; /* or NULL: none yet */
	int64_t place;   /* that its server keeps, or UNSAID, as the next */
	int64_t stretch;
};

/* What the next one is to it, which takes its place in *newest. */
struct tick_step {
	bool is_told;     /* it tells something new */
	bool is_same_run; /* and else: another one, or the first */
	bool is_same_stretch;
	bool is_changed; /* *newest is */
};
struct tick_step named_tick(
	const struct limits *limits, const struct message *m, struct tick *newest);

#endif

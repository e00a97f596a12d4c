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

/*
 * Between which limits the report is: not begun, under way, or at the end, of
 * each part of a file. Reports of one stretch that follow each other can fold;
 * what a viewing leads to depends on where it crosses from one to another.
 */
int named_stretch(const struct limits *limits, const struct report *r);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * spent.h -- on which days the time of a play was spent.
 *
 * Of a play it is known when it began, when it ended, and how much of it was
 * watched, heard or read by then. Listening goes on for days, so it is spread
 * evenly over them; all else is taken to have been done at a stretch, right
 * before the end. Pure; times are milliseconds.
 */
#ifndef SHARED_PROGRESS_SPENT_H
#define SHARED_PROGRESS_SPENT_H

#include "shared/progress/kind.h"

/* What began earlier is taken to have been heard in so many days. */
enum { SPENT_DAYS = 60 };

struct spent {
	int64_t begun_ms, ended_ms; /* the same: the moment alone is known */
	int64_t ms;
};

struct spent spent_of(enum kind kind, int64_t started_ms, int64_t ended_ms, int64_t ms);

/* How much of it from one moment up to another. Parts add up to the whole. */
int64_t spent_between(const struct spent *spent, int64_t from_ms, int64_t to_ms);

#endif

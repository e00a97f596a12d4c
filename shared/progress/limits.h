/* SPDX-License-Identifier: MIT */
/* limits.h -- what it takes to be started, completed, and started again. */
#ifndef SHARED_PROGRESS_LIMITS_H
#define SHARED_PROGRESS_LIMITS_H

#include "shared/base/arena.h"
#include "shared/progress/report.h"

/* May an item that was completed be played again? */
enum rewatch {
	REWATCH_AUTOMATIC, /* a new sitting begins a new play */
	REWATCH_NEVER,
};

/* In hundredths of a percent; both are strict: exactly 2.00 % is not over. */
struct limits {
	int start, complete;
	int minutes_left; /* completed, too, when less is left; 0: no */
	enum rewatch rewatch;
	bool wants_half; /* completed only when half was really watched */
};

enum { LIMIT_START = 200, LIMIT_COMPLETE = 9500, LIMIT_WHOLE = 10000 };

/* A limit as a share. */
static inline int64_t limit_share(int limit)
{
	return (int64_t)limit * (SHARE_WHOLE / LIMIT_WHOLE);
}

/*
 * True when position / duration is over limit hundredths of a percent.
 * Exact for any two numbers; false when either is negative, or duration 0.
 */
bool limits_over(int64_t position, int64_t duration, int limit);

/*
 * Does that position complete? Little is left only in the second half, and of
 * what is started. units_per_ms: of both; 0: they are a share and no time.
 */
bool limits_complete(
	const struct limits *limits, int64_t position, int64_t duration, int64_t units_per_ms);

/* Where that begins, in milliseconds, of that length. */
int64_t limits_end_ms(const struct limits *limits, int64_t length_ms);

/* "2", "2.5", "95.25": as one would type it. */
const char *limits_text(struct arena *arena, int limit);

#endif

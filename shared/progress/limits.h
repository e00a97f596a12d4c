/* SPDX-License-Identifier: MIT */
/* limits.h -- from where on something is started, and completed. */
#ifndef SHARED_PROGRESS_LIMITS_H
#define SHARED_PROGRESS_LIMITS_H

#include "shared/progress/report.h"

/* In hundredths of a percent; both are strict: exactly 2.00 % is not over. */
struct limits {
	int start, complete;
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

#endif

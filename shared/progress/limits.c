/* SPDX-License-Identifier: MIT */
#include "shared/progress/limits.h"

bool limits_over(int64_t position, int64_t duration, int limit)
{
	int64_t whole, rest;

	if (position < 0 || duration <= 0)
		return false;
	if (position > duration)
		position = duration;
	/*
	 * position * 10000 > limit * duration, in steps that cannot overflow:
	 * duration = 10000 * whole + rest.
	 */
	whole = duration / LIMIT_WHOLE * limit;
	rest = duration % LIMIT_WHOLE * limit;
	if (position <= whole)
		return false;
	if (position - whole > LIMIT_WHOLE)
		return true;
	return (position - whole) * LIMIT_WHOLE > rest;
}

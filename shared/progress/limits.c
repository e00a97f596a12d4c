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

enum { MINUTE_MS = 60 * 1000 };

static bool is_little_left(
	const struct limits *limits, int64_t position, int64_t duration, int64_t units_per_ms)
{
	int64_t left = (int64_t)limits->minutes_left * MINUTE_MS;

	return units_per_ms > 0 && (duration - position) / units_per_ms < left &&
	       limits_over(position, duration, LIMIT_WHOLE / 2) &&
	       limits_over(position, duration, limits->start);
}

bool limits_complete(
	const struct limits *limits, int64_t position, int64_t duration, int64_t units_per_ms)
{
	if (limits_over(position, duration, limits->complete))
		return true;
	return limits->minutes_left > 0 && is_little_left(limits, position, duration, units_per_ms);
}

int64_t limits_end_ms(const struct limits *limits, int64_t length_ms)
{
	int64_t end = length_ms / LIMIT_WHOLE * limits->complete +
		      length_ms % LIMIT_WHOLE * limits->complete / LIMIT_WHOLE;
	int64_t left = length_ms - (int64_t)limits->minutes_left * MINUTE_MS;

	if (limits->minutes_left == 0 || left > end)
		return end;
	return left > length_ms / 2 ? left : length_ms / 2;
}

const char *limits_text(struct arena *arena, int limit)
{
	if (limit % 100 == 0)
		return arena_printf(arena, "%d", limit / 100);
	if (limit % 10 == 0)
		return arena_printf(arena, "%d.%d", limit / 100, limit / 10 % 10);
	return arena_printf(arena, "%d.%02d", limit / 100, limit % 100);
}

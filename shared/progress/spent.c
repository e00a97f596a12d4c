/* SPDX-License-Identifier: MIT */
#include "shared/progress/spent.h"

static const int64_t day_ms = 24 * 60 * 60 * 1000;

struct spent spent_of(enum kind kind, int64_t started_ms, int64_t ended_ms, int64_t ms)
{
	struct spent spent = { .begun_ms = started_ms, .ended_ms = ended_ms, .ms = ms };
	int64_t most = kind_is_heard(kind) ? SPENT_DAYS * day_ms : ms;

	if (most < ms)
		most = ms;
	if (spent.begun_ms > ended_ms)
		spent.begun_ms = ended_ms;
	if (ended_ms - spent.begun_ms > most)
		spent.begun_ms = ended_ms - most;
	return spent;
}

/* Up to that moment. In seconds, so that the product is in range. */
static int64_t spent_until(const struct spent *spent, int64_t ms)
{
	int64_t whole = (spent->ended_ms - spent->begun_ms) / 1000;
	int64_t part = (ms - spent->begun_ms) / 1000;

	if (ms > spent->ended_ms)
		return spent->ms;
	if (ms <= spent->begun_ms || whole == 0)
		return 0;
	return part >= whole ? spent->ms : spent->ms * part / whole;
}

int64_t spent_between(const struct spent *spent, int64_t from_ms, int64_t to_ms)
{
	return spent_until(spent, to_ms) - spent_until(spent, from_ms);
}

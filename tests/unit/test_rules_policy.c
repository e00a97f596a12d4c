/* SPDX-License-Identifier: MIT */
/* What the policy of an integration changes in the rules, one table each. */
#include "tests/unit/weigh.h"

static struct decision weigh_by(
	const struct limits *limits, struct progress was, struct report r, int64_t now_ms)
{
	struct decision decision;

	if (r.file_duration == 0) {
		r.file_position = r.position;
		r.file_duration = r.duration;
	}
	rules_weigh(limits, &was, &r, now_ms, &decision);
	return decision;
}

#define LEFT(from, to, minutes)                                                                    \
	{                                                                                          \
		.start = (from), .complete = (to), .minutes_left = (minutes)                       \
	}

/* ---- less than so many minutes left ---- */

static void little_that_is_left_completes(void **state)
{
	static const struct row {
		const char *name;
		int64_t position, duration, units_per_ms;
		struct limits limits;
		bool completes;
	} rows[] = {
		/* clang-format off */
		{ "exactly four minutes", 56 * MINUTE, 60 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "a moment less",    56 * MINUTE + 1, 60 * MINUTE, 1, LEFT(200, 9500, 4), true },
		{ "without the rule", 56 * MINUTE + 1, 60 * MINUTE, 1, LEFT(200, 9500, 0), false },
		{ "in ticks", (INT64_C(56) * MINUTE + 1) * 10000, 36000000000, 10000,
			LEFT(200, 9500, 4), true },
		{ "a share and no time",          999,        1000, 0, LEFT(200, 9999, 60), false },
		{ "the limit in per cent still counts", 58 * MINUTE, 60 * MINUTE, 1,
			LEFT(200, 9000, 1), true },
		{ "a clip, in its first half", MINUTE, 3 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "half of it",            3 * MINUTE, 6 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "past its half",     3 * MINUTE + 1, 6 * MINUTE, 1, LEFT(200, 9500, 4), true },
		{ "not started",           4 * MINUTE, 6 * MINUTE, 1, LEFT(7000, 9500, 4), false },
		{ "past the end",         61 * MINUTE, 60 * MINUTE, 1, LEFT(200, 9500, 4), true },
		{ "no length",            61 * MINUTE, UNSAID, 1, LEFT(200, 9500, 4), false },
		{ "no position",               UNSAID, 60 * MINUTE, 1, LEFT(200, 9500, 4), false },
		{ "the largest numbers", INT64_MAX - 1, INT64_MAX, 10000, LEFT(0, 9999, 60), true },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_i64(r->name, "completes",
			limits_complete(&r->limits, r->position, r->duration, r->units_per_ms),
			r->completes);
}

static void a_server_may_say_played_as_soon_as_little_can_be_left(void **state)
{
	static const struct limits four = LEFT(200, 9500, 4);

	is_i64("no rule", "end", limits_end_ms(&usual, FILM_MS), 95 * MINUTE);
	is_i64("4 of 100", "end", limits_end_ms(&four, FILM_MS), 95 * MINUTE);
	is_i64("4 of 20", "end", limits_end_ms(&four, 20 * MINUTE), 16 * MINUTE);
	is_i64("4 of 6", "end", limits_end_ms(&four, 6 * MINUTE), 3 * MINUTE);
}

static void an_episode_with_little_left_is_completed(void **state)
{
	static const struct limits ten = LEFT(200, 9500, 10);
	struct progress was = { OPEN_AT(890000) };
	struct report before = { TICK_AT(900000) }, after = { TICK_AT(900010) };

	is_reason("ten left", weigh_by(&ten, was, before, NOW).reason, REASON_PROGRESS);
	is_reason("less", weigh_by(&ten, was, after, NOW).reason, REASON_COMPLETED);
	is_reason("usual", weigh_by(&usual, was, after, NOW).reason, REASON_PROGRESS);
}

/* ---- played again ---- */

static void what_is_never_recorded_again_says_so(void **state)
{
	static const struct limits never = {
		.start = LIMIT_START, .complete = LIMIT_COMPLETE, .rewatch = REWATCH_NEVER
	};
	static const struct row {
		const char *name;
		struct progress was;
		struct report r;
		enum reason usual, never;
	} rows[] = {
		/* clang-format off */
		{ "the first time", { NEVER_SEEN }, { TICK_AT(500000) },
			REASON_STARTED, REASON_STARTED },
		{ "the first time, to its end", { NEVER_SEEN }, { TICK_AT(960000) },
			REASON_COMPLETED, REASON_COMPLETED },
		{ "the rest of the sitting", { COMPLETED }, { TICK_AT(970000) },
			REASON_AFTER_COMPLETION, REASON_AFTER_COMPLETION },
		{ "its beginning a day later", { COMPLETED_ONCE }, { TICK_AT(10000) },
			REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM },
		{ "a day later", { COMPLETED_ONCE }, { TICK_AT(500000) },
			REASON_STARTED, REASON_NO_REWATCH },
		{ "a Play in the middle", { COMPLETED }, { PLAY_AT(500000) },
			REASON_STARTED, REASON_NO_REWATCH },
		{ "one that is open already", { OPEN_AT(400000), .has_completed = true },
			{ TICK_AT(500000) }, REASON_PROGRESS, REASON_PROGRESS },
		{ "... and its end", { OPEN_AT(940000), .has_completed = true },
			{ TICK_AT(960000) }, REASON_COMPLETED, REASON_COMPLETED },
		{ "a mark of what is completed", { COMPLETED_ONCE }, { MARKED },
			REASON_AFTER_COMPLETION, REASON_AFTER_COMPLETION },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct decision got = weigh_by(&never, r->was, r->r, NOW);

		is_reason(r->name, weigh_by(&usual, r->was, r->r, NOW).reason, r->usual);
		is_reason(r->name, got.reason, r->never);
		if (got.reason == REASON_NO_REWATCH)
			is_i64(r->name, "change", got.change, CHANGE_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(little_that_is_left_completes),
		cmocka_unit_test(a_server_may_say_played_as_soon_as_little_can_be_left),
		cmocka_unit_test(an_episode_with_little_left_is_completed),
		cmocka_unit_test(what_is_never_recorded_again_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

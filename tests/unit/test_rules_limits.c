/* SPDX-License-Identifier: MIT */
/* The limits: strict, exact, and for any two numbers. */
#include "tests/unit/weigh.h"

static void a_share_equal_to_a_limit_is_not_over_it(void **state)
{
	static const struct row {
		const char *name;
		int64_t position, duration;
		int limit;
		bool over;
	} rows[] = {
		/* clang-format off */
		{ "2.00 %",              20000, 1000000,  200, false },
		{ "2.0001 %",            20001, 1000000,  200, true },
		{ "1.9999 %",            19999, 1000000,  200, false },
		{ "95.00 %",            950000, 1000000, 9500, false },
		{ "95.0001 %",          950001, 1000000, 9500, true },
		{ "94.9999 %",          949999, 1000000, 9500, false },
		{ "2 % of 100",              2,     100,  200, false },
		{ "3 % of 100",              3,     100,  200, true },
		{ "95 of 100",              95,     100, 9500, false },
		{ "96 of 100",              96,     100, 9500, true },
		{ "2 % in ticks",   1200000000, FILM, 200, false },
		{ "one tick over 2 %", 1200000001, FILM, 200, true },
		{ "95 % in ticks",  57000000000, FILM, 9500, false },
		{ "one tick over 95 %", 57000000001, FILM, 9500, true },
		{ "a half limit",            1,       2, 5000, false },
		{ "just over half",       5001,   10000, 5000, true },
		{ "a limit of 0",            0,     100,    0, false },
		{ "over a limit of 0",       1,     100,    0, true },
		{ "the most a limit is",  9999,   10000, 9999, false },
		{ "over it",             10000,   10000, 9999, true },
		{ "an odd duration",        19,     999,  200, false },
		{ "an odd duration, over",  20,     999,  200, true },
		{ "of one",                  1,       1, 9500, true },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_i64(r->name, "over", limits_over(r->position, r->duration, r->limit), r->over);
}

static void the_largest_numbers_are_exact(void **state)
{
	/* 2 % of INT64_MAX is ...095516.14, 95 % is ...037016.65 */
	static const struct row {
		int64_t position;
		int limit;
		bool over;
	} rows[] = {
		{ INT64_C(184467440737095516), 200, false },
		{ INT64_C(184467440737095517), 200, true },
		{ INT64_C(8762203435012037016), 9500, false },
		{ INT64_C(8762203435012037017), 9500, true },
		{ INT64_MAX, 9999, true },
		{ INT64_MAX / 2, 5000, false },
		{ INT64_MAX / 2 + 1, 5000, true },
		{ 0, 0, false },
		{ 1, 0, true },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_i64("of INT64_MAX", "over",
			limits_over(rows[i].position, INT64_MAX, rows[i].limit), rows[i].over);
}

/* a * factor in base 2^32, most significant digit first. */
static void multiply(uint64_t a, uint32_t factor, uint64_t digits[3])
{
	uint64_t low = (a & 0xffffffff) * factor, high = (a >> 32) * factor;

	digits[2] = low & 0xffffffff;
	high += low >> 32;
	digits[1] = high & 0xffffffff;
	digits[0] = high >> 32;
}

/* position * 10000 > limit * duration, the long way. */
static bool over_the_long_way(int64_t position, int64_t duration, int limit)
{
	uint64_t left[3], right[3];

	multiply((uint64_t)position, LIMIT_WHOLE, left);
	multiply((uint64_t)duration, (uint32_t)limit, right);
	for (size_t i = 0; i < 3; i++)
		if (left[i] != right[i])
			return left[i] > right[i];
	return false;
}

static void any_two_numbers_are_compared_exactly(void **state)
{
	struct lcg g = { 20261018 };

	for (int i = 0; i < 200000; i++) {
		int64_t duration = lcg_below(&g, INT64_MAX >> lcg_below(&g, 62)) + 1;
		int limit = (int)lcg_below(&g, LIMIT_WHOLE);
		/* Near the limit, where an error would show. */
		int64_t border = duration / LIMIT_WHOLE * limit +
				 duration % LIMIT_WHOLE * limit / LIMIT_WHOLE;
		int64_t position = border + lcg_below(&g, 5) - 2;

		if (i % 4 == 0)
			position = lcg_below(&g, duration);
		if (position < 0 || position > duration)
			continue;
		if (limits_over(position, duration, limit) !=
			over_the_long_way(position, duration, limit))
			fail_msg("%" PRId64 " of %" PRId64 ", limit %d", position, duration, limit);
	}
}

static void an_unsaid_value_is_never_over_a_limit(void **state)
{
	static const int64_t bad[] = { UNSAID, INT64_MIN, -95 };

	for (size_t i = 0; i < NELEM(bad); i++) {
		assert_false(limits_over(bad[i], 100, 200));
		assert_false(limits_over(bad[i], 100, 0));
		assert_false(limits_over(96, bad[i], 200));
		assert_false(limits_over(bad[i], bad[i], 0));
	}
	assert_false(limits_over(96, 0, 200));
	assert_false(limits_over(0, 0, 0));
}

static void a_position_above_the_duration_is_the_duration(void **state)
{
	assert_true(limits_over(101, 100, 9999));
	assert_true(limits_over(INT64_MAX, 1, 9999));
	assert_true(limits_over(INT64_MAX, INT64_MAX - 1, 9999));
	assert_false(limits_over(150, 100, LIMIT_WHOLE)); /* 100 %, not 150 */
}

static void finished_or_over_the_limit_counts_as_complete(void **state)
{
	struct report r = { .position = 95, .duration = 100 };

	assert_false(rules_completes(&usual, &r));
	r.position = 96;
	assert_true(rules_completes(&usual, &r));
	r.position = UNSAID;
	assert_false(rules_completes(&usual, &r));
	r.finished = true;
	assert_true(rules_completes(&usual, &r));
	r.duration = UNSAID;
	assert_true(rules_completes(&usual, &r));
}

/* The limits of the integration apply, not the defaults. */
static void other_limits_are_obeyed(void **state)
{
	static const struct limits limits[] = { { .start = 0, .complete = 9000 },
		{ .start = 1000, .complete = 5000 }, { .start = 500, .complete = 9999 } };
	static const struct row {
		int64_t share;
		enum reason reasons[3];
	} rows[] = {
		{ 0, { REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM } },
		{ 1, { REASON_STARTED, REASON_BELOW_MINIMUM, REASON_BELOW_MINIMUM } },
		{ 50001, { REASON_STARTED, REASON_BELOW_MINIMUM, REASON_STARTED } },
		{ 100000, { REASON_STARTED, REASON_BELOW_MINIMUM, REASON_STARTED } },
		{ 500001, { REASON_STARTED, REASON_COMPLETED, REASON_STARTED } },
		{ 900000, { REASON_STARTED, REASON_COMPLETED, REASON_STARTED } },
		{ 900001, { REASON_COMPLETED, REASON_COMPLETED, REASON_STARTED } },
		{ 999900, { REASON_COMPLETED, REASON_COMPLETED, REASON_STARTED } },
		{ 999901, { REASON_COMPLETED, REASON_COMPLETED, REASON_COMPLETED } },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		for (size_t j = 0; j < NELEM(limits); j++) {
			struct progress was = { NEVER_SEEN };
			struct report r = { TICK_AT(rows[i].share) };
			struct decision decision;

			rules_weigh(&limits[j], &was, &r, NOW, &decision);
			is_reason("limits", decision.reason, rows[i].reasons[j]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_equal_to_a_limit_is_not_over_it),
		cmocka_unit_test(the_largest_numbers_are_exact),
		cmocka_unit_test(any_two_numbers_are_compared_exactly),
		cmocka_unit_test(an_unsaid_value_is_never_over_a_limit),
		cmocka_unit_test(a_position_above_the_duration_is_the_duration),
		cmocka_unit_test(finished_or_over_the_limit_counts_as_complete),
		cmocka_unit_test(other_limits_are_obeyed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "shared/base/clock.h"

#include "tests/unit/unit.h"

enum { SECOND = 1000, DAY = 86400 * SECOND };

static void a_time_is_read_and_written(void **state)
{
	/* Numbers from `date -u -d ... +%s`. */
	static const struct row {
		const char *text;
		int64_t ms;
	} rows[] = {
		/* clang-format off */
		{ "1970-01-01T00:00:00.000Z",             0 },
		{ "1970-01-01T00:00:00.001Z",             1 },
		{ "1972-02-29T12:00:00.000Z",   68212800000 },
		{ "1999-12-31T23:59:59.999Z",  946684799999 },
		{ "2000-02-29T00:00:00.000Z",  951782400000 },
		{ "2000-03-01T00:00:00.000Z",  951868800000 },
		{ "2026-10-18T19:02:11.443Z", 1792350131443 },
		{ "2038-01-19T03:14:08.000Z", 2147483648000 },
		{ "2100-02-28T23:59:59.000Z", 4107542399000 },
		{ "2100-03-01T00:00:00.000Z", 4107542400000 },
		{ "9999-12-31T23:59:59.999Z", 253402300799999 },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		char text[CLOCK_TEXT];
		int64_t ms = -7;

		assert_true(clock_parse(r->text, &ms));
		is_i64(r->text, "ms", ms, r->ms);
		clock_text(r->ms, text);
		is_text(r->text, "text", text, r->text);
	}
}

static void offsets_and_decimals_are_read(void **state)
{
	static const struct row {
		const char *text;
		int64_t ms;
	} rows[] = {
		/* clang-format off */
		{ "2026-10-18T19:02:11Z",            1792350131000 },
		{ "2026-10-18t19:02:11z",            1792350131000 },
		{ "2026-10-18 19:02:11Z",            1792350131000 },
		{ "2026-10-18T21:02:11+02:00",       1792350131000 },
		{ "2026-10-18T13:32:11-05:30",       1792350131000 },
		{ "2026-10-19T00:47:11+05:45",       1792350131000 },
		{ "2026-10-18T19:02:11-00:00",       1792350131000 },
		{ "2026-10-18T19:02:11.4Z",          1792350131400 },
		{ "2026-10-18T19:02:11.44Z",         1792350131440 },
		{ "2026-10-18T19:02:11.4431872Z",    1792350131443 },
		{ "2026-10-18T19:02:11.9999999999999999999999Z",
			1792350131999 },
		{ "2016-12-31T23:59:60Z",            1483228800000 },
		{ "1970-01-01T01:00:00+01:00",                   0 },
		{ "1970-01-01T00:00:00-23:59",            86340000 },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		int64_t ms = -7;

		if (!clock_parse(r->text, &ms))
			fail_msg("%s: not understood", r->text);
		is_i64(r->text, "ms", ms, r->ms);
	}
}

static void anything_else_is_refused(void **state)
{
	static const char *const rows[] = {
		"", "2026", "2026-10-18", "2026-10-18T19:02Z", "2026-10-18T19:02:11",
		"2026-10-18T19:02:11.Z", "2026-10-18T19:02:11,5Z", "2026-10-18T19:02:11Z ",
		" 2026-10-18T19:02:11Z", "2026-10-18T19:02:11Zulu", "2026-10-18T19:02:11+02",
		"2026-10-18T19:02:11+0200", "2026-10-18T19:02:11+24:00",
		"2026-10-18T19:02:11+02:60", "2026-10-18X19:02:11Z", "2026/10/18T19:02:11Z",
		"26-10-18T19:02:11Z", "+2026-10-18T19:02:11Z", "-026-10-18T19:02:11Z",
		"2026-1-18T19:02:11Z", "2026-00-18T19:02:11Z", "2026-13-18T19:02:11Z",
		"2026-10-00T19:02:11Z", "2026-10-32T19:02:11Z", "2026-04-31T19:02:11Z",
		"2026-02-29T19:02:11Z", "2100-02-29T19:02:11Z", "2026-10-18T24:02:11Z",
		"2026-10-18T19:60:11Z", "2026-10-18T19:02:61Z", "2026-10-18T19:02:1\xc3\xa9Z",
		"1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
		"1970-01-01T00:00:00+00:01",                          /* really 1969 */
		"10000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", /* really 10000 */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		int64_t ms;

		if (clock_parse(rows[i], &ms))
			fail_msg("\"%s\" was taken for a time", rows[i]);
	}
}

static void every_day_of_400_years_survives_a_round_trip(void **state)
{
	for (int64_t day = 0; day < 146097 + 366; day++) {
		int64_t ms = day * DAY + day % DAY, back = -1;
		char text[CLOCK_TEXT];

		clock_text(ms, text);
		assert_true(clock_parse(text, &back));
		is_i64(text, "ms", back, ms);
	}
}

static void a_time_before_1970_is_written_as_1970(void **state)
{
	char text[CLOCK_TEXT];

	clock_text(-1, text);
	assert_string_equal(text, "1970-01-01T00:00:00.000Z");
	clock_text(INT64_MIN, text);
	assert_string_equal(text, "1970-01-01T00:00:00.000Z");
}

static void no_time_overflows_its_text(void **state)
{
	char text[CLOCK_TEXT];

	clock_text(INT64_MAX, text);
	assert_true(strlen(text) < CLOCK_TEXT);
}

static void now_is_after_this_was_written(void **state)
{
	assert_true(clock_now_ms() > INT64_C(1700000000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_is_read_and_written),
		cmocka_unit_test(offsets_and_decimals_are_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(every_day_of_400_years_survives_a_round_trip),
		cmocka_unit_test(a_time_before_1970_is_written_as_1970),
		cmocka_unit_test(no_time_overflows_its_text),
		cmocka_unit_test(now_is_after_this_was_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

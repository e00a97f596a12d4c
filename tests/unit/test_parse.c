/* SPDX-License-Identifier: MIT */
#include "shared/base/parse.h"
#include "shared/progress/report.h"

#include "tests/unit/unit.h"

static void a_share_is_read_to_the_hundredth(void **state)
{
	static const struct row {
		const char *text;
		int value; /* UNSAID: refused */
	} rows[] = {
		{ "0", 0 },
		{ "2", 200 },
		{ "2.5", 250 },
		{ "95,00", 9500 },
		{ "0.01", 1 },
		{ "33,33", 3333 },
		{ "007", 700 },
		{ "100", 10000 },
		{ "100.00", 10000 },
		{ "0.1", 10 },
		{ "2.05", 205 },
		{ "99.99", 9999 },
		{ "2.500", UNSAID },
		{ "1000", UNSAID },
		{ "0x10", UNSAID },
		{ "nan", UNSAID },
		{ "", UNSAID },
		{ " 2", UNSAID },
		{ "2 ", UNSAID },
		{ "2%", UNSAID },
		{ "-1", UNSAID },
		{ "+1", UNSAID },
		{ ".5", UNSAID },
		{ "2.", UNSAID },
		{ "2.5.1", UNSAID },
		{ "2.345", UNSAID },
		{ "1e1", UNSAID },
		{ "100.01", UNSAID },
		{ "101", UNSAID },
		{ "99999999999999999999", UNSAID },
		{ "two", UNSAID },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		int value = UNSAID;
		bool is_good = parse_hundredths(rows[i].text, &value);

		is_i64(rows[i].text, "taken", is_good, rows[i].value != UNSAID);
		is_i64(rows[i].text, "value", value, rows[i].value);
	}
}

static void a_whole_number_is_read_within_its_bounds(void **state)
{
	static const struct row {
		const char *text;
		bool is_good;
		int64_t value;
	} rows[] = {
		{ "0", true, 0 },
		{ "-0", true, 0 },
		{ "007", true, 7 },
		{ "-42", true, -42 },
		{ "999999999999999999", true, 999999999999999999 },
		{ "1000000000000000000", true, 1000000000000000000 },
		{ "-99999999999999999", true, -99999999999999999 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "0000000000000000000012", true, 12 },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775809", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "--1", false, 0 },
		{ "1-", false, 0 },
		{ "+1", false, 0 },
		{ " 1", false, 0 },
		{ "1 ", false, 0 },
		{ "1.0", false, 0 },
		{ "1e3", false, 0 },
		{ "0x1", false, 0 },
	};
	int64_t value;

	for (size_t i = 0; i < NELEM(rows); i++) {
		value = 0;
		is_i64(rows[i].text, "taken", parse_i64(rows[i].text, INT64_MIN, INT64_MAX, &value),
			rows[i].is_good);
		is_i64(rows[i].text, "value", value, rows[i].value);
	}
	assert_false(parse_i64("5", 6, 9, &value) || parse_i64("10", 6, 9, &value));
	assert_true(parse_short_i64("123x", 3, &value) && value == 123);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_is_read_to_the_hundredth),
		cmocka_unit_test(a_whole_number_is_read_within_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

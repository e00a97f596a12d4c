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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_is_read_to_the_hundredth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

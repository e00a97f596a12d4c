/* SPDX-License-Identifier: MIT */
/* Names that are the same to people, however they are written. */
#include "shared/base/fold.h"
#include "tests/unit/unit.h"

static void names_are_compared_by_what_they_mean(void **state)
{
	static const struct row {
		const char *a, *b;
		bool is_same;
	} rows[] = {
		/* clang-format off */
		{ "al",            "al",             true },
		{ "al",            "AL",             true },
		{ "",              "",               true },
		{ "al",            "",               false },
		{ "al",            "all",            false },
		{ "al",            "el",             false },
		/* Two encodings of one accent, with and without the case. */
		{ "J\u00f6rg",     "Jo\u0308rg",     true },
		{ "J\u00d6RG",     "jo\u0308rg",     true },
		{ "J\u00f6rg",     "Jorg",           false },
		/* Marks in another order; the angstrom sign. */
		{ "q\u0307\u0323", "q\u0323\u0307",  true },
		{ "\u212b",        "\u00e5",         true },
		/* Folding that changes the length, and the two small sigmas. */
		{ "Gro\u00df",     "GROSS",          true },
		{ "\u039f\u03a3",  "\u03bf\u03c2",   true },
		{ "\u0415\u0412\u0410", "\u0435\u0432\u0430", true },
		/* Compatible, but another character. */
		{ "\uff41l",       "al",             false },
		{ "\u0131",        "i",              false },
		/* clang-format on */
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		bool is_same;

		MUST(fold_compare(&u->cx, rows[i].a, rows[i].b, &is_same));
		assert_int_equal(is_same, rows[i].is_same);
		MUST(fold_compare(&u->cx, rows[i].b, rows[i].a, &is_same));
		assert_int_equal(is_same, rows[i].is_same);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(names_are_compared_by_what_they_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Covers: a hue that stays, a letter that says something. */
#include "cgi/web/cover.h"

#include "tests/unit/unit.h"

static void the_mark_is_the_first_letter_of_what_is_no_article(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *title, *mark;
	} rows[] = {
		{ NULL, "\xc2\xb7" },
		{ "", "\xc2\xb7" },
		{ "...", "\xc2\xb7" },
		{ "Heat", "H" },
		{ "The Bear", "B" },
		{ "the", "T" },
		{ "Das Leben der Anderen", "L" },
		{ "\xc3\x89lan", "E" },
		{ "2001: A Space Odyssey", "2" },
		{ "<script>", "S" },
		{ "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd7\xa9" },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_text(rows[i].title ? rows[i].title : "NULL", "mark",
			cover_mark(&u->cx, rows[i].title), rows[i].mark);
}

static void every_hue_is_used_and_stays(void **state)
{
	int seen[8] = { 0 };

	(void)state;
	for (int64_t id = 1; id <= 64; id++) {
		int hue = cover_hue(id);

		assert_in_range(hue, 0, 7);
		assert_int_equal(cover_hue(id), hue);
		seen[hue]++;
	}
	for (size_t i = 0; i < NELEM(seen); i++)
		assert_in_range(seen[i], 1, 20);
	assert_in_range(cover_hue(INT64_MAX), 0, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(the_mark_is_the_first_letter_of_what_is_no_article),
		UNIT_TEST(every_hue_is_used_and_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The names of a film's files. */
#include "shared/progress/report_path.h"

#include "tests/unit/unit.h"

static void files_of_a_film_have_a_name_in_common(void **state)
{
	static const struct row {
		const char *path, *common; /* or NULL: no part */
		int number;
	} rows[] = {
		{ "/m/Film (1939)/Film (1939)-part1.mkv", "/m/Film (1939)/Film (1939)", 1 },
		{ "/m/Film (1939)/Film (1939)-part2.mkv", "/m/Film (1939)/Film (1939)", 2 },
		{ "/m/Film - PART 2.avi", "/m/Film", 2 },
		{ "/m/Film.cd1.avi", "/m/Film", 1 },
		{ "/m/Film CD02.avi", "/m/Film", 2 },
		{ "/m/Film-disc-3.mkv", "/m/Film", 3 },
		{ "/m/Film disk b.mkv", "/m/Film", 2 },
		{ "/m/Film_pt10.mkv", "/m/Film", 10 },
		{ "/m/Film [dvd2].iso", "/m/Film", 2 },
		{ "C:\\m\\Film-part2.mkv", "C:\\m\\Film", 2 },
		{ "/m/Film-part0.mkv", NULL, 0 },
		{ "/m/Film-part21.mkv", NULL, 0 },
		{ "/m/Film-part99999999999.mkv", NULL, 0 },
		{ "/m/Film.mkv", NULL, 0 },
		{ "/m/Film 2.mkv", NULL, 0 },
		{ "/m/Rampart2.mkv", NULL, 0 },
		{ "/m-part2/Film.mkv", NULL, 0 },
		{ "part2.mkv", NULL, 0 },
		{ "-part2", NULL, 0 },
		{ "2", NULL, 0 },
		{ ".", NULL, 0 },
		{ "", NULL, 0 },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct path_part part = { .length = 0 };
		bool found = path_part(r->path, &part);

		is_i64(r->path, "found", found, r->common != NULL);
		if (!found || !r->common)
			continue;
		is_i64(r->path, "number", part.number, r->number);
		is_i64(r->path, "length", (int64_t)part.length, (int64_t)strlen(r->common));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_a_film_have_a_name_in_common),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

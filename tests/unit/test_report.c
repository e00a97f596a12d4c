/* SPDX-License-Identifier: MIT */
#include "shared/progress/report.h"

#include "tests/basis.h"
#include "tests/unit/unit.h"

/* ---- ids ---- */

static void ids_are_normalised(void **state)
{
	static const struct row {
		enum catalog source;
		const char *given, *kept; /* kept NULL: not an id */
	} rows[] = {
		{ CATALOG_TMDB, "603", "603" },
		{ CATALOG_TMDB, "000603", "603" },
		{ CATALOG_TMDB, "9999999999", "9999999999" },
		{ CATALOG_TMDB, "0000000000000000000000000000007", "7" },
		{ CATALOG_TVDB, "81189", "81189" },
		{ CATALOG_TVDB, "081189", "81189" },
		{ CATALOG_IMDB, "tt0133093", "tt0133093" },
		{ CATALOG_IMDB, "TT0133093", "tt0133093" },
		{ CATALOG_IMDB, "tT11280740", "tt11280740" },
		{ CATALOG_IMDB, "tt0000001", "tt0000001" },
		{ CATALOG_IMDB, "tt1234567890", "tt1234567890" },
		{ CATALOG_AUDIBLE, "B002V0QIIU", "B002V0QIIU" },
		{ CATALOG_AUDIBLE, "b002v0qiiu", "B002V0QIIU" },
		{ CATALOG_ISBN, "9780306406157", "9780306406157" },
		{ CATALOG_ISBN, "978-0-306-40615-7", "9780306406157" },
		{ CATALOG_ISBN, "0306406152", "9780306406157" },
		{ CATALOG_ISBN, "0-8044-2957-X", "9780804429573" },
		{ CATALOG_ISBN, "080442957x", "9780804429573" },
		{ CATALOG_ITUNES, "001535809341", "1535809341" },
		{ CATALOG_LOCAL, "https://abs.example/li_1", "https://abs.example/li_1" },

		{ CATALOG_TMDB, "", NULL },
		{ CATALOG_TMDB, "0", NULL },
		{ CATALOG_TMDB, "0000", NULL },
		{ CATALOG_TMDB, "-1", NULL },
		{ CATALOG_TMDB, "+603", NULL },
		{ CATALOG_TMDB, " 603", NULL },
		{ CATALOG_TMDB, "603 ", NULL },
		{ CATALOG_TMDB, "603-the-matrix", NULL },
		{ CATALOG_TMDB, "60.3", NULL },
		{ CATALOG_TMDB, "0x25b", NULL },
		{ CATALOG_TMDB, "tt0133093", NULL },
		{ CATALOG_TMDB, "10000000000", NULL },
		{ CATALOG_TMDB, "18446744073709552219", NULL },
		{ CATALOG_TVDB, "breaking-bad", NULL },
		{ CATALOG_TVDB, "0", NULL },
		{ CATALOG_IMDB, "", NULL },
		{ CATALOG_IMDB, "tt", NULL },
		{ CATALOG_IMDB, "0133093", NULL },
		{ CATALOG_IMDB, "tt133093", NULL },
		{ CATALOG_IMDB, "tt12345678901", NULL },
		{ CATALOG_IMDB, "tt0000000", NULL },
		{ CATALOG_IMDB, "tt0133093/", NULL },
		{ CATALOG_IMDB, "nm0000206", NULL },
		{ CATALOG_IMDB, "t", NULL },
		{ CATALOG_AUDIBLE, "B002V0QII", NULL },
		{ CATALOG_AUDIBLE, "B002V0QIIU0", NULL },
		{ CATALOG_AUDIBLE, "B002V0QII-", NULL },
		{ CATALOG_ISBN, "", NULL },
		{ CATALOG_ISBN, "9780306406158", NULL },  /* wrong check digit */
		{ CATALOG_ISBN, "0306406153", NULL },     /* wrong check digit */
		{ CATALOG_ISBN, "97803064061571", NULL }, /* 14 digits */
		{ CATALOG_ISBN, "978030640615", NULL },   /* 12 digits */
		{ CATALOG_ISBN, "X306406152", NULL },     /* X must be the last */
		{ CATALOG_ISBN, "030640615XX", NULL },
		{ CATALOG_ITUNES, "", NULL },
		{ CATALOG_ITUNES, "id1535809341", NULL },
		{ CATALOG_LOCAL, "", NULL },
		{ CATALOG_LOCAL, "a b", NULL },
		{ CATALOG_LOCAL, "a\nb", NULL },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct ids ids = { 0 };
		bool added = ids_add(&ids, r->source, r->given);

		is_i64(r->given, "added", added, r->kept != NULL);
		is_i64(r->given, "count", (int64_t)ids.count, r->kept != NULL);
		if (!r->kept)
			continue;
		is_text(r->given, "value", ids.list[0].value, r->kept);
		is_i64(r->given, "source", ids.list[0].source, r->source);
	}
}

static void ids_are_sorted_by_trust(void **state)
{
	struct ids ids = { 0 };

	assert_true(ids_add(&ids, CATALOG_IMDB, "tt0903747"));
	assert_true(ids_add(&ids, CATALOG_TMDB, "1396"));
	assert_true(ids_add(&ids, CATALOG_TVDB, "81189"));
	assert_int_equal(ids.count, 3);
	assert_string_equal(ids.list[0].value, "1396");
	assert_string_equal(ids.list[1].value, "81189");
	assert_string_equal(ids.list[2].value, "tt0903747");
}

static void the_first_id_of_a_catalog_wins(void **state)
{
	struct ids ids = { 0 };

	assert_true(ids_add(&ids, CATALOG_TVDB, "81189"));
	assert_false(ids_add(&ids, CATALOG_TVDB, "7"));
	assert_false(ids_add(&ids, CATALOG_TVDB, "81189"));
	assert_true(ids_add(&ids, CATALOG_TMDB, "1396"));
	assert_false(ids_add(&ids, CATALOG_TMDB, "8"));
	assert_int_equal(ids.count, 2);
	assert_string_equal(ids.list[0].value, "1396");
	assert_string_equal(ids.list[1].value, "81189");
}

/* ---- names ---- */

static void basis_names_are_distinct(void **state)
{
	for (int a = 0; a < BASIS__COUNT; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(
				basis_name((enum basis)a), basis_name((enum basis)b));
}

/* ---- shares ---- */

static void shares_round_to_nearest(void **state)
{
	static const struct row {
		int64_t position, duration, share;
	} rows[] = {
		{ 0, 1, 0 },
		{ 1, 1, 1000000 },
		{ 1, 2, 500000 },
		{ 1, 3, 333333 },
		{ 2, 3, 666667 },
		{ 1, 2000000, 1 }, /* exactly half rounds up */
		{ 1, 2000001, 0 }, /* just below half */
		{ 3, 2000000, 2 }, /* one and a half */
		{ 28202040000, 81779200000, 344856 },
		{ 412800000000, 825600000000, 500000 },
		{ 1999999, 2000000, 1000000 },
		{ 1999998, 2000000, 999999 },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_i64("share", "of row", report_share(rows[i].position, rows[i].duration),
			rows[i].share);
}

static void a_share_is_unknown_without_position_or_duration(void **state)
{
	assert_int_equal(report_share(UNSAID, 100), UNSAID);
	assert_int_equal(report_share(50, UNSAID), UNSAID);
	assert_int_equal(report_share(50, 0), UNSAID);
	assert_int_equal(report_share(0, 0), UNSAID);
	assert_int_equal(report_share(INT64_MIN, 100), UNSAID);
	assert_int_equal(report_share(100, INT64_MIN), UNSAID);
}

static void a_position_past_the_end_counts_as_the_end(void **state)
{
	assert_int_equal(report_share(101, 100), SHARE_WHOLE);
	assert_int_equal(report_share(INT64_MAX, 1), SHARE_WHOLE);
}

static void huge_positions_do_not_overflow(void **state)
{
	static const struct row {
		int64_t position, duration, share;
	} rows[] = {
		{ INT64_MAX, INT64_MAX, 1000000 },
		{ INT64_MAX - 1, INT64_MAX, 1000000 },
		{ INT64_MAX / 2, INT64_MAX, 500000 },
		{ INT64_MAX / 4 * 3, INT64_MAX, 750000 },
		{ INT64_MAX / 3, INT64_MAX, 333333 },
		{ INT64_MAX / 1000000, INT64_MAX, 1 },
		{ 1, INT64_MAX, 0 },
		{ 0, INT64_MAX, 0 },
		{ INT64_C(1) << 41, INT64_C(1) << 42, 500000 },
		{ (INT64_C(1) << 42) / 3, (INT64_C(1) << 42) + 1, 333333 },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_i64("huge", "share", report_share(rows[i].position, rows[i].duration),
			rows[i].share);
}

/* ---- files with several episodes ---- */

static struct report file_of(int first, int last)
{
	return (struct report){
		.kind = KIND_SHOW,
		.season = 1,
		.episode = first,
		.episode_end = last,
		.position = UNSAID,
		.duration = UNSAID,
		.units_per_ms = 10000,
		.at_ms = UNSAID,
	};
}

static void a_file_has_one_part_unless_it_names_a_range(void **state)
{
	struct report r = file_of(1, UNSAID);

	assert_int_equal(report_parts(&r), 1);
	r = file_of(1, 1);
	assert_int_equal(report_parts(&r), 1);
	r = file_of(2, 1);
	assert_int_equal(report_parts(&r), 1);
	r = file_of(1, 2);
	assert_int_equal(report_parts(&r), 2);
	r = file_of(0, 2);
	assert_int_equal(report_parts(&r), 3);
	r.kind = KIND_MOVIE;
	assert_int_equal(report_parts(&r), 1);
}

static void a_single_part_is_the_whole_report(void **state)
{
	struct report whole = file_of(7, UNSAID), part;

	whole.position = 30;
	whole.duration = 100;
	report_part(&whole, 0, false, &part);
	assert_int_equal(part.episode, 7);
	assert_int_equal(part.episode_end, UNSAID);
	assert_int_equal(part.position, 30);
	assert_int_equal(part.duration, 100);
	assert_false(part.passed);
	assert_false(part.finished);
}

static void parts_split_the_file_evenly(void **state)
{
	static const struct row {
		const char *name;
		int64_t at; /* of 300 */
		int64_t positions[3];
		bool passed[3];
	} rows[] = {
		/* clang-format off */
		{ "at the start",      0, {   0,   0,   0 }, { 0, 0, 0 } },
		{ "in the first",     50, {  50,   0,   0 }, { 0, 0, 0 } },
		{ "first's last",     99, {  99,   0,   0 }, { 0, 0, 0 } },
		{ "first passed",    100, { 100,   0,   0 }, { 1, 0, 0 } },
		{ "in the second",   150, { 100,  50,   0 }, { 1, 0, 0 } },
		{ "in the third",    250, { 100, 100,  50 }, { 1, 1, 0 } },
		{ "at the end",      300, { 100, 100, 100 }, { 1, 1, 1 } },
		{ "beyond the end",  900, { 100, 100, 100 }, { 1, 1, 1 } },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct report whole = file_of(4, 6), part;

		whole.position = r->at;
		whole.duration = 300;
		for (int i = 0; i < 3; i++) {
			report_part(&whole, i, false, &part);
			is_i64(r->name, "season", part.season, 1);
			is_i64(r->name, "episode", part.episode, 4 + i);
			is_i64(r->name, "end", part.episode_end, UNSAID);
			is_i64(r->name, "duration", part.duration, 100);
			is_i64(r->name, "position", part.position, r->positions[i]);
			is_i64(r->name, "passed", part.passed, r->passed[i]);
			is_i64(r->name, "finished", part.finished, false);
			is_i64(r->name, "parts", report_parts(&part), 1);
		}
	}
}

static void finishing_the_file_finishes_every_part(void **state)
{
	struct report whole = file_of(1, 2), part;

	whole.position = 193;
	whole.duration = 200;
	for (int i = 0; i < 2; i++) {
		report_part(&whole, i, true, &part);
		assert_int_equal(part.episode, 1 + i);
		assert_true(part.finished);
	}
}

static void a_part_without_position_or_duration_has_none(void **state)
{
	struct report whole = file_of(1, 2), part;

	report_part(&whole, 1, false, &part);
	assert_int_equal(part.position, UNSAID);
	assert_int_equal(part.duration, UNSAID);
	assert_false(part.passed);

	whole.duration = 200;
	report_part(&whole, 1, false, &part);
	assert_int_equal(part.position, UNSAID);
	assert_int_equal(part.duration, 100);
	assert_false(part.passed);

	whole.duration = 0;
	whole.position = 10;
	report_part(&whole, 0, true, &part);
	assert_true(part.finished);
	assert_false(part.passed);
}

static void huge_durations_do_not_overflow_in_parts(void **state)
{
	struct report whole = file_of(1, REPORT_PARTS_MAX), part;

	whole.position = whole.duration = INT64_MAX;
	for (int i = 0; i < REPORT_PARTS_MAX; i++) {
		report_part(&whole, i, false, &part);
		assert_int_equal(part.duration, INT64_MAX / REPORT_PARTS_MAX);
		assert_int_equal(part.position, part.duration);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_normalised),
		cmocka_unit_test(ids_are_sorted_by_trust),
		cmocka_unit_test(the_first_id_of_a_catalog_wins),
		cmocka_unit_test(basis_names_are_distinct),
		cmocka_unit_test(shares_round_to_nearest),
		cmocka_unit_test(a_share_is_unknown_without_position_or_duration),
		cmocka_unit_test(a_position_past_the_end_counts_as_the_end),
		cmocka_unit_test(huge_positions_do_not_overflow),
		cmocka_unit_test(a_file_has_one_part_unless_it_names_a_range),
		cmocka_unit_test(a_single_part_is_the_whole_report),
		cmocka_unit_test(parts_split_the_file_evenly),
		cmocka_unit_test(finishing_the_file_finishes_every_part),
		cmocka_unit_test(a_part_without_position_or_duration_has_none),
		cmocka_unit_test(huge_durations_do_not_overflow_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

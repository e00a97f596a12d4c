/* SPDX-License-Identifier: MIT */
/* When something was played, as a person enters it. */
#include "shared/actions/moment.h"

#include "shared/base/zone.h"

#include "tests/unit/unit.h"

#define HOUR INT64_C(3600000)

/* 2026-11-22 12:00 UTC */
#define NOW (INT64_C(20779) * 24 * HOUR + 12 * HOUR)

static void a_moment_is_a_day_or_an_hour_of_it(void **state)
{
	static const struct row {
		const char *text, *zone;
		int64_t before_ms; /* now */
		bool day_only;
	} rows[] = {
		{ "2026-11-22", "UTC", 0, true },
		{ "2026-11-21", "UTC", 24 * HOUR, true },
		{ "2026-11-22T11:30", "UTC", HOUR / 2, false },
		{ "2026-11-22 11:30", "Europe/Berlin", HOUR + HOUR / 2, false },
		{ "2026-11-22T12:00", "UTC", 0, false },
		/* Later than noon there: still that day. */
		{ "2026-11-22", "Pacific/Honolulu", 0, true },
		/* Where a clock is put back, and where it is put forward. */
		{ "2026-10-25T12:00", "Europe/Berlin", 28 * 24 * HOUR + HOUR, false },
		{ "2026-03-29T12:00", "Europe/Berlin", 238 * 24 * HOUR + 2 * HOUR, false },
	};
	struct unit *u = *state;
	struct moment at;

	u->cx.now_ms = NOW;
	for (size_t i = 0; i < NELEM(rows); i++) {
		zone_use(rows[i].zone);
		MUST(moment_parse(&u->cx, rows[i].text, &at));
		is_i64(rows[i].text, "before now", NOW - at.ms, rows[i].before_ms);
		assert_int_equal(at.day_only, rows[i].day_only);
	}
	MUST(moment_parse(&u->cx, "unknown", &at));
	assert_int_equal(at.ms, 0);
	zone_use(NULL);
}

static void what_is_no_moment_is_refused(void **state)
{
	static const char *const texts[] = { "", "2026", "2026-11", "22.11.2026", "2026-11-23",
		"2026-11-22T12:01", "2026-02-30", "2026-13-01", "2026-00-10", "1970-12-31",
		"2026-11-22T24:00", "2026-11-22T10:60", "2026-11-22x10:00", "2026-11-22T1x:00",
		"2026-11-22T10:0", "-026-11-22", "Unknown", "2026-11-2 ", "2026-11-22T10-00" };
	struct unit *u = *state;
	struct moment at;

	u->cx.now_ms = NOW;
	zone_use(NULL);
	for (size_t i = 0; i < NELEM(texts); i++)
		is_err(texts[i], &u->cx, moment_parse(&u->cx, texts[i], &at), ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_moment_is_a_day_or_an_hour_of_it),
		UNIT_TEST(what_is_no_moment_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

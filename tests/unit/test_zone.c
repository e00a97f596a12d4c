/* SPDX-License-Identifier: MIT */
/* Days and weeks where people live, on the nights that clocks are changed. */
#include "shared/clock.h"
#include "shared/zone.h"

#include "tests/unit/unit.h"

static int64_t at(const char *text)
{
	int64_t ms = -1;

	if (!clock_parse(text, &ms))
		fail_msg("\"%s\" is no time", text);
	return ms;
}

/* The first moment of a civil day. */
static const struct start {
	const char *zone;
	int year, month, day;
	const char *first;
} starts[] = {
	{ "UTC", 2026, 1, 1, "2026-01-01T00:00:00Z" },
	{ "UTC", 2024, 2, 29, "2024-02-29T00:00:00Z" },
	{ "Europe/Berlin", 2026, 3, 29, "2026-03-28T23:00:00Z" },
	{ "Europe/Berlin", 2026, 3, 30, "2026-03-29T22:00:00Z" },
	{ "Europe/Berlin", 2026, 10, 25, "2026-10-24T22:00:00Z" },
	{ "Europe/Berlin", 2026, 10, 26, "2026-10-25T23:00:00Z" },
	{ "Pacific/Auckland", 2026, 1, 1, "2025-12-31T11:00:00Z" },
	{ "Pacific/Auckland", 2026, 4, 6, "2026-04-05T12:00:00Z" },
	{ "Pacific/Auckland", 2026, 9, 28, "2026-09-27T11:00:00Z" },
	/* There was no midnight that night: the day began at one. */
	{ "America/Sao_Paulo", 2018, 11, 4, "2018-11-04T03:00:00Z" },
	{ "America/Sao_Paulo", 2018, 2, 18, "2018-02-18T03:00:00Z" },
	{ "No/Such_Zone", 2026, 7, 1, "2026-07-01T00:00:00Z" },
};

static void a_day_begins_at_its_first_moment(void **state)
{
	for (size_t i = 0; i < NELEM(starts); i++) {
		const struct start *row = &starts[i];
		int64_t day = zone_day_of(row->year, row->month, row->day);
		int64_t first = at(row->first);

		zone_use(row->zone);
		is_i64(row->first, "the start", zone_day_starts(day), first);
		is_i64(row->first, "its day", zone_day(first), day);
		is_i64(row->first, "the day before", zone_day(first - 1),
			day - 1);
	}
}

static void a_date_is_a_day_and_back(void **state)
{
	for (int64_t day = zone_day_of(1999, 12, 1);
		day < zone_day_of(2033, 2, 1); day++) {
		struct civil c = zone_date(day);

		assert_int_equal(zone_day_of(c.year, c.month, c.day), day);
	}
	assert_int_equal(zone_day_of(1970, 1, 1), 0);
}

static const struct {
	int year, month, day, week;
} weeks[] = {
	{ 2026, 1, 1, 1 },
	{ 2025, 12, 29, 1 },
	{ 2025, 12, 28, 52 },
	{ 2024, 12, 30, 1 },
	{ 2024, 2, 29, 9 },
	{ 2023, 1, 1, 52 },
	{ 2021, 1, 3, 53 },
	{ 2021, 1, 4, 1 },
	{ 2020, 12, 31, 53 },
	{ 2026, 11, 22, 47 },
	{ 2026, 11, 23, 48 },
};

static void weeks_are_those_of_the_calendar(void **state)
{
	for (size_t i = 0; i < NELEM(weeks); i++)
		assert_int_equal(zone_week(zone_day_of(weeks[i].year,
					 weeks[i].month, weeks[i].day)),
			weeks[i].week);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_begins_at_its_first_moment),
		cmocka_unit_test(a_date_is_a_day_and_back),
		cmocka_unit_test(weeks_are_those_of_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

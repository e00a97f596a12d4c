/* SPDX-License-Identifier: MIT */
/* Days and weeks in time zones, on the nights when clocks change. */
#include "shared/base/clock.h"
#include "shared/base/zone.h"

#include "tests/unit/unit.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS };
#define STEP_MS (INT64_C(7) * DAY_MS)

static int64_t at(const char *text)
{
	int64_t ms = -1;

	if (!clock_parse(text, &ms))
		fail_msg("\"%s\" is no time", text);
	return ms;
}

static void names_are_known_or_unknown(void **state)
{
	char too_long[ZONE_NAME_MAX + 2];
	static const char *const good[] = { "UTC", "Europe/Berlin",
		"America/Argentina/Buenos_Aires", "Etc/GMT+12", "Asia/Kathmandu" };
	const char *const bad[] = { "", "/", "Europe", "Europe/", "/Europe/Berlin",
		"Europe//Berlin", "Europe/Berlin/", "europe/berlin", "../zoneinfo/UTC",
		"Europe/../UTC", "zone.tab", "tzdata.zi", "Europe/Atlantis", "Europe/Berlin ",
		":UTC", "UTC\n", "CET-1CEST", too_long };

	memset(too_long, 'A', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	for (size_t i = 0; i < NELEM(good); i++)
		if (!zone_is_known(good[i]))
			fail_msg("%s is not known", good[i]);
	for (size_t i = 0; i < NELEM(bad); i++)
		if (zone_is_known(bad[i]))
			fail_msg("\"%s\" is known", bad[i]);
}

static void the_list_is_sorted_and_every_name_is_known(void **state)
{
	struct unit *u = *state;
	const char *const *names;
	size_t count;

	zone_list(&u->arena, &names, &count);
	assert_true(count > 300);
	for (size_t i = 0; i < count; i++) {
		if (!zone_is_known(names[i]))
			fail_msg("%s is not known", names[i]);
		if (i > 0 && strcmp(names[i - 1], names[i]) >= 0)
			fail_msg("%s stands behind %s", names[i - 1], names[i]);
	}
}

static void a_moment_is_converted_to_civil_time(void **state)
{
	static const struct row {
		const char *zone, *moment;
		int year, month, day, hour, minute, weekday, year_day;
	} rows[] = {
		{ "UTC", "2026-10-18T19:00:00Z", 2026, 10, 18, 19, 0, 6, 290 },
		{ "Asia/Tokyo", "2026-10-18T19:00:00Z", 2026, 10, 19, 4, 0, 0, 291 },
		{ "Asia/Kathmandu", "2026-12-31T18:15:00Z", 2027, 1, 1, 0, 0, 4, 0 },
		{ "America/New_York", "2024-03-01T04:59:00Z", 2024, 2, 29, 23, 59, 3, 59 },
		{ NULL, "2024-02-29T00:00:00Z", 2024, 2, 29, 0, 0, 3, 59 },
		{ "Nowhere/At_All", "1970-01-01T00:00:00Z", 1970, 1, 1, 0, 0, 3, 0 },
		{ "../../../etc/localtime", "1970-01-01T00:00:00Z", 1970, 1, 1, 0, 0, 3, 0 },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct row *r = &rows[i];
		struct civil c;

		zone_use(r->zone);
		c = zone_civil(at(r->moment));
		is_i64(r->moment, "year", c.year, r->year);
		is_i64(r->moment, "month", c.month, r->month);
		is_i64(r->moment, "day", c.day, r->day);
		is_i64(r->moment, "hour", c.hour, r->hour);
		is_i64(r->moment, "minute", c.minute, r->minute);
		is_i64(r->moment, "weekday", c.weekday, r->weekday);
		is_i64(r->moment, "year_day", c.year_day, r->year_day);
	}
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
	/* There were two: at one it became midnight again. */
	{ "America/Havana", 2024, 11, 3, "2024-11-03T04:00:00Z" },
	{ "Asia/Kolkata", 2026, 10, 18, "2026-10-17T18:30:00Z" },
	{ "Pacific/Kiritimati", 2026, 1, 1, "2025-12-31T10:00:00Z" },
	{ "Etc/GMT+12", 2026, 1, 1, "2026-01-01T12:00:00Z" },
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
		is_i64(row->first, "the day before", zone_day(first - 1), day - 1);
	}
}

/* A day never comes twice, and lasts from its start to the next one. */
static void check_moment(const char *zone, int64_t ms, int64_t *newest)
{
	int64_t day = zone_day(ms);

	if (day < *newest)
		fail_msg("%s: day %" PRId64 " after %" PRId64 " at %" PRId64, zone, day, *newest,
			ms);
	if (ms < zone_day_starts(day) || ms >= zone_day_starts(day + 1))
		fail_msg("%s: %" PRId64 " is not within its day", zone, ms);
	*newest = day;
}

static int64_t local_of(int64_t ms)
{
	struct civil c = zone_civil(ms);

	return zone_day_of(c.year, c.month, c.day) * DAY_MS +
	       ((c.hour * 60 + c.minute) * 60 + c.second) * INT64_C(1000);
}

/* The change of the offset between two moments, to the second. */
static int64_t find_change(int64_t from, int64_t to)
{
	int64_t offset = local_of(from) - from;

	while (to - from > 1000) {
		int64_t middle = (from + to) / 2000 * 1000;

		if (local_of(middle) - middle == offset)
			from = middle;
		else
			to = middle;
	}
	return to;
}

static size_t check_changes(const char *zone)
{
	const int64_t end = at("2038-01-01T00:00:00Z");
	size_t changes = 0;

	for (int64_t ms = 0; ms < end; ms += STEP_MS) {
		int64_t change, newest = 0;

		if (local_of(ms) - ms == local_of(ms + STEP_MS) - ms - STEP_MS)
			continue;
		change = find_change(ms, ms + STEP_MS);
		changes++;
		for (int64_t near = -2 * HOUR_MS; near <= 2 * HOUR_MS; near += 30 * MINUTE_MS) {
			check_moment(zone, change + near - 1000, &newest);
			check_moment(zone, change + near, &newest);
		}
	}
	return changes;
}

static void no_day_comes_twice_at_any_change_of_any_zone(void **state)
{
	struct unit *u = *state;
	const char *const *names;
	size_t count, changes = 0;

	zone_list(&u->arena, &names, &count);
	for (size_t i = 0; i < count; i++) {
		zone_use(names[i]);
		changes += check_changes(names[i]);
	}
	assert_true(changes > 10000);
}

/* Apia crossed the date line and skipped that day. */
static void a_skipped_day_begins_with_the_next(void **state)
{
	zone_use("Pacific/Apia");
	for (int day = 30; day <= 31; day++)
		is_i64("Apia", "the start", zone_day_starts(zone_day_of(2011, 12, day)),
			at("2011-12-30T10:00:00Z"));
}

static void days_follow_one_another(void **state)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York",
		"America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Asia/Gaza",
		"Australia/Lord_Howe", "Africa/Cairo", "America/Scoresbysund", "Pacific/Chatham" };
	int64_t first = zone_day_of(2015, 1, 1);

	for (size_t i = 0; i < NELEM(zones); i++) {
		zone_use(zones[i]);
		for (int64_t day = first; day < first + 4000; day++) {
			int64_t first_ms = zone_day_starts(day);

			is_i64(zones[i], "day", zone_day(first_ms), day);
			is_i64(zones[i], "day before", zone_day(first_ms - 1), day - 1);
		}
	}
}

static void a_date_survives_a_round_trip(void **state)
{
	for (int64_t day = zone_day_of(1999, 12, 1); day < zone_day_of(2033, 2, 1); day++) {
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

static void weeks_match_the_calendar(void **state)
{
	for (size_t i = 0; i < NELEM(weeks); i++)
		assert_int_equal(
			zone_week(zone_day_of(weeks[i].year, weeks[i].month, weeks[i].day)),
			weeks[i].week);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_known_or_unknown),
		UNIT_TEST(the_list_is_sorted_and_every_name_is_known),
		cmocka_unit_test(a_moment_is_converted_to_civil_time),
		UNIT_TEST(no_day_comes_twice_at_any_change_of_any_zone),
		cmocka_unit_test(a_day_begins_at_its_first_moment),
		cmocka_unit_test(a_skipped_day_begins_with_the_next),
		cmocka_unit_test(days_follow_one_another),
		cmocka_unit_test(a_date_survives_a_round_trip),
		cmocka_unit_test(weeks_match_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Time counts on the day it was spent, and no day has too much of it. */
#include "shared/base/clock.h"
#include "shared/base/zone.h"
#include "shared/progress/spent.h"
#include "shared/store/history.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

enum { HOUR_MS = 60 * 60 * 1000 };

static int64_t at(const char *text)
{
	int64_t ms = -1;

	assert_true(clock_parse(text, &ms));
	return ms;
}

static void begin(struct unit *u, const char *zone)
{
	add_user(u, "alice");
	zone_use(zone);
	run_sql(u->path,
		"INSERT INTO work (id, person_id, kind, created_ms) VALUES (1, 1, 'movie', 0),"
		" (2, 1, 'show', 0), (3, 1, 'audiobook', 0), (4, 1, 'podcast', 0), (5, 1, 'book', 0);"
		"INSERT INTO item (id, work_id, part) SELECT id, id, '' FROM work");
}

enum { FILM = 1, AUDIOBOOK = 3, ITEMS = 5 };

static void add(struct unit *u, int64_t item, int64_t from_ms, int64_t to_ms, int64_t length_ms)
{
	char sql[400];

	snprintf(sql, sizeof(sql),
		"INSERT INTO play (user_id, item_id, state, share, furthest, duration_ms, started_ms,"
		" updated_ms, completed_ms) VALUES (1, %" PRId64 ", 'completed', 0, 0, %" PRId64
		", %" PRId64 ", %" PRId64 ", %" PRId64 ")",
		item, length_ms, from_ms, to_ms, to_ms);
	run_sql(u->path, sql);
}

static struct history_sums sums_of(struct unit *u, int64_t first_day, int64_t last_day)
{
	struct history_span span = {
		.user_id = 1, .state = PLAY_ANY, .first_day = first_day, .last_day = last_day
	};
	struct history_sums sums;

	MUST(store_history_sums(&u->cx, u->store, &span, &sums));
	return sums;
}

static void a_film_over_midnight_counts_on_two_days(void **state)
{
	struct unit *u = *state;
	int64_t day = zone_day_of(2026, 3, 10);
	struct history_sums sums;

	begin(u, "Europe/Berlin");
	add(u, FILM, at("2026-03-10T22:00:00Z"), at("2026-03-11T00:00:00Z"), 2 * HOUR_MS);
	sums = sums_of(u, day, day + 1);
	is_i64("first", "ms", sums.days[0].watched_ms, HOUR_MS);
	is_i64("second", "ms", sums.days[1].watched_ms, HOUR_MS);
	is_i64("first", "n", sums.days[0].completed, 0);
	is_i64("second", "n", sums.days[1].completed, 1);
	is_i64("first alone", "ms", sums_of(u, day, day).whole.watched_ms, HOUR_MS);
}

/* What lay between is not known: it counts where it ended. */
static void a_film_that_was_left_for_a_week_counts_at_its_end(void **state)
{
	struct unit *u = *state;
	int64_t day = zone_day_of(2026, 3, 10);

	begin(u, "UTC");
	add(u, FILM, at("2026-03-03T20:00:00Z"), at("2026-03-10T20:00:00Z"), 2 * HOUR_MS);
	is_i64("day", "ms", sums_of(u, day, day).whole.watched_ms, 2 * HOUR_MS);
}

static void an_audiobook_counts_on_the_days_it_was_heard(void **state)
{
	struct unit *u = *state;
	int64_t day = zone_day_of(2026, 6, 1);
	struct history_sums sums;

	begin(u, "UTC");
	add(u, AUDIOBOOK, at("2026-06-01T00:00:00Z"), at("2026-06-11T00:00:00Z"), 36 * HOUR_MS);
	sums = sums_of(u, day, day + 29);
	for (int i = 0; i < 10; i++)
		is_i64("day", "ms", sums.days[i].watched_ms, 36 * HOUR_MS / 10);
	is_i64("after", "ms", sums.days[10].watched_ms, 0);
	is_i64("after", "n", sums.days[10].completed, 1);
	/* A span before its end has its part. */
	is_i64("two days", "ms", sums_of(u, day, day + 1).whole.watched_ms, 72 * HOUR_MS / 10);
}

static void a_full_day_has_no_more(void **state)
{
	struct unit *u = *state;
	int64_t day = zone_day_of(2026, 6, 10);
	struct history_sums sums;

	begin(u, "UTC");
	add(u, AUDIOBOOK, at("2026-06-10T12:00:00Z"), at("2026-06-10T12:00:00Z"), 36 * HOUR_MS);
	sums = sums_of(u, day - 5, day + 5);
	is_i64("day", "ms", sums.days[5].watched_ms, 24 * HOUR_MS);
	is_i64("day", "listened", sums.days[5].listened_ms, 24 * HOUR_MS);
	is_i64("rest", "ms", sums.unplaced_ms, 12 * HOUR_MS);
	is_i64("whole", "ms", sums.whole.watched_ms, 36 * HOUR_MS);
}

static void a_day_is_as_long_as_it_was(void **state)
{
	static const struct {
		int month, day, hours;
	} days[] = { { 3, 29, 23 }, { 10, 25, 25 }, { 10, 26, 24 } };
	struct unit *u = *state;

	begin(u, "Europe/Berlin");
	for (size_t i = 0; i < NELEM(days); i++) {
		int64_t day = zone_day_of(2026, days[i].month, days[i].day);
		int64_t noon = zone_day_starts(day) + 12 * HOUR_MS;

		add(u, AUDIOBOOK, noon, noon, 100 * HOUR_MS);
		is_i64("day", "hours", sums_of(u, day, day).days[0].watched_ms / HOUR_MS,
			days[i].hours);
	}
}

/* A fixed sequence: what fails, fails again. */
static int64_t dice(uint64_t *seed, int64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)(*seed >> 33) % below;
}

static int64_t add_some(struct unit *u, uint64_t *seed, int64_t from_ms, int64_t days)
{
	int64_t all = 0;

	for (int i = 0; i < 60; i++) {
		int64_t length = dice(seed, 40 * HOUR_MS);
		int64_t took = dice(seed, 3) == 0 ? 0 : dice(seed, 30 * 24) * HOUR_MS;
		int64_t end = from_ms + (30 + dice(seed, days - 60)) * 24 * HOUR_MS +
			      dice(seed, 24 * HOUR_MS);

		add(u, 1 + dice(seed, ITEMS), end - took, end, length);
		all += length;
	}
	return all;
}

static void check_sums(const struct history_sums *sums, int64_t days)
{
	int64_t on_days = 0, of_kinds = 0, of_sources = 0;

	for (int64_t i = 0; i < days; i++) {
		int64_t day = sums->first_day + i;

		assert_true(sums->days[i].watched_ms <=
			    zone_day_starts(day + 1) - zone_day_starts(day));
		assert_true(sums->days[i].listened_ms <= sums->days[i].watched_ms);
		on_days += sums->days[i].watched_ms;
	}
	for (int k = 0; k < KIND__COUNT; k++)
		of_kinds += sums->kinds[k].watched_ms;
	for (size_t i = 0; i < sums->source_count; i++)
		of_sources += sums->sources[i].sum.watched_ms;
	is_i64("days", "ms", on_days + sums->unplaced_ms, sums->whole.watched_ms);
	is_i64("kinds", "ms", of_kinds, sums->whole.watched_ms);
	is_i64("sources", "ms", of_sources, sums->whole.watched_ms);
}

static void sums_add_up_whatever_was_played(void **state)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "Pacific/Apia",
		"Australia/Lord_Howe", "America/St_Johns" };
	int64_t first = zone_day_of(2025, 1, 1), days = 365;
	struct unit *u = *state;
	uint64_t seed = 1;

	begin(u, "UTC");
	for (size_t i = 0; i < 2 * NELEM(zones); i++) {
		struct history_sums year;
		int64_t parts = 0, all;

		run_sql(u->path, "DELETE FROM play");
		zone_use(zones[i % NELEM(zones)]);
		all = add_some(u, &seed, zone_day_starts(first), days);
		year = sums_of(u, first, first + days - 1);
		check_sums(&year, days);
		is_i64("year", "ms", year.whole.watched_ms, all);
		for (int64_t day = 0; day < days; day += 73)
			parts += sums_of(u, first + day, first + day + 72).whole.watched_ms;
		is_i64("its parts", "ms", parts, all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_film_over_midnight_counts_on_two_days),
		STORE_TEST(a_film_that_was_left_for_a_week_counts_at_its_end),
		STORE_TEST(an_audiobook_counts_on_the_days_it_was_heard),
		STORE_TEST(a_full_day_has_no_more),
		STORE_TEST(a_day_is_as_long_as_it_was),
		STORE_TEST(sums_add_up_whatever_was_played),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

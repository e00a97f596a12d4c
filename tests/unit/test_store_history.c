/* SPDX-License-Identifier: MIT */
/* What was watched when, and totals by day, kind and provider. */
#include "shared/base/clock.h"
#include "shared/base/zone.h"
#include "shared/store/history.h"
#include "shared/store/library.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

enum { HOUR_MS = 60 * 60 * 1000 };

static int64_t at(const char *text)
{
	int64_t ms = -1;

	if (!clock_parse(text, &ms))
		fail_msg("\"%s\" is no time", text);
	return ms;
}

static void sql(struct unit *u, const char *format, ...) PRINTF(2, 3);

static void sql(struct unit *u, const char *format, ...)
{
	char text[600];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	run_sql(u->path, text);
}

/* Item 1 is a film, item 2 an episode, item 3 an audiobook. */
static void add_works(struct unit *u)
{
	sql(u, "INSERT INTO work (id, person_id, kind, title, created_ms) VALUES"
	       " (1, 1, 'movie', 'Heat', 0), (2, 1, 'show', 'Dark', 0),"
	       " (3, 1, 'audiobook', NULL, 0)");
	sql(u, "INSERT INTO item (id, work_id, part, season, episode, title)"
	       " VALUES (1, 1, '', NULL, NULL, NULL),"
	       " (2, 2, 's1e2', 1, 2, 'Lies'), (3, 3, '', NULL, NULL, NULL)");
}

struct made {
	int64_t user_id, item_id, at_ms;
	int64_t duration_ms; /* or UNSAID */
	int64_t furthest;    /* the whole: completed */
	int64_t integration_id;
};

static void add_play(struct unit *u, const struct made *m)
{
	char duration[32] = "NULL", source[32] = "NULL", ended[32] = "NULL";
	bool is_whole = m->furthest == SHARE_WHOLE;

	if (m->duration_ms != UNSAID)
		snprintf(duration, sizeof(duration), "%" PRId64, m->duration_ms);
	if (m->integration_id)
		snprintf(source, sizeof(source), "%" PRId64, m->integration_id);
	if (is_whole)
		snprintf(ended, sizeof(ended), "%" PRId64, m->at_ms);
	sql(u,
		"INSERT INTO play (user_id, item_id, integration_id, state,"
		" share, furthest, duration_ms, started_ms, updated_ms,"
		" completed_ms) VALUES (%" PRId64 ", %" PRId64 ", %s, '%s', 0,"
		" %" PRId64 ", %s, %" PRId64 ", %" PRId64 ", %s)",
		m->user_id, m->item_id, source, is_whole ? "completed" : "in_progress", m->furthest,
		duration, m->at_ms, m->at_ms, ended);
}

static void add_completed(struct unit *u, int64_t user_id, int64_t at_ms)
{
	add_play(u, &(struct made){ .user_id = user_id,
			    .item_id = 1,
			    .at_ms = at_ms,
			    .duration_ms = 2 * HOUR_MS,
			    .furthest = SHARE_WHOLE });
}

static struct history_sums sums_of(
	struct unit *u, int64_t user_id, int64_t first_day, int64_t last_day)
{
	struct history_span span = {
		.user_id = user_id, .state = PLAY_ANY, .first_day = first_day, .last_day = last_day
	};
	struct history_sums sums;

	MUST(store_history_sums(&u->cx, u->store, &span, &sums));
	return sums;
}

/* A play at each moment falls on that day, and on no other. */
static const struct {
	const char *zone, *at;
	int year, month, day;
} days[] = {
	{ "UTC", "2026-12-31T23:59:59.999Z", 2026, 12, 31 },
	{ "UTC", "2024-02-29T12:00:00Z", 2024, 2, 29 },
	{ "Europe/Berlin", "2026-03-28T22:59:59.999Z", 2026, 3, 28 },
	{ "Europe/Berlin", "2026-03-29T21:59:59.999Z", 2026, 3, 29 },
	{ "Europe/Berlin", "2026-03-29T22:00:00Z", 2026, 3, 30 },
	{ "Europe/Berlin", "2026-10-25T22:59:59.999Z", 2026, 10, 25 },
	{ "Europe/Berlin", "2026-10-25T23:00:00Z", 2026, 10, 26 },
	{ "Pacific/Auckland", "2025-12-31T10:59:59.999Z", 2025, 12, 31 },
	{ "Pacific/Auckland", "2025-12-31T11:00:00Z", 2026, 1, 1 },
	{ "Pacific/Auckland", "2026-04-05T11:59:59.999Z", 2026, 4, 5 },
	{ "America/Sao_Paulo", "2018-11-04T02:59:59.999Z", 2018, 11, 3 },
	{ "America/Sao_Paulo", "2018-11-04T03:00:00Z", 2018, 11, 4 },
	{ "America/Sao_Paulo", "2018-02-18T02:30:00Z", 2018, 2, 17 },
	/* At one minute past midnight the clock went back to the evening. */
	{ "America/St_Johns", "2009-11-01T02:29:59.999Z", 2009, 10, 31 },
	{ "America/St_Johns", "2009-11-01T02:30:00Z", 2009, 11, 1 },
	{ "America/St_Johns", "2009-11-01T02:31:00Z", 2009, 11, 1 },
	{ "America/St_Johns", "2009-11-01T03:30:00Z", 2009, 11, 1 },
};

static void a_play_belongs_to_its_day_in_the_persons_zone(void **state)
{
	struct unit *u = *state;

	add_works(u);
	for (size_t i = 0; i < NELEM(days); i++) {
		int64_t user_id = add_user(u, arena_printf(&u->arena, "user%zu", i));
		int64_t day = zone_day_of(days[i].year, days[i].month, days[i].day);
		struct history_sums sums;

		zone_use(days[i].zone);
		add_completed(u, user_id, at(days[i].at));
		sums = sums_of(u, user_id, day, day);
		is_i64(days[i].at, "that day", sums.days[0].completed, 1);
		sums = sums_of(u, user_id, day - 1, day + 1);
		is_i64(days[i].at, "the day before", sums.days[0].completed, 0);
		is_i64(days[i].at, "of three", sums.days[1].completed, 1);
		is_i64(days[i].at, "the day after", sums.days[2].completed, 0);
		sums = sums_of(u, user_id, day + 1, day + 9);
		is_i64(days[i].at, "later days", sums.whole.completed, 0);
		sums = sums_of(u, user_id, day - 9, day - 1);
		is_i64(days[i].at, "earlier days", sums.whole.completed, 0);
	}
}

static void leap_years_and_empty_years(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	int64_t first = zone_day_of(2024, 1, 1), last = first + 365;
	struct history_sums sums;

	zone_use("Europe/Berlin");
	add_works(u);
	assert_int_equal(zone_day_of(2024, 12, 31), last);
	add_completed(u, alice, at("2024-12-31T22:59:59Z"));
	sums = sums_of(u, alice, first, last);
	assert_int_equal(sums.days[365].completed, 1);
	sums = sums_of(u, alice, last + 1, last + 365);
	assert_int_equal(sums.whole.completed, 0);
	assert_int_equal(sums.whole.watched_ms, 0);
}

static void midnight_separates_adjacent_moments(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	int64_t day = zone_day_of(2026, 10, 25);
	struct history_sums sums;

	zone_use("Europe/Berlin");
	add_works(u);
	add_completed(u, alice, at("2026-10-25T22:59:59.999Z"));
	add_completed(u, alice, at("2026-10-25T23:00:00Z"));
	sums = sums_of(u, alice, day, day + 1);
	assert_int_equal(sums.days[0].completed, 1);
	assert_int_equal(sums.days[1].completed, 1);
}

static void the_weight_of_each_play(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t now = at("2026-10-18T19:00:00Z");
	static const struct {
		int64_t duration_ms, furthest, watched_ms;
	} rows[] = {
		{ 2 * HOUR_MS, SHARE_WHOLE, 2 * HOUR_MS },
		{ 2 * HOUR_MS, SHARE_WHOLE / 4, HOUR_MS / 2 },
		{ UNSAID, SHARE_WHOLE, 0 },
		{ INT64_MAX, SHARE_WHOLE, INT64_C(1000) * HOUR_MS },
	};

	zone_use("UTC");
	add_works(u);
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct history_sums sums;

		sql(u, "DELETE FROM play");
		add_play(u, &(struct made){ .user_id = alice,
				    .item_id = 1,
				    .at_ms = now,
				    .duration_ms = rows[i].duration_ms,
				    .furthest = rows[i].furthest });
		sums = sums_of(u, alice, zone_day(now), zone_day(now));
		assert_int_equal(sums.whole.watched_ms, rows[i].watched_ms);
		assert_int_equal(sums.whole.completed, rows[i].furthest == SHARE_WHOLE);
		sums = sums_of(u, bob, zone_day(now), zone_day(now));
		assert_int_equal(sums.whole.watched_ms, 0);
		sql(u, "UPDATE play SET removed_ms = 1");
		sums = sums_of(u, alice, zone_day(now), zone_day(now));
		assert_int_equal(sums.whole.watched_ms, 0);
		assert_int_equal(sums.whole.completed, 0);
	}
}

static void totals_are_kept_by_kind_and_by_integration(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	int64_t now = at("2026-10-18T19:00:00Z");
	int64_t one = add_integration(u, alice, "kodi", NULL)->id;
	int64_t two = add_integration(u, alice, "jellyfin", NULL)->id;
	const struct made rows[] = {
		{ alice, 1, now, 2 * HOUR_MS, SHARE_WHOLE, two },
		{ alice, 2, now, 4 * HOUR_MS, SHARE_WHOLE / 4, one },
		{ alice, 3, now, 3 * HOUR_MS, SHARE_WHOLE, 0 },
		{ alice, 3, now, 3 * HOUR_MS, SHARE_WHOLE, two },
	};
	struct history_sums sums;

	zone_use("UTC");
	add_works(u);
	for (size_t i = 0; i < NELEM(rows); i++)
		add_play(u, &rows[i]);
	sums = sums_of(u, alice, zone_day(now), zone_day(now));
	is_i64("film", "ms", sums.kinds[KIND_MOVIE].watched_ms, 2 * HOUR_MS);
	is_i64("show", "ms", sums.kinds[KIND_SHOW].watched_ms, HOUR_MS);
	is_i64("show", "n", sums.kinds[KIND_SHOW].completed, 0);
	is_i64("book", "n", sums.kinds[KIND_AUDIOBOOK].completed, 2);
	assert_int_equal(sums.source_count, 3);
	is_i64("none", "ms", sums.sources[0].sum.watched_ms, 3 * HOUR_MS);
	is_text("none", "name", sums.sources[0].name, NULL);
	is_text("one", "provider", sums.sources[1].provider, "kodi");
	is_i64("one", "ms", sums.sources[1].sum.watched_ms, HOUR_MS);
	is_i64("two", "ms", sums.sources[2].sum.watched_ms, 5 * HOUR_MS);
	is_i64("two", "n", sums.sources[2].sum.completed, 2);
}

static size_t list(struct unit *u, struct history_filter filter, const struct history_row **rows)
{
	size_t count = 0;

	filter.before_ms = filter.before_ms ? filter.before_ms : INT64_MAX;
	filter.state = filter.state == PLAY_ANY ? PLAY_COMPLETED : filter.state;
	filter.limit = filter.limit ? filter.limit : HISTORY_LIST_MAX;
	MUST(store_history_list(&u->cx, u->store, &filter, rows, &count));
	return count;
}

static void remove_integration(struct unit *u, int64_t id)
{
	const struct integration *row = NULL;

	MUST(store_integration_by_id(&u->cx, u->store, id, &row));
	MUST(store_integration_remove(&u->cx, u->store, row));
}

/* In every list that names the source of a play. */
static void a_removed_integration_leaves_its_name(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), now = UNIT_NOW;
	int64_t one = add_integration(u, alice, "kodi", NULL)->id;
	const struct library_play_filter completed = { LIBRARY_COMPLETED, alice, 10 };
	const struct library_play *cards = NULL;
	const struct history_row *rows = NULL;
	struct history_sums sums;
	size_t count = 0;

	zone_use("UTC");
	add_works(u);
	add_play(u, &(struct made){ alice, 1, now, 2 * HOUR_MS, SHARE_WHOLE, one });
	add_play(u, &(struct made){ alice, 2, now + 1, 2 * HOUR_MS, SHARE_WHOLE, one });
	add_play(u, &(struct made){ alice, 3, now + 2, 3 * HOUR_MS, SHARE_WHOLE, 0 });
	remove_integration(u, one);
	sums = sums_of(u, alice, zone_day(now), zone_day(now));
	assert_int_equal(sums.source_count, 2);
	is_i64("manual", "ms", sums.sources[0].sum.watched_ms, 3 * HOUR_MS);
	is_text("gone", "name", sums.sources[1].name, "Living room");
	is_i64("gone", "ms", sums.sources[1].sum.watched_ms, 4 * HOUR_MS);
	assert_true(sums.sources[1].is_gone);
	assert_int_equal(list(u, (struct history_filter){ .user_id = alice }, &rows), 3);
	is_text("manual", "name", rows[0].integration, NULL);
	is_text("gone", "name", rows[1].integration, "Living room");
	is_text("gone", "provider", rows[1].provider, "kodi");
	MUST(store_library_list(&u->cx, u->store, &completed, &cards, &count));
	is_text("gone", "name", cards[1].integration, "Living room");
	is_text("gone", "provider", plays_of(u, alice, &count)[1].provider, "kodi");
}

static void pages_continue_within_one_moment(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t now = at("2026-10-18T19:00:00Z");
	struct history_filter filter = { .user_id = alice, .state = PLAY_COMPLETED, .limit = 2 };
	const struct history_row *rows;

	add_works(u);
	for (int i = 0; i < 5; i++)
		add_completed(u, alice, i < 4 ? now : now + 1);
	add_completed(u, bob, now);
	for (int64_t id = 5; id > 0;) {
		size_t count = list(u, filter, &rows);

		assert_int_equal(count, id == 1 ? 1 : 2);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(rows[i].id, id--);
		filter.before_ms = rows[count - 1].at_ms;
		filter.before_id = rows[count - 1].id;
	}
	assert_int_equal(list(u, filter, &rows), 0);
}

static void a_list_is_filtered_by_state_and_kind(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	int64_t kodi = add_integration(u, alice, "kodi", NULL)->id;
	const struct made open = { alice, 2, 7000, 4000, SHARE_WHOLE / 2, kodi };
	const struct history_row *rows;

	add_works(u);
	add_play(u, &open);
	add_completed(u, alice, 9000);
	assert_int_equal(
		list(u, (struct history_filter){ .user_id = alice, .state = PLAY_IN_PROGRESS },
			&rows),
		1);
	is_text("open", "title", rows[0].title, "Dark");
	is_text("open", "part", rows[0].part_title, "Lies");
	is_i64("open", "kind", rows[0].kind, KIND_SHOW);
	is_text("open", "integration", rows[0].integration, "Living room");
	is_text("open", "provider", rows[0].provider, "kodi");
	is_i64("open", "season", rows[0].season, 1);
	is_i64("open", "episode", rows[0].episode, 2);
	is_i64("open", "at", rows[0].at_ms, 7000);
	is_i64("open", "watched", rows[0].watched_ms, 2000);
	is_i64("open", "furthest", rows[0].furthest, SHARE_WHOLE / 2);
	assert_int_equal(list(u, (struct history_filter){ .user_id = alice }, &rows), 1);
	is_text("completed", "title", rows[0].title, "Heat");
	is_i64("completed", "season", rows[0].season, UNSAID);
	is_text("completed", "integration", rows[0].integration, NULL);
	assert_int_equal(
		list(u, (struct history_filter){ .user_id = alice, .kind = KIND_SHOW }, &rows), 0);
	sql(u, "UPDATE play SET removed_ms = 1");
	assert_int_equal(list(u, (struct history_filter){ .user_id = alice }, &rows), 0);
}

static void the_oldest_play_is_found_in_either_state(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), first = 0;
	const struct made open = { alice, 2, 5000, UNSAID, 1, 0 };

	add_works(u);
	MUST(store_history_first(&u->cx, u->store, alice, &first));
	assert_int_equal(first, UNSAID);
	add_completed(u, alice, 9000);
	add_completed(u, alice, 8000);
	add_completed(u, add_user(u, "bob"), 1000);
	MUST(store_history_first(&u->cx, u->store, alice, &first));
	assert_int_equal(first, 8000);
	add_play(u, &open);
	MUST(store_history_first(&u->cx, u->store, alice, &first));
	assert_int_equal(first, 5000);
}

/* Nights in which a date came twice, by an hour, by three, and none. */
static void the_days_of_a_strange_night_sum_up(void **state)
{
	static const struct {
		const char *zone, *change;
	} nights[] = {
		{ "America/St_Johns", "2009-11-01T02:31:00Z" },
		{ "America/Goose_Bay", "1987-10-25T03:01:00Z" },
		{ "Antarctica/Casey", "2010-03-04T15:00:00Z" },
		{ "Pacific/Apia", "2011-12-30T10:00:00Z" },
	};
	enum { STEP_MS = HOUR_MS / 6, STEPS = 25 };
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");

	add_works(u);
	for (size_t i = 0; i < NELEM(nights); i++) {
		int64_t from = at(nights[i].change) - 12 * STEP_MS, to = from + 24 * STEP_MS;
		struct history_sums sums;
		int64_t total = 0;

		zone_use(nights[i].zone);
		for (int64_t ms = from; ms <= to; ms += STEP_MS)
			add_completed(u, alice, ms);
		sums = sums_of(u, alice, zone_day(from), zone_day(to));
		for (int64_t day = zone_day(from); day <= zone_day(to); day++)
			total += sums.days[day - sums.first_day].completed;
		is_i64(nights[i].zone, "completed", total, STEPS);
		is_i64(nights[i].zone, "whole", sums.whole.completed, STEPS);
		sql(u, "DELETE FROM play");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_days_of_a_strange_night_sum_up),
		STORE_TEST(a_play_belongs_to_its_day_in_the_persons_zone),
		STORE_TEST(leap_years_and_empty_years),
		STORE_TEST(midnight_separates_adjacent_moments),
		STORE_TEST(the_weight_of_each_play),
		STORE_TEST(totals_are_kept_by_kind_and_by_integration),
		STORE_TEST(a_removed_integration_leaves_its_name),
		STORE_TEST(pages_continue_within_one_moment),
		STORE_TEST(a_list_is_filtered_by_state_and_kind),
		STORE_TEST(the_oldest_play_is_found_in_either_state),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The rules as tables of (what is stored, what is reported) -> decision. */
#include "tests/unit/weigh.h"

/* One row of a table; omitted numbers of `want` are 0. */
struct row {
	const char *name;
	struct progress was;
	struct report report;
	struct decision want;
	int64_t now_ms; /* 0: NOW */
};

static void check_change(const struct row *row, const struct decision *got)
{
	is_reason(row->name, got->reason, row->want.reason);
	is_i64(row->name, "change", got->change, row->want.change);
	is_i64(row->name, "completes", got->completes, row->want.completes);
	if (row->want.change == CHANGE_NONE)
		return;
	is_i64(row->name, "share", got->share, row->want.share);
	is_i64(row->name, "furthest", got->furthest, row->want.furthest);
	is_i64(row->name, "position", got->position_ms, row->want.position_ms);
	is_i64(row->name, "duration", got->duration_ms, row->want.duration_ms);
	is_i64(row->name, "at", got->at_ms, row->want.at_ms ? row->want.at_ms : NOW);
}

static void check_rows(const struct row *rows, size_t count)
{
	for (const struct row *r = rows; r < rows + count; r++) {
		struct decision got = weigh_at(r->was, r->report, r->now_ms ? r->now_ms : NOW);

		check_change(r, &got);
	}
}

/* The play afterwards: its share and its furthest share. */
#define AT(a, far) .share = (a), .furthest = (far), .position_ms = MS(a), .duration_ms = FILM_MS
#define NOTHING(why)                                                                               \
	{                                                                                          \
		.reason = REASON_##why, .change = CHANGE_NONE                                      \
	}
#define STARTS(at)                                                                                 \
	{                                                                                          \
		.reason = REASON_STARTED, .change = CHANGE_CREATE, AT(at, at)                      \
	}
#define MOVES(at, far)                                                                             \
	{                                                                                          \
		.reason = REASON_PROGRESS, .change = CHANGE_MOVE, AT(at, far)                      \
	}
#define COMPLETES(at, far)                                                                         \
	{                                                                                          \
		.reason = REASON_COMPLETED, .change = CHANGE_MOVE, .completes = true, AT(at, far)  \
	}
#define COMPLETES_AT_ONCE(at)                                                                      \
	{                                                                                          \
		.reason = REASON_COMPLETED, .change = CHANGE_CREATE, .completes = true, AT(at, at) \
	}

static void without_a_play_the_limits_decide(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "0 %", { NEVER_SEEN }, { TICK_AT(0) }, NOTHING(BELOW_MINIMUM), 0 },
		{ "2.00 %", { NEVER_SEEN }, { TICK_AT(20000) }, NOTHING(BELOW_MINIMUM), 0 },
		{ "2.0001 %", { NEVER_SEEN }, { TICK_AT(20001) }, STARTS(20001), 0 },
		{ "half", { NEVER_SEEN }, { TICK_AT(500000) }, STARTS(500000), 0 },
		{ "95.00 %", { NEVER_SEEN }, { TICK_AT(950000) }, STARTS(950000), 0 },
		{ "95.0001 %", { NEVER_SEEN }, { TICK_AT(950001) }, COMPLETES_AT_ONCE(950001), 0 },
		{ "100 %", { NEVER_SEEN }, { TICK_AT(1000000) }, COMPLETES_AT_ONCE(1000000), 0 },
		{ "110 %", { NEVER_SEEN }, { TICK_AT(1100000) }, COMPLETES_AT_ONCE(1000000), 0 },
		{ "resumed half-way", { NEVER_SEEN }, { PLAY_AT(417000) }, STARTS(417000), 0 },
		{ "the word played", { NEVER_SEEN }, { PLAYED }, COMPLETES_AT_ONCE(1000000), 0 },
		{ "marked", { NEVER_SEEN }, { MARKED }, COMPLETES_AT_ONCE(1000000), 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

/* One tick of 100 ns decides. */
static void the_limit_is_exact_in_ticks(void **state)
{
	static const struct row {
		const char *name;
		int64_t ticks;
		enum reason reason;
	} rows[] = {
		{ "2 %", TICKS(20000), REASON_BELOW_MINIMUM },
		{ "2 % and a tick", TICKS(20000) + 1, REASON_STARTED },
		{ "95 %", TICKS(950000), REASON_STARTED },
		{ "95 % and a tick", TICKS(950000) + 1, REASON_COMPLETED },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct progress was = { NEVER_SEEN };
		struct report report = { TICK_AT(0) };

		report.position = r->ticks;
		is_reason(r->name, weigh_at(was, report, NOW).reason, r->reason);
	}
}

static void an_open_play_moves_and_keeps_the_furthest(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "forward", { OPEN_AT(300000) }, { TICK_AT(400000) }, MOVES(400000, 400000), 0 },
		{ "backward", { OPEN_AT(300000) }, { TICK_AT(100000) }, MOVES(100000, 300000), 0 },
		{ "still behind", { OPEN_AT(100000), .furthest = 300000 },
			{ TICK_AT(200000) }, MOVES(200000, 300000), 0 },
		{ "past the furthest", { OPEN_AT(100000), .furthest = 300000 },
			{ TICK_AT(300001) }, MOVES(300001, 300001), 0 },
		{ "to 95.00 %", { OPEN_AT(300000) }, { TICK_AT(950000) }, MOVES(950000, 950000), 0 },
		{ "to 95.0001 %", { OPEN_AT(300000) }, { TICK_AT(950001) }, COMPLETES(950001, 950001), 0 },
		{ "beyond the end", { OPEN_AT(300000) }, { TICK_AT(1200000) }, COMPLETES(1000000, 1000000), 0 },
		{ "back to 2.0001 %", { OPEN_AT(300000) }, { TICK_AT(20001) }, MOVES(20001, 300000), 0 },
		{ "back to 2.00 %", { OPEN_AT(300000) }, { TICK_AT(20000) }, NOTHING(BELOW_MINIMUM), 0 },
		{ "back to the start", { OPEN_AT(300000) }, { TICK_AT(0) }, NOTHING(BELOW_MINIMUM), 0 },
		{ "another Play at the start", { OPEN_AT(300000) }, { PLAY_AT(0) }, NOTHING(BELOW_MINIMUM), 0 },
		{ "the word played", { OPEN_AT(300000) }, { PLAYED }, COMPLETES(1000000, 1000000), 0 },
		{ "marked", { OPEN_AT(300000) }, { MARKED }, COMPLETES(1000000, 1000000), 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

static void the_same_position_changes_nothing(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "the same", { OPEN_AT(500200) }, { TICK_AT(500200) }, NOTHING(UNCHANGED), 0 },
		{ "the same, from further", { OPEN_AT(500200), .furthest = 700000 },
			{ TICK_AT(500200) }, NOTHING(UNCHANGED), 0 },
		{ "an hour later", { OPEN_AT(500200), .heard_ms = NOW - HOUR },
			{ TICK_AT(500200) }, NOTHING(UNCHANGED), 0 },
		{ "a little more", { OPEN_AT(500200) }, { TICK_AT(500201) }, MOVES(500201, 500201), 0 },
		{ "a ms more, the same share", { OPEN_AT(500200) },
			{ TICK_AT(500200), .position = TICKS(500200) + TICKS_PER_MS },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, AT(500200, 500200),
				.position_ms = MS(500200) + 1 }, 0 },
		{ "a little less", { OPEN_AT(500200) }, { TICK_AT(500199) }, MOVES(500199, 500200), 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

static void without_a_position_nothing_changes(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "no position", { NEVER_SEEN }, { OF_FILM, .position = UNSAID }, NOTHING(NO_POSITION), 0 },
		{ "a negative one", { NEVER_SEEN }, { OF_FILM, .position = -500 }, NOTHING(NO_POSITION), 0 },
		{ "the least of all", { NEVER_SEEN }, { OF_FILM, .position = INT64_MIN }, NOTHING(NO_POSITION), 0 },
		{ "no duration", { NEVER_SEEN }, { TICK_AT(500000), .duration = UNSAID }, NOTHING(NO_RUNTIME), 0 },
		{ "zero duration", { NEVER_SEEN }, { TICK_AT(500000), .duration = 0 }, NOTHING(NO_RUNTIME), 0 },
		{ "a negative one", { NEVER_SEEN }, { TICK_AT(500000), .duration = -7 }, NOTHING(NO_RUNTIME), 0 },
		{ "neither", { NEVER_SEEN }, { OF_FILM, .position = UNSAID, .duration = UNSAID }, NOTHING(NO_RUNTIME), 0 },
		{ "open, no position", { OPEN_AT(300000) }, { OF_FILM, .position = UNSAID }, NOTHING(NO_POSITION), 0 },
		{ "open, no duration", { OPEN_AT(300000) }, { TICK_AT(500000), .duration = 0 }, NOTHING(NO_RUNTIME), 0 },
		{ "completed, no position", { COMPLETED }, { OF_FILM, .position = UNSAID }, NOTHING(NO_POSITION), 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

static void finished_needs_neither_position_nor_duration(void **state)
{
	struct progress never = { NEVER_SEEN };
	struct report r = { MARKED, .duration = UNSAID };
	struct decision got = weigh_at(never, r, NOW);

	is_reason("no duration", got.reason, REASON_COMPLETED);
	assert_int_equal(got.change, CHANGE_CREATE);
	assert_true(got.completes);
	assert_int_equal(got.share, SHARE_WHOLE);
	assert_int_equal(got.position_ms, UNSAID);
	assert_int_equal(got.duration_ms, UNSAID);
}

/* The end of a whole file, or Kodi's natural end with its last position. */
static void finished_outweighs_the_position(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "no play", { NEVER_SEEN }, { TICK_AT(400000), .finished = true },
			COMPLETES_AT_ONCE(1000000), 0 },
		{ "open", { OPEN_AT(300000) }, { TICK_AT(10000), .finished = true },
			COMPLETES(1000000, 1000000), 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

/* ---- time ---- */

#define SENT(ms) .at_ms = (ms)

static void reports_older_than_the_play_are_stale(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "a ms older", { OPEN_AT(300000) }, { TICK_AT(400000), SENT(NOW - SECOND - 1) }, NOTHING(STALE), 0 },
		{ "as old", { OPEN_AT(300000) }, { TICK_AT(400000), SENT(NOW - SECOND) },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, AT(400000, 400000), .at_ms = NOW - SECOND }, 0 },
		{ "newer", { OPEN_AT(300000) }, { TICK_AT(400000), SENT(NOW - 1) },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, AT(400000, 400000), .at_ms = NOW - 1 }, 0 },
		{ "older, at the same position", { OPEN_AT(300000) },
			{ TICK_AT(300000), SENT(NOW - HOUR) }, NOTHING(STALE), 0 },
		{ "older, below the minimum", { OPEN_AT(300000) },
			{ TICK_AT(0), SENT(NOW - HOUR) }, NOTHING(STALE), 0 },
		{ "older than a completed one", { COMPLETED },
			{ TICK_AT(400000), SENT(NOW - HOUR) }, NOTHING(STALE), 0 },
		{ "how things stand now, however old", { OPEN_AT(300000) },
			{ TICK_AT(400000), SENT(NOW - HOUR), .is_state = true },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, AT(400000, 400000), .at_ms = NOW - HOUR }, 0 },
		{ "without a time", { OPEN_AT(300000), .updated_ms = NOW + HOUR },
			{ TICK_AT(400000) }, MOVES(400000, 400000), 0 },
		{ "nothing to be older than", { NEVER_SEEN }, { TICK_AT(400000), SENT(NOW - HOUR) },
			{ .reason = REASON_STARTED, .change = CHANGE_CREATE, AT(400000, 400000), .at_ms = NOW - HOUR }, 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

static void a_stale_completion_still_completes(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "by position", { OPEN_AT(300000) }, { TICK_AT(970000), SENT(NOW - 5 * SECOND) },
			{ .reason = REASON_COMPLETED, .change = CHANGE_MOVE, .completes = true,
				AT(970000, 970000), .at_ms = NOW - 5 * SECOND }, 0 },
		{ "by word", { OPEN_AT(300000) }, { TICK_AT(400000), .finished = true, SENT(NOW - 5 * SECOND) },
			{ .reason = REASON_COMPLETED, .change = CHANGE_MOVE, .completes = true,
				AT(1000000, 1000000), .at_ms = NOW - 5 * SECOND }, 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

static void a_time_in_the_future_is_now(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "an hour ahead", { NEVER_SEEN }, { TICK_AT(400000), SENT(NOW + HOUR) }, STARTS(400000), 0 },
		{ "a ms ahead", { OPEN_AT(300000) }, { TICK_AT(400000), SENT(NOW + 1) }, MOVES(400000, 400000), 0 },
		{ "the end of time", { OPEN_AT(300000) }, { TICK_AT(970000), SENT(INT64_MAX) }, COMPLETES(970000, 970000), 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

/* ---- several versions ---- */

/* 95 % of the playing version: 105 % of the file's first version. */
static void a_guessed_duration_is_taken_from_the_open_play(void **state)
{
	static const struct row rows[] = {
		/* clang-format off */
		{ "guessed, open", { OPEN_AT(300000) },
			{ TICK_AT(400000), .duration = FILM / 2, .duration_guessed = true },
			MOVES(400000, 400000), 0 },
		{ "said, open", { OPEN_AT(300000) },
			{ TICK_AT(400000), .duration = FILM / 2 },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, .share = 800000, .furthest = 800000,
				.position_ms = MS(400000), .duration_ms = FILM_MS / 2 }, 0 },
		{ "guessed, none", { NEVER_SEEN },
			{ TICK_AT(400000), .duration = FILM / 2, .duration_guessed = true },
			{ .reason = REASON_STARTED, .change = CHANGE_CREATE, .share = 800000, .furthest = 800000,
				.position_ms = MS(400000), .duration_ms = FILM_MS / 2 }, 0 },
		{ "guessed, the play's is unknown", { OPEN_AT(300000), .duration_ms = UNSAID },
			{ TICK_AT(400000), .duration = FILM / 2, .duration_guessed = true },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, .share = 800000, .furthest = 800000,
				.position_ms = MS(400000), .duration_ms = FILM_MS / 2 }, 0 },
		{ "guessed, completed", { COMPLETED_ONCE, .duration_ms = FILM_MS * 2 },
			{ TICK_AT(400000), .duration = FILM / 2, .duration_guessed = true },
			{ .reason = REASON_STARTED, .change = CHANGE_CREATE, .share = 800000, .furthest = 800000,
				.position_ms = MS(400000), .duration_ms = FILM_MS / 2 }, 0 },
		{ "guessed, absurdly long", { OPEN_AT(300000), .duration_ms = INT64_MAX },
			{ TICK_AT(400000), .duration = FILM / 2, .duration_guessed = true },
			{ .reason = REASON_PROGRESS, .change = CHANGE_MOVE, .share = 800000, .furthest = 800000,
				.position_ms = MS(400000), .duration_ms = FILM_MS / 2 }, 0 },
		/* clang-format on */
	};

	check_rows(rows, NELEM(rows));
}

/* ---- shares without time: Kodi's old body has only a percentage ---- */

#define PERCENT(share)                                                                             \
	.kind = KIND_MOVIE, .season = UNSAID, .episode = UNSAID, .episode_end = UNSAID,            \
	.position = (share), .duration = SHARE_WHOLE, .units_per_ms = 0, .at_ms = UNSAID,          \
	.basis = BASIS_REPORTED_PERCENT

static void a_bare_share_has_no_time(void **state)
{
	struct progress never = { NEVER_SEEN };
	struct progress open = { OPEN_AT(340000), .position_ms = UNSAID, .duration_ms = UNSAID };
	struct report r = { PERCENT(340000) };
	struct decision got = weigh_at(never, r, NOW);

	is_reason("first", got.reason, REASON_STARTED);
	assert_int_equal(got.share, 340000);
	assert_int_equal(got.position_ms, UNSAID);
	assert_int_equal(got.duration_ms, UNSAID);
	is_reason("again", weigh_at(open, r, NOW).reason, REASON_UNCHANGED);
	r.position = 950000;
	is_reason("95 %", weigh_at(open, r, NOW).reason, REASON_PROGRESS);
	r.position = 960000;
	is_reason("96 %", weigh_at(open, r, NOW).reason, REASON_COMPLETED);
}

static void huge_numbers_are_weighed_without_overflow(void **state)
{
	static const int64_t numbers[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX / 2,
		INT64_MAX - 1, INT64_MAX };
	static const int64_t units[] = { 0, 1, 10000, INT64_MAX };
	struct progress stored[] = { { NEVER_SEEN }, { OPEN_AT(300000) }, { COMPLETED },
		{ OPEN_AT(300000), .duration_ms = INT64_MAX } };

	for (size_t p = 0; p < NELEM(numbers); p++)
		for (size_t d = 0; d < NELEM(numbers); d++)
			for (size_t i = 0; i < 4 * 4 * 2; i++) {
				struct report r = { TICK_AT(0) };
				struct decision got;

				r.position = numbers[p];
				r.duration = numbers[d];
				r.units_per_ms = units[i / 8];
				r.duration_guessed = i % 2;
				got = weigh_at(stored[i / 2 % 4], r, NOW);
				assert_in_range(got.share + 1, 0, SHARE_WHOLE + 1);
				assert_true(got.furthest >= got.share);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_play_the_limits_decide),
		cmocka_unit_test(the_limit_is_exact_in_ticks),
		cmocka_unit_test(an_open_play_moves_and_keeps_the_furthest),
		cmocka_unit_test(the_same_position_changes_nothing),
		cmocka_unit_test(without_a_position_nothing_changes),
		cmocka_unit_test(finished_needs_neither_position_nor_duration),
		cmocka_unit_test(finished_outweighs_the_position),
		cmocka_unit_test(reports_older_than_the_play_are_stale),
		cmocka_unit_test(a_stale_completion_still_completes),
		cmocka_unit_test(a_time_in_the_future_is_now),
		cmocka_unit_test(a_guessed_duration_is_taken_from_the_open_play),
		cmocka_unit_test(a_bare_share_has_no_time),
		cmocka_unit_test(huge_numbers_are_weighed_without_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

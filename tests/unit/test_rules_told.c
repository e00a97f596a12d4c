/* SPDX-License-Identifier: MIT */
/*
 * What the player told against what its server says: silent players, marks that
 * no person set, versions, several devices, trailers, and files of a film.
 */
#include "tests/unit/devices.h"

static void expect(struct item *it, const char *where, int64_t after_ms, int device,
	struct report r, enum reason reason, enum rule rule)
{
	struct decision got = tell(it, after_ms, device, r);

	is_reason(where, got.reason, reason);
	is_i64(where, "rule", got.rule, rule);
}

#define T(share)        ((struct report){ TICK_AT(share) })
#define OWN(share, own) ((struct report){ TICK_AT(share), .own_position = TICKS(own) })
#define P(share)        ((struct report){ PLAY_AT(share) })
#define STOP_AT(share)  ((struct report){ TICK_AT(share), .ends_sitting = true })
#define WORD            ((struct report){ PLAYED, .ends_sitting = true })
#define MARK            ((struct report){ MARKED })
#define SERVERS_MARK    ((struct report){ MARKED, .maybe_servers = true })

/* ---- ticks that the server makes up ---- */

static void a_silent_player_stays_where_it_was(void **state)
{
	struct item it = new_item();

	expect(&it, "Play", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "own", SECOND, 1, OWN(860000, 860000), REASON_STARTED, RULE_NONE);
	expect(&it, "a minute", MINUTE, 1, OWN(870000, 860000), REASON_PROGRESS, RULE_NONE);
	expect(&it, "back", SECOND, 1, OWN(870170, 860000), REASON_PROGRESS, RULE_SILENT);
	is_i64("back", "share", it.sittings[1].share, 860000);
	expect(&it, "more", MINUTE, 1, OWN(880000, 860000), REASON_PLAYER_SILENT, RULE_SILENT);
	expect(&it, "end", 6 * MINUTE, 1, OWN(960000, 860000), REASON_PLAYER_SILENT, RULE_SILENT);
	expect(&it, "Stop", SECOND, 1, WORD, REASON_PLAYER_SILENT, RULE_SERVER_STOP);
	is_i64("end", "share", it.sittings[1].share, 860000);
	is_i64("end", "open", it.sittings[1].is_open, true);
}

/* Neither ten minutes nor a repeat make the server's tick the player's own. */
static void silence_outlasts_the_sitting(void **state)
{
	struct item it = new_item();

	expect(&it, "elsewhere", 0, 1, T(970000), REASON_COMPLETED, RULE_NONE);
	expect(&it, "own", HOUR, 2, OWN(500000, 500000), REASON_STARTED, RULE_NONE);
	expect(&it, "mark", SECOND, 0, MARK, REASON_COMPLETED, RULE_NONE);
	for (int i = 0; i < 2; i++)
		expect(&it, "silent", i ? 0 : 11 * MINUTE, 2, OWN(SHARE_WHOLE, 500000),
			REASON_PLAYER_SILENT, RULE_SILENT);
	for (int i = 0; i < 2; i++)
		expect(&it, "Stop", i ? 0 : 11 * MINUTE, 2, STOP_AT(700000), REASON_PLAYER_SILENT,
			RULE_SERVER_STOP);
	is_i64("silent", "plays", it.plays, 2);
}

/* A device whose first word falls together with the end elsewhere begins. */
static void a_room_that_begins_at_the_end_elsewhere_is_not_done(void **state)
{
	struct report paused = T(0);
	struct item it = new_item();

	paused.paused = true;
	expect(&it, "elsewhere", 0, 1, T(970000), REASON_COMPLETED, RULE_NONE);
	for (int i = 0; i < 2; i++)
		expect(&it, "here", 0, 2, paused, REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "on", SECOND, 2, T(100000), REASON_STARTED, RULE_NONE);
}

static void a_stop_of_the_player_counts(void **state)
{
	struct item it = new_item();

	expect(&it, "own", 0, 1, OWN(300000, 300000), REASON_STARTED, RULE_NONE);
	expect(&it, "silent", 2 * MINUTE, 1, OWN(320000, 300000), REASON_PLAYER_SILENT,
		RULE_SILENT);
	expect(&it, "Stop", 2 * MINUTE, 1, STOP_AT(340000), REASON_PROGRESS, RULE_NONE);
	it = new_item();
	expect(&it, "own", 0, 1, OWN(300000, 300000), REASON_STARTED, RULE_NONE);
	expect(&it, "silent", 2 * MINUTE, 1, OWN(320000, 300000), REASON_PLAYER_SILENT,
		RULE_SILENT);
	expect(&it, "Stop", 3 * MINUTE, 1, STOP_AT(340000), REASON_PLAYER_SILENT, RULE_SERVER_STOP);
	it = new_item();
	expect(&it, "own", 0, 1, OWN(300000, 300000), REASON_STARTED, RULE_NONE);
	expect(&it, "silent", 2 * MINUTE, 1, OWN(320000, 300000), REASON_PLAYER_SILENT,
		RULE_SILENT);
	expect(&it, "back", MINUTE, 1, OWN(310000, 310000), REASON_PROGRESS, RULE_NONE);
	expect(&it, "Stop", 6 * MINUTE, 1, STOP_AT(340000), REASON_PROGRESS, RULE_NONE);
}

/* A second device moves the server's record too. */
static void a_second_device_proves_nothing(void **state)
{
	struct item it = new_item();

	expect(&it, "a", 0, 1, OWN(600000, 600000), REASON_STARTED, RULE_NONE);
	expect(&it, "b", SECOND, 2, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "b", SECOND, 2, OWN(100000, 100000), REASON_PROGRESS, RULE_NONE);
	expect(&it, "a", MINUTE, 1, OWN(610000, 100000), REASON_PROGRESS, RULE_NONE);
}

/* Nobody knows yet who moved the record. */
static void the_first_report_is_believed(void **state)
{
	struct item it = new_item();

	expect(&it, "first", 0, 1, OWN(360000, 300000), REASON_STARTED, RULE_NONE);
	expect(&it, "next", 31 * SECOND, 1, OWN(365000, 300000), REASON_PROGRESS, RULE_SILENT);
}

static void a_tick_never_completes_against_the_record(void **state)
{
	struct item it = new_item();

	expect(&it, "tick", 0, 1, OWN(960000, 899000), REASON_STARTED, RULE_NONE);
	is_i64("tick", "share", it.sittings[1].share, 899000);
}

/* ---- marks ---- */

static void the_servers_own_mark_is_a_bare_word(void **state)
{
	struct item it = new_item();

	expect(&it, "Play", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "tick", SECOND, 1, T(900000), REASON_STARTED, RULE_NONE);
	expect(&it, "mark", SECOND, 0, SERVERS_MARK, REASON_SERVER_WORD, RULE_TOLD);
	expect(&it, "by a person", SECOND, 0, MARK, REASON_COMPLETED, RULE_NONE);
	expect(&it, "Stop", SECOND, 1, WORD, REASON_AFTER_COMPLETION, RULE_NONE);
	expect(&it, "again", MINUTE, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "tick", SECOND, 1, T(200000), REASON_STARTED, RULE_NONE);
	expect(&it, "mark", 61 * SECOND, 0, SERVERS_MARK, REASON_COMPLETED, RULE_NONE);
	is_i64("marks", "plays", it.plays, 2);
}

static void a_mark_is_dated_by_its_person(void **state)
{
	struct progress was = { NEVER_SEEN };
	struct report r = { MARKED };

	r.dated_ms = NOW - 24 * HOUR;
	is_i64("past", "dated", weigh_at(was, r, NOW).dated_ms, NOW - 24 * HOUR);
	r.dated_ms = NOW + 1;
	is_i64("future", "dated", weigh_at(was, r, NOW).dated_ms, UNSAID);
	was = (struct progress){ OPEN_AT(300000) };
	r.dated_ms = NOW - 24 * HOUR; /* that of the play which it ends */
	is_i64("open", "dated", weigh_at(was, r, NOW).dated_ms, UNSAID);
}

/* ---- versions ---- */

static void the_version_that_was_named_last_holds(void **state)
{
	struct item it = new_item();
	struct report play = { PLAY_AT(0) }, stop = { TICK_AT(0) };

	play.duration = FILM / 4 * 3;
	stop.position = FILM / 100 * 74;
	stop.ends_sitting = stop.duration_guessed = true;
	expect(&it, "Play", 0, 1, play, REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "Stop", HOUR, 1, stop, REASON_COMPLETED, RULE_NONE);
}

/* ---- two rooms with one account, and one viewing on two devices ---- */

static void two_rooms_are_kept_apart(void **state)
{
	struct item it = new_item();

	expect(&it, "a", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "a", HOUR, 1, T(970000), REASON_COMPLETED, RULE_NONE);
	expect(&it, "b", SECOND, 2, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "a", SECOND, 1, T(971000), REASON_AFTER_COMPLETION, RULE_NONE);
	expect(&it, "b", 3 * MINUTE, 2, T(30000), REASON_STARTED, RULE_NONE);
	expect(&it, "a", SECOND, 1, T(999000), REASON_AFTER_COMPLETION, RULE_NONE);
	expect(&it, "a", SECOND, 1, WORD, REASON_AFTER_COMPLETION, RULE_NONE);
	expect(&it, "b", HOUR, 2, T(960000), REASON_COMPLETED, RULE_NONE);
	is_i64("rooms", "plays", it.plays, 2);
}

static void a_room_that_began_before_goes_on(void **state)
{
	struct item it = new_item();

	expect(&it, "a", 0, 1, T(930000), REASON_STARTED, RULE_NONE);
	expect(&it, "b", SECOND, 2, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "b", MINUTE, 2, T(30000), REASON_PROGRESS, RULE_NONE);
	expect(&it, "a", SECOND, 1, T(960000), REASON_COMPLETED, RULE_NONE);
	expect(&it, "b", SECOND, 2, T(30100), REASON_STARTED, RULE_NONE);
	is_i64("rooms", "plays", it.plays, 2);
}

/* Paused on the television, seen to the end in bed. */
static void a_viewing_continued_elsewhere_is_one(void **state)
{
	struct item it = new_item();
	struct report pause = { TICK_AT(400000), .paused = true };

	expect(&it, "a", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "a", HOUR, 1, pause, REASON_STARTED, RULE_NONE);
	expect(&it, "b", HOUR, 2, P(400000), REASON_UNCHANGED, RULE_NONE);
	expect(&it, "b", HOUR, 2, T(970000), REASON_COMPLETED, RULE_NONE);
	expect(&it, "a", SECOND, 1, pause, REASON_AFTER_COMPLETION, RULE_NONE);
	expect(&it, "a", HOUR, 1, STOP_AT(400000), REASON_STARTED, RULE_NONE);
}

/* One television, reported by two senders. */
static void a_viewing_reported_by_two_is_one(void **state)
{
	struct item it = new_item();

	expect(&it, "a", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "b", 0, 2, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "a", HOUR, 1, T(940000), REASON_STARTED, RULE_NONE);
	expect(&it, "b", 0, 2, T(940000), REASON_UNCHANGED, RULE_NONE);
	expect(&it, "a", MINUTE, 1, T(960000), REASON_COMPLETED, RULE_NONE);
	expect(&it, "b", 0, 2, T(960000), REASON_AFTER_COMPLETION, RULE_NONE);
	expect(&it, "b", MINUTE, 2, WORD, REASON_AFTER_COMPLETION, RULE_NONE);
	is_i64("two", "plays", it.plays, 1);
}

/* ---- trailers ---- */

static void what_is_less_than_half_as_long_changes_nothing(void **state)
{
	struct item it = new_item();
	struct report trailer = { PLAY_AT(0) };
	struct progress before;

	trailer.duration = FILM / 2 - TICKS_PER_MS;
	expect(&it, "film", 0, 1, T(300000), REASON_STARTED, RULE_NONE);
	before = it.sittings[1];
	expect(&it, "trailer", HOUR, 1, trailer, REASON_TOO_SHORT, RULE_NONE);
	trailer.position = trailer.duration;
	expect(&it, "its end", MINUTE, 1, trailer, REASON_TOO_SHORT, RULE_NONE);
	trailer = (struct report){ MARKED };
	trailer.duration = FILM / 50;
	expect(&it, "its mark", MINUTE, 0, trailer, REASON_TOO_SHORT, RULE_NONE);
	is_i64("sitting", "heard", it.sittings[1].heard_ms, before.heard_ms);
	is_i64("play", "share", it.sittings[1].share, 300000);
	trailer = (struct report){ TICK_AT(0) };
	trailer.duration = FILM / 2;
	trailer.position = FILM / 4;
	expect(&it, "a shorter cut", MINUTE, 1, trailer, REASON_PROGRESS, RULE_NONE);
}

/* ---- a film in several files ---- */

static void a_file_is_a_part_of_the_film(void **state)
{
	static const struct row {
		const char *name;
		int64_t lengths[3];
		int file, files;
		int64_t position;
		bool is_word;
		int64_t want_position, want_duration;
		bool want_finished;
	} rows[] = {
		/* clang-format off */
		{ "the others unknown", { 100, 0 }, 1, 2, 99, false, 99, 200, false },
		{ "the second", { 100, 80 }, 2, 2, 40, false, 140, 180, false },
		{ "beyond its end", { 100, 80 }, 1, 2, 150, false, 100, 180, false },
		{ "a mean of three", { 100, 50, 0 }, 2, 3, 10, false, 110, 225, false },
		{ "the word of the first", { 100, 80 }, 1, 2, UNSAID, true, 100, 180, false },
		{ "the word of the last", { 100, 80 }, 2, 2, UNSAID, true, UNSAID, 180, true },
		{ "nothing known", { 0, 0 }, 1, 2, 10, false, 0, UNSAID, false },
		/* clang-format on */
	};

	for (const struct row *row = rows; row < rows + NELEM(rows); row++) {
		struct report r = { .position = row->position, .own_position = UNSAID };

		r.file = row->file;
		r.finished = row->is_word;
		r.basis = row->is_word ? BASIS_USERDATA_PLAYED : BASIS_SESSION_POSITION;
		report_in_stack(&r, row->lengths, row->files);
		is_i64(row->name, "position", r.position, row->want_position);
		is_i64(row->name, "duration", r.duration, row->want_duration);
		is_i64(row->name, "finished", r.finished, row->want_finished);
	}
}

/* Its place in the film is told; the word means the end of the file. */
static void the_word_of_a_file_moves_to_its_end(void **state)
{
	struct item it = new_item();
	struct report r = { TICK_AT(500000), .basis = BASIS_USERDATA_PLAYED, .ends_sitting = true };

	expect(&it, "Play", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "too soon", 24 * MINUTE, 1, r, REASON_SERVER_WORD, RULE_TOLD);
	expect(&it, "Play", 0, 1, P(0), REASON_BELOW_MINIMUM, RULE_NONE);
	expect(&it, "in time", 25 * MINUTE, 1, r, REASON_STARTED, RULE_NONE);
	is_i64("in time", "share", it.sittings[1].share, 500000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_silent_player_stays_where_it_was),
		cmocka_unit_test(silence_outlasts_the_sitting),
		cmocka_unit_test(a_room_that_begins_at_the_end_elsewhere_is_not_done),
		cmocka_unit_test(a_stop_of_the_player_counts),
		cmocka_unit_test(a_second_device_proves_nothing),
		cmocka_unit_test(the_first_report_is_believed),
		cmocka_unit_test(a_tick_never_completes_against_the_record),
		cmocka_unit_test(the_servers_own_mark_is_a_bare_word),
		cmocka_unit_test(a_mark_is_dated_by_its_person),
		cmocka_unit_test(the_version_that_was_named_last_holds),
		cmocka_unit_test(two_rooms_are_kept_apart),
		cmocka_unit_test(a_room_that_began_before_goes_on),
		cmocka_unit_test(a_viewing_continued_elsewhere_is_one),
		cmocka_unit_test(a_viewing_reported_by_two_is_one),
		cmocka_unit_test(what_is_less_than_half_as_long_changes_nothing),
		cmocka_unit_test(a_file_is_a_part_of_the_film),
		cmocka_unit_test(the_word_of_a_file_moves_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

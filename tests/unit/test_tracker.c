/* SPDX-License-Identifier: MIT */
/* Histories of other trackers: what is read of each, and what is written. */
#include <fcntl.h>

#include "shared/actions/tracker.h"
#include "shared/base/zone.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define PAST "tests/fixtures/past-"

/* ---- helpers ---- */

static struct tracker_found look(struct unit *u, int64_t user_id, const struct input *in)
{
	struct tracker_found found;

	MUST(tracker_look(&u->cx, user_id, "file", in, &found));
	return found;
}

static struct input file_named(struct unit *u, const char *path)
{
	struct input in;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	MUST(input_of_fd(&u->cx, fd, &in));
	return in;
}

static struct tracker_found import_input(struct unit *u, int64_t user_id, const struct input *in)
{
	struct tracker_found found = look(u, user_id, in);

	MUST(tracker_import(&u->cx, u->store, in, &found));
	return found;
}

static struct tracker_found import_file(struct unit *u, int64_t user_id, const char *path)
{
	struct input in = file_named(u, path);
	struct tracker_found found = import_input(u, user_id, &in);

	close(in.fd);
	return found;
}

static struct input text_input(const char *text)
{
	return input_of_bytes(text, strlen(text));
}

static const char *why_of(const struct tracker_found *found, const char *place)
{
	for (size_t i = 0; i < found->left_count; i++)
		if (strcmp(found->left[i].place, place) == 0)
			return found->left[i].why;
	return NULL;
}

static int64_t plays(struct unit *u)
{
	return ask_sql(u->path, "SELECT count(*) FROM play");
}

/* ---- formats ---- */

static void each_format_is_told_by_its_content(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *file, *format, *summary;
	} rows[] = {
		/* clang-format off */
		{ "archive/letterboxd.zip", "Letterboxd", "1 title without an id" },
		{ "archive/odd.zip", "Trakt", "1 film, 2 episodes, 1 without a known time, "
			"1 title without an id, 2 rows that cannot be read" },
		{ "archive/trakt.zip", "Trakt", "1 film, 2 episodes, 1 without a known time, "
			"1 title without an id, 2 rows that cannot be read" },
		{ "letterboxd/diary.csv", "Letterboxd", "1 title without an id" },
		{ "letterboxd/import.csv", "Letterboxd", "2 films, 1 without a known time, "
			"1 title without an id, 1 row that cannot be read" },
		{ "netflix/ViewingActivity.csv", "Netflix", "2 titles without an id" },
		{ "netflix/short.csv", "Netflix", "2 titles without an id" },
		{ "playback/backup.tsv", "Playback Reporting",
			"2 titles without an id, 2 rows that cannot be read" },
		{ "ryot/export.json", "Ryot", "2 films, 2 episodes, 1 audiobook, "
			"1 without a known time, 1 title without an id, 1 row that cannot be read" },
		{ "trakt/watched-history-1.json", "Trakt", "1 film, 2 episodes, "
			"1 without a known time, 1 title without an id, 2 rows that cannot be read" },
		{ "yamtrack/export.csv", "Yamtrack or Floppy", "1 film, 2 episodes, "
			"1 without a known time, 1 title without an id, 4 rows that cannot be read" },
		{ "yamtrack/floppy.csv", "Yamtrack or Floppy", "1 film" },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct input in = file_named(u, arena_printf(&u->arena, PAST "%s", rows[i].file));
		struct tracker_found found = look(u, 1, &in);

		is_text(rows[i].file, "format", found.file.format, rows[i].format);
		is_text(rows[i].file, "summary", found.file.summary, rows[i].summary);
		close(in.fd);
	}
	is_i64("look", "plays", plays(u), 0);
}

static void what_is_left_out_is_told_by_row(void **state)
{
	struct unit *u = *state;
	struct input in = file_named(u, PAST "yamtrack/export.csv");
	struct tracker_found found = look(u, 1, &in);

	close(in.fd);
	is_text("title", "why", why_of(&found, "row 9"),
		"its id is one of \"manual\", which is not known here");
	is_text("date", "why", why_of(&found, "row 10"),
		"\"2024-13-05\" is no date like 2026-01-31 or 2026-01-31T20:15:00Z");
	is_text("id", "why", why_of(&found, "row 11"), "media_id is not a number, such as 603");
	is_text("cut", "why", why_of(&found, "row 12"),
		"it has 4 columns, and the first row has 13");
	is_text("range", "why", why_of(&found, "row 13"),
		"episode_number is not a whole number from 0 to 100000");
}

static void a_file_that_cannot_be_read_says_why(void **state)
{
	struct unit *u = *state;
	static const char none[] = "this is none of the files that can be imported (Yamtrack or "
				   "Floppy, Letterboxd, Netflix, Playback Reporting, Ryot, Trakt)";
	static const struct row {
		const char *name, *bytes;
		size_t length;
		const char *note;
	} rows[] = {
		/* clang-format off */
		{ "empty", "", 0, "the file is empty" },
		{ "UTF-16", "\xff\xfeT\0i\0", 6, "this file is UTF-16; save it as UTF-8 "
			"(\"CSV UTF-8\"), and import that" },
		{ "prose", "Dear Sir,\nhello\n", 16, none },
		{ "a column is missing", "Title,Year\nAlien,1979\n", 22, none },
		{ "other JSON", "{\"a\":[{\"b\":1}]}", 15, none },
		{ "JSON that is cut", "[{\"b\":", 6,
			"the file was cut: it ends in the middle, after entry 0" },
		{ "a zip that is cut", "PK\3\4abc", 7, "this zip archive is damaged or was cut" },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct input in = input_of_bytes(rows[i].bytes, rows[i].length);
		struct tracker_found found;

		is_err(rows[i].name, &u->cx, tracker_look(&u->cx, 1, "", &in, &found), ERR_INPUT);
		is_text(rows[i].name, "note", u->cx.note, rows[i].note);
	}
}

#define LETTERBOXD "Title,WatchedDate,tmdbID\n"

/* The rows before and after it count. */
static void a_damaged_row_takes_no_other_with_it(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *name, *text;
		int64_t films;
		const char *place, *why;
	} rows[] = {
		/* clang-format off */
		{ "bad UTF-8", LETTERBOXD "\xff\xfe,2024-01-01,1\nB,2024-01-01,2\n", 1,
			"row 2", "column 1 is not UTF-8" },
		{ "cut", LETTERBOXD "A,2024-01-01,1\nB,2024", 1,
			"row 3", "it has 2 columns, and the first row has 3" },
		{ "a quote at the end", LETTERBOXD "A,2024-01-01,1\n\"B,2024-01-01,2\n", 1,
			"from there on", "row 3: the file ends inside of a quote: it was cut" },
		{ "the future", LETTERBOXD "A,2999-01-01,1\nB,2024-01-01,2\n", 1,
			"row 2", "\"2999-01-01\" is a day that has not come" },
		{ "JSON", "[{\"watched_at\":\"2024-01-01T00:00:00Z\",\"movie\":{\"ids\":{\"tmdb\":1}}},"
			"{\"watched_at\":\"2024-01-01T00:00:00Z\",\"movie\":{\"ids\":nul}},"
			"{\"watched_at\":\"2024-01-01T00:00:00Z\",\"movie\":{\"ids\":{\"tmdb\":2}}}", 2,
			"from there on", "the file was cut: it ends in the middle, after entry 3" },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct input in = text_input(rows[i].text);
		struct tracker_found found = look(u, 1, &in);

		is_i64(rows[i].name, "films", found.counts.kinds[KIND_MOVIE], rows[i].films);
		is_text(rows[i].name, "why", why_of(&found, rows[i].place), rows[i].why);
	}
}

static void a_quote_without_an_end_stops_at_a_bound(void **state)
{
	struct unit *u = *state;
	enum { LENGTH = 200000 };
	size_t length = LENGTH;
	char *text = arena_alloc(&u->arena, length + 1);
	struct tracker_found found;
	struct input in;

	memset(text, 'x', length);
	memcpy(text, LETTERBOXD "A,2024-01-01,1\n\"", strlen(LETTERBOXD) + 16);
	in = input_of_bytes(text, length);
	found = look(u, 1, &in);
	is_i64("quote", "films", found.counts.kinds[KIND_MOVIE], 1);
	is_text("quote", "why", why_of(&found, "from there on"),
		"row 3: a column is longer than 65536 bytes; a quote is not closed, so nothing "
		"after it can be read");
}

/* ---- what is written ---- */

static void the_same_file_twice_adds_nothing(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	static const char *const files[] = { PAST "archive/trakt.zip", PAST "ryot/export.json",
		PAST "yamtrack/export.csv", PAST "letterboxd/import.csv" };

	for (size_t i = 0; i < NELEM(files); i++) {
		struct tracker_found first = import_file(u, alice, files[i]);
		int64_t count = plays(u);
		struct tracker_found second = import_file(u, alice, files[i]);

		is_i64(files[i], "added again", second.counts.added, 0);
		is_i64(files[i], "plays", plays(u), count);
		is_i64(files[i], "id", second.file.id, first.file.id);
	}
	is_sound(u);
}

/* Four trackers know of the evenings of the fixtures, and each is one play. */
static void a_play_in_several_files_is_one(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");

	is_i64("trakt", "added", import_file(u, alice, PAST "archive/trakt.zip").counts.added, 3);
	is_i64("yamtrack", "added", import_file(u, alice, PAST "yamtrack/export.csv").counts.added,
		0);
	is_i64("ryot", "added", import_file(u, alice, PAST "ryot/export.json").counts.added, 2);
	is_i64("letterboxd", "added",
		import_file(u, alice, PAST "letterboxd/import.csv").counts.added, 1);
	is_i64("stored", "plays", plays(u), 6);
	is_sound(u);
}

static void times_are_as_well_known_as_in_the_file(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");

	zone_use("America/New_York");
	import_file(u, alice, PAST "yamtrack/export.csv");
	is_i64("day", "plays", ask_sql(u->path, "SELECT count(*) FROM play WHERE day_only = 1"), 1);
	/* Noon in New York. */
	is_i64("day", "ms", ask_sql(u->path, "SELECT completed_ms FROM play WHERE day_only = 1"),
		INT64_C(1709658000000));
	is_i64("unknown", "plays",
		ask_sql(u->path, "SELECT count(*) FROM play WHERE completed_ms = 0"), 1);
	is_i64("moment", "ms", ask_sql(u->path, "SELECT max(completed_ms) FROM play"),
		INT64_C(1709751731000));
	zone_use(NULL);
}

static void a_play_that_was_reported_is_the_same(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct input in = text_input(LETTERBOXD "A,2024-03-05,603\n");

	import_input(u, alice, &in);
	/* As if a report had told of a viewing over midnight. */
	run_sql(u->path, "UPDATE play SET started_ms = 1709589600000, updated_ms = 1709600400000,"
			 " completed_ms = 1709600400000, day_only = 0; DELETE FROM import");
	is_i64("day", "added", import_input(u, alice, &in).counts.added, 0);
	run_sql(u->path, "UPDATE play SET removed_ms = 1; DELETE FROM import");
	is_i64("removed", "added", import_input(u, alice, &in).counts.added, 0);
	in = text_input(LETTERBOXD "A,2024-03-09,603\n");
	is_i64("another day", "added", import_input(u, alice, &in).counts.added, 1);
	is_sound(u);
}

static void an_import_is_undone_as_a_whole(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	struct input in = text_input(LETTERBOXD "Alien,2020-01-01,348\n");
	struct tracker_found found;

	import_input(u, alice, &in);
	u->cx.now_ms += 60000;
	found = import_file(u, alice, PAST "archive/trakt.zip");
	import_file(u, bob, PAST "archive/trakt.zip");
	is_err("somebody else's", &u->cx, tracker_undo(&u->cx, u->store, bob, found.file.id),
		ERR_NOT_FOUND);
	MUST(tracker_undo(&u->cx, u->store, alice, found.file.id));
	is_i64("alice", "plays", ask_sql(u->path, "SELECT count(*) FROM play WHERE user_id = 1"),
		1);
	is_i64("alice", "works", ask_sql(u->path, "SELECT count(*) FROM work WHERE person_id = 1"),
		1);
	is_i64("bob", "plays", ask_sql(u->path, "SELECT count(*) FROM play WHERE user_id = 2"), 3);
	/* And it can be imported again. */
	is_i64("again", "added", import_file(u, alice, PAST "archive/trakt.zip").counts.added, 3);
	is_sound(u);
}

static void a_file_waits_for_its_import(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct input in = file_named(u, PAST "archive/trakt.zip");
	struct tracker_found found = look(u, alice, &in), done;

	MUST(tracker_keep(&u->cx, u->store, &in, &found));
	close(in.fd);
	is_i64("kept", "plays", plays(u), 0);
	is_i64("kept", "left out", ask_sql(u->path, "SELECT count(*) FROM import_left"), 3);
	MUST(tracker_import_kept(&u->cx, u->store, alice, found.file.id, &done));
	is_i64("imported", "added", done.counts.added, 3);
	is_i64("imported", "pieces", ask_sql(u->path, "SELECT count(*) FROM import_piece"), 0);
	is_err("twice", &u->cx, tracker_import_kept(&u->cx, u->store, alice, found.file.id, &done),
		ERR_CONFLICT);
	is_sound(u);
}

static void a_file_that_is_not_imported_is_forgotten(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct input in = file_named(u, PAST "archive/trakt.zip");
	struct tracker_found found = look(u, alice, &in);

	MUST(tracker_keep(&u->cx, u->store, &in, &found));
	close(in.fd);
	u->cx.now_ms += IMPORT_LOOKED_KEPT_MS + 1;
	MUST(store_import_prune(&u->cx, u->store));
	is_i64("pruned", "pieces", ask_sql(u->path, "SELECT count(*) FROM import_piece"), 0);
	is_i64("pruned", "imports", ask_sql(u->path, "SELECT count(*) FROM import"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(each_format_is_told_by_its_content),
		STORE_TEST(what_is_left_out_is_told_by_row),
		STORE_TEST(a_file_that_cannot_be_read_says_why),
		STORE_TEST(a_damaged_row_takes_no_other_with_it),
		STORE_TEST(a_quote_without_an_end_stops_at_a_bound),
		STORE_TEST(the_same_file_twice_adds_nothing),
		STORE_TEST(a_play_in_several_files_is_one),
		STORE_TEST(times_are_as_well_known_as_in_the_file),
		STORE_TEST(a_play_that_was_reported_is_the_same),
		STORE_TEST(an_import_is_undone_as_a_whole),
		STORE_TEST(a_file_waits_for_its_import),
		STORE_TEST(a_file_that_is_not_imported_is_forgotten),
	};

	return cmocka_run_group_tests_name("tracker", tests, people_group_setup, NULL);
}

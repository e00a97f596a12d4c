/* SPDX-License-Identifier: MIT */
/*
 * A person's history is exported from one database and imported into another.
 */
#include "shared/actions/export_csv.h"
#include "shared/actions/import.h"
#include "shared/base/buf.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* ---- helpers ---- */

static const char recorded[] = "tests/fixtures/import/version-1.json";

static enum err gather(struct cx *cx, void *arg, const char *bytes, size_t length)
{
	(void)cx;
	assert_true(length > 0 && bytes[length - 1] == '\n');
	buf_add(arg, bytes, length);
	return OK;
}

static const struct user *user_named(struct unit *u, const char *name)
{
	const struct user *user = NULL;

	MUST(store_user_find(&u->cx, u->store, name, &user));
	assert_non_null(user);
	return user;
}

typedef enum err export_fn(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out);

static const char *exported(struct unit *u, const char *name, export_fn *how)
{
	struct buf b;
	struct export_to to = { gather, &b };
	struct export_counts counts;

	buf_init(&b, &u->arena, MIB(4));
	MUST(how(&u->cx, u->store, user_named(u, name), &to, &counts));
	assert_false(b.cut);
	return b.text;
}

static enum err feed_pieces(struct unit *u, struct import *im, const char *text, size_t piece,
	struct import_counts *out)
{
	size_t length = strlen(text);

	for (size_t at = 0; at < length; at += piece)
		TRY(import_feed(&u->cx, im, text + at, length - at < piece ? length - at : piece));
	return import_end(&u->cx, im, out);
}

/* Without a store: validates only. */
static enum err look_at(struct unit *u, const char *text)
{
	struct import *im = NULL;
	struct import_counts counts;
	enum err err;

	MUST(import_create(&u->cx, NULL, 0, &im));
	err = feed_pieces(u, im, text, SIZE_MAX / 2, &counts);
	import_destroy(im);
	return err;
}

/* In pieces of that many bytes; rolled back unless it succeeds. */
static enum err import_pieces(
	struct unit *u, int64_t user_id, const char *text, size_t piece, struct import_counts *out)
{
	struct import *im = NULL;
	enum err err;

	MUST(store_begin(&u->cx, u->store));
	MUST(import_create(&u->cx, u->store, user_id, &im));
	err = feed_pieces(u, im, text, piece, out);
	import_destroy(im);
	return store_end(&u->cx, u->store, err);
}

static struct import_counts import_all(struct unit *u, int64_t user_id, const char *text)
{
	struct import_counts counts = { 0 };

	MUST(import_pieces(u, user_id, text, SIZE_MAX / 2, &counts));
	return counts;
}

static const char *read_recorded(struct unit *u)
{
	char *text = arena_alloc(&u->arena, 20000);
	FILE *file = fopen(recorded, "re");

	assert_non_null(file);
	assert_true(fread(text, 1, 19999, file) > 0);
	fclose(file);
	return text;
}

/* The text with the first `old` replaced. */
static const char *changed(struct unit *u, const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	assert_non_null(at);
	return arena_printf(&u->arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* The text after the header, without the provider of plays. */
static const char *without_header(const char *text)
{
	return strchr(text, '\n') + 1;
}

/* ---- tests ---- */

static void a_recorded_file_is_imported_completely(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct import_counts counts = import_all(u, alice, read_recorded(u));
	const struct play *plays;
	size_t count;

	is_i64("import", "plays", counts.plays_added, 4);
	is_i64("import", "works", counts.works_added, 4);
	is_i64("import", "known", counts.plays_known + counts.plays_moved, 0);
	is_i64("import", "sittings", counts.sittings, 1);
	is_i64("import", "integrations", counts.integrations, 2);
	plays = plays_of(u, alice, &count);
	is_i64("stored", "plays", (int64_t)count, 4);
	is_text("podcast", "part", plays[0].part_title, "Numbers");
	is_text("book", "title", plays[1].title, "\"Dune\", \xc3\xbcnabridged");
	is_i64("show", "season", plays[2].season, 0);
	is_i64("show", "share", plays[2].share, 200000);
	is_i64("show", "furthest", plays[2].furthest, 405000);
	is_i64("film", "completed", plays[3].completed_ms, 1790885467159);
	is_i64("book", "ids",
		ask_sql(u->path, "SELECT count(*) FROM work_id WHERE source = 'local'"), 2);
	is_i64("film", "sitting", ask_sql(u->path, "SELECT heard_ms FROM sitting"), 1790885777920);
	is_sound(u);
}

static void a_second_import_changes_nothing(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const char *text = read_recorded(u), *before, *after;
	struct import_counts counts;

	import_all(u, alice, text);
	before = exported(u, "alice", export_json);
	counts = import_all(u, alice, text);
	after = exported(u, "alice", export_json);
	is_i64("again", "known", counts.plays_known, 4);
	is_i64("again", "news",
		counts.plays_added + counts.plays_moved + counts.works_added + counts.sittings, 0);
	is_text("again", "export", after, before);
}

/* The second database exports the same text, except for the senders. */
static void export_import_export_gives_the_same_file(void **state)
{
	struct unit *u = *state;
	const char *first, *second;

	import_all(u, add_user(u, "alice"), read_recorded(u));
	first = exported(u, "alice", export_json);
	run_sql(u->path, "DELETE FROM play; DELETE FROM sitting;"
			 "DELETE FROM item; DELETE FROM work_id;"
			 "DELETE FROM work");
	import_all(u, user_named(u, "alice")->id, first);
	second = exported(u, "alice", export_json);
	is_text("second", "export", second, first);
	assert_non_null(strstr(first, "\"end\":{\"integrations\":0,"
				      "\"plays\":4,\"sittings\":1}"));
}

static void no_secret_is_exported(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *to = add_integration(u, alice, "jellyfin", NULL);
	const char *text;

	run_sql(u->path, "INSERT INTO account (integration_id, url, credential)"
			 " VALUES (1, 'http://nas', x'5EC4E7')");
	run_sql(u->path, "INSERT INTO token (user_id, name, hash, created_ms)"
			 " VALUES (1, 'a token', x'00', 1)");
	text = exported(u, "alice", export_json);
	assert_non_null(strstr(text, "\"url\":\"http://nas\""));
	assert_null(strstr(text, to->slug));
	assert_null(strstr(text, "password"));
	assert_null(strstr(text, "token"));
	assert_null(strstr(text, "redential"));
}

static void other_people_are_not_exported(void **state)
{
	struct unit *u = *state;
	const char *text;

	import_all(u, add_user(u, "alice"), read_recorded(u));
	add_integration(u, add_user(u, "bob"), "kodi", NULL);
	text = exported(u, "bob", export_json);
	assert_non_null(strstr(text, "\"end\":{\"integrations\":1,"
				     "\"plays\":0,\"sittings\":0}"));
	assert_null(strstr(text, "Matrix"));
}

/* Split at any byte, and in pieces of any size. */
static void the_size_of_the_pieces_is_irrelevant(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const char *text = read_recorded(u);

	for (size_t piece = 1; piece < 300; piece += 37) {
		struct import_counts counts = { 0 };

		MUST(import_pieces(u, alice, text, piece, &counts));
		is_i64("pieces", "plays", counts.plays_added + counts.plays_known, 4);
	}
}

static void a_truncated_file_imports_nothing(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const char *text = read_recorded(u);
	size_t length = strlen(text);
	struct import_counts counts;

	/* Only the newline of the last line may be missing. */
	for (size_t cut = 0; cut + 2 < length; cut += cut < 200 ? 1 : 97)
		is_err("cut", &u->cx,
			import_pieces(u, alice, arena_strndup(&u->arena, text, cut), 1000, &counts),
			ERR_INPUT);
	is_i64("cut", "plays", ask_sql(u->path, "SELECT count(*) FROM play"), 0);
	is_i64("cut", "works", ask_sql(u->path, "SELECT count(*) FROM work"), 0);
	MUST(import_pieces(u, alice, arena_strndup(&u->arena, text, length - 1), 1000, &counts));
}

static void wrong_values_are_named(void **state)
{
	struct unit *u = *state;
	/* clang-format off */
	static const struct row {
		const char *old, *new, *says;
	} rows[] = {
		{ "ryot-export", "other-export", "line 1: format:" },
		{ "\"version\":1", "\"version\":2", "newer" },
		{ "\"version\":1", "\"version\":\"1\"", "line 1: version:" },
		{ "\"version\":1,", "", "line 1: version:" },
		{ "\"kind\":\"movie\"", "\"kind\":\"opera\"", "line 4: play.kind:" },
		{ "\"kind\":\"movie\",", "", "line 4: play.kind:" },
		{ "\"603\"", "\"\"", "line 4: play.ids[0].value:" },
		{ "\"603\"", "\"x603\"", "line 4: play.ids[0].value:" },
		{ "\"tt0133093\"", "17", "line 4: play.ids[1].value:" },
		{ "\"tmdb\"", "\"tmbd\"", "line 4: play.ids[0].source:" },
		{ "[{\"source\":\"itunes\",\"value\":\"201671138\"}]", "[]", "line 7: play.ids:" },
		{ "96.2", "100.1", "line 4: play.percent:" },
		{ "96.2", "-1", "line 4: play.percent:" },
		{ "96.2", "\"96\"", "line 4: play.percent:" },
		{ "\"furthest_percent\":96.2", "\"furthest_percent\":1", "line 4: play.furthest_percent:" },
		{ "7867159", "-7", "line 4: play.position_ms:" },
		{ "7867159", "1e300", "line 4: play.position_ms:" },
		{ "\"completed\"", "\"seen\"", "line 4: play.state:" },
		{ "\"completed\"", "\"in_progress\"", "line 4: play.completed_at:" },
		{ "\"in_progress\"", "\"completed\"", "line 5: play.completed_at:" },
		{ "2026-10-01T18:00", "2026-10-01 6 pm", "line 4: play.started_at:" },
		{ "2026-10-01T18:00", "2036-10-01T18:00", "line 4: play.started_at:" },
		{ "2026-10-01T18:00", "2026-10-02T18:00", "line 4: play.updated_at:" },
		{ "\"season\":0,", "", "line 5: play.episode:" },
		{ "\"season\":0,", "\"season\":-1,", "line 5: play.season:" },
		{ "\"title\":\"Breaking Bad\"", "\"part\":\"x\"", "line 5: play.part:" },
		{ "\"year\":1999", "\"season\":1", "line 4: play.episode:" },
		{ "http://nas:13378/item", "javascript:alert(1)", "line 6: play.link:" },
		{ "The Matrix", "The \\u0000", "line 4: play.title:" },
		{ "The Matrix", "The \xff", "line 4:" },
		{ "{\"sitting\"", "{\"sat\"", "line 8:" },
		{ "{\"sitting\":", "{\"sitting\":[],\"x\":", "line 8: sitting:" },
		{ "2026-10-01T20:16", "never", "line 8: sitting.heard_at:" },
		{ "\"done\":true", "\"done\":1", "line 8: sitting.done:" },
		{ "\"plays\":4", "\"plays\":5", "line 9: end.plays:" },
		{ "\"sittings\":1", "\"sittings\":0", "line 9: end.sittings:" },
		{ "\"end\":", "\"end\":1,\"x\":", "line 9: end:" },
		{ "\n", "\n\n", "line 2:" },
		{ "}}\n{\"end\"", "}}\n[]\n{\"end\"", "line 9:" },
	};
	/* clang-format on */
	int64_t alice = add_user(u, "alice");
	struct import_counts counts;

	MUST(look_at(u, read_recorded(u)));
	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *note;
		enum err err = import_pieces(u, alice,
			changed(u, read_recorded(u), rows[i].old, rows[i].new), 4096, &counts);

		is_err(rows[i].new, &u->cx, err, ERR_INPUT);
		if (!strstr(u->cx.note, rows[i].says))
			fail_msg("%s: \"%s\" does not say \"%s\"", rows[i].new, u->cx.note,
				rows[i].says);
		note = arena_strdup(&u->arena, u->cx.note);
		is_err(rows[i].new, &u->cx,
			look_at(u, changed(u, read_recorded(u), rows[i].old, rows[i].new)),
			ERR_INPUT);
		is_text(rows[i].new, "note when looked at", u->cx.note, note);
	}
	is_i64("wrong", "plays", ask_sql(u->path, "SELECT count(*) FROM play"), 0);
}

static void too_much_in_one_line_is_refused(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct import_counts counts;
	char *line = arena_alloc(&u->arena, EXPORT_LINE_MAX + 10);

	memset(line, ' ', EXPORT_LINE_MAX + 1);
	is_err("blanks", &u->cx, import_pieces(u, alice, line, 1000, &counts), ERR_INPUT);
	memset(line, '[', 5000);
	line[5000] = '\0';
	is_err("brackets", &u->cx, import_pieces(u, alice, line, 1000, &counts), ERR_INPUT);
	assert_non_null(strstr(u->cx.note, "not valid JSON"));
}

static void lines_after_the_end_are_refused(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const char *text = read_recorded(u);
	struct import_counts counts;

	is_err("twice", &u->cx,
		import_pieces(u, alice, arena_printf(&u->arena, "%s%s", text, without_header(text)),
			1000, &counts),
		ERR_INPUT);
}

/* ---- merging with stored plays ---- */

static const char *film(
	struct unit *u, const char *state, int percent, const char *started, const char *updated)
{
	return arena_printf(&u->arena,
		"{\"format\":\"ryot-export\",\"version\":1}\n"
		"{\"play\":{\"kind\":\"movie\",\"ids\":[{\"source\":\"tmdb\","
		"\"value\":\"603\"}],\"state\":\"%s\",\"percent\":%d,"
		"\"furthest_percent\":%d,\"started_at\":\"%sZ\","
		"\"updated_at\":\"%sZ\"%s%s%s}}\n"
		"{\"end\":{\"plays\":1,\"sittings\":0}}\n",
		state, percent, percent, started, updated,
		*state == 'c' ? ",\"completed_at\":\"" : "", *state == 'c' ? updated : "",
		*state == 'c' ? "Z\"" : "");
}

#define DAY1 "2026-10-01T18:00:00"
#define DAY2 "2026-10-02T18:00:00"
#define DAY3 "2026-10-03T18:00:00"

static void the_newer_state_of_an_open_play_is_kept(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct import_counts counts;
	const struct play *plays;
	size_t count;

	import_all(u, alice, film(u, "in_progress", 40, DAY1, DAY2));
	counts = import_all(u, alice, film(u, "in_progress", 30, DAY1, DAY1));
	is_i64("older", "known", counts.plays_known, 1);
	counts = import_all(u, alice, film(u, "in_progress", 30, DAY1, DAY3));
	is_i64("newer", "moved", counts.plays_moved, 1);
	plays = plays_of(u, alice, &count);
	is_i64("newer", "plays", (int64_t)count, 1);
	is_i64("newer", "share", plays[0].share, 300000);
	is_i64("newer", "furthest", plays[0].furthest, 400000);
	is_sound(u);
}

static void an_item_has_at_most_one_open_play(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct import_counts counts;
	const struct play *plays;
	size_t count;

	import_all(u, alice, film(u, "in_progress", 40, DAY2, DAY2));
	for (int i = 0; i < 2; i++) {
		counts = import_all(u, alice, film(u, "in_progress", 50, DAY1, DAY3));
		is_i64("meets", "moved", counts.plays_moved, i == 0);
		is_i64("meets", "known", counts.plays_known, i == 1);
	}
	plays = plays_of(u, alice, &count);
	is_i64("meets", "plays", (int64_t)count, 1);
	is_i64("meets", "share", plays[0].share, 500000);
	is_i64("meets", "started", plays[0].started_ms, 1790877600000);
	is_sound(u);
}

static void an_imported_completion_completes_an_open_play(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct import_counts counts;

	import_all(u, alice, film(u, "in_progress", 40, DAY1, DAY2));
	counts = import_all(u, alice, film(u, "completed", 97, DAY1, DAY1));
	is_i64("completes", "moved", counts.plays_moved, 1);
	counts = import_all(u, alice, film(u, "in_progress", 40, DAY1, DAY3));
	is_i64("stays", "known", counts.plays_known, 1);
	is_i64("stays", "completed", ask_sql(u->path, "SELECT completed_ms FROM play"),
		1790877600000);
	is_sound(u);
}

/* Imported plays must not block later reports. */
static void an_open_play_continues_after_an_older_one_was_imported(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *to = add_integration(u, alice, "jellyfin", NULL);
	struct message m;
	struct verdict v;

	import_all(u, alice, film(u, "in_progress", 40, DAY2, DAY2));
	import_all(u, alice, film(u, "completed", 97, DAY1, DAY1));
	message_init(&m);
	m.report.kind = KIND_MOVIE;
	assert_true(ids_add(&m.report.ids, CATALOG_TMDB, "603"));
	m.report.position = 50;
	m.report.duration = 100;
	m.report.units_per_ms = 1;
	v = receive(u, to, &m, (struct bytes){ NULL, 0 });
	is_text("next", "reason", reason_name(v.reason), "progress");
	is_i64("next", "play", v.touched[0].play_id, 1);
}

static void a_removed_play_stays_removed(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const char *text = film(u, "in_progress", 40, DAY1, DAY2);
	const char *out = changed(
		u, text, "\"percent\"", "\"removed_at\":\"2026-10-04T00:00:00Z\",\"percent\"");
	struct import_counts counts = import_all(u, alice, out);

	is_i64("out", "added", counts.plays_added, 1);
	is_i64("out", "again", import_all(u, alice, out).plays_known, 1);
	is_i64("in", "known", import_all(u, alice, text).plays_known, 1);
	assert_non_null(strstr(
		exported(u, "alice", export_json), "\"removed_at\":\"2026-10-04T00:00:00.000Z\""));
	assert_null(strstr(exported(u, "alice", export_csv), "603"));
	/* Another play may be open beside it. */
	counts = import_all(u, alice, film(u, "in_progress", 50, DAY2, DAY3));
	is_i64("beside", "added", counts.plays_added, 1);
	counts = import_all(u, alice,
		changed(u, film(u, "in_progress", 60, DAY3, DAY3), "\"percent\"",
			"\"removed_at\":\"2026-10-04T00:00:00Z\",\"percent\""));
	is_i64("taken out", "added", counts.plays_added, 1);
	is_sound(u);
}

static void a_newer_sitting_is_not_replaced(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct import_counts counts;
	const char *older = changed(u, read_recorded(u), "2026-10-01T20:16", "2026-10-01T20:15");

	import_all(u, alice, read_recorded(u));
	counts = import_all(u, alice, older);
	is_i64("older", "sittings", counts.sittings, 0);
	counts = import_all(
		u, alice, changed(u, read_recorded(u), "2026-10-01T20:16", "2026-10-01T20:17"));
	is_i64("newer", "sittings", counts.sittings, 1);
}

/* ---- CSV ---- */

static void the_history_is_a_table(void **state)
{
	struct unit *u = *state;
	const char *text;

	import_all(u, add_user(u, "alice"), read_recorded(u));
	text = exported(u, "alice", export_csv);
	is_text("csv", "text", text,
		"kind,title,author,year,season,episode,part_title,state,"
		"percent,position_ms,duration_ms,started_at,updated_at,"
		"completed_at,provider,tmdb,tvdb,imdb,audible,isbn,itunes,"
		"local\r\n"
		"\"movie\",\"The Matrix\",,1999,,,,\"completed\",100.00,"
		"7867159,8177920,2026-10-01T18:00:00.000Z,"
		"2026-10-01T20:11:07.159Z,2026-10-01T20:11:07.159Z,,"
		"\"603\",,\"tt0133093\",,,,\r\n"
		"\"show\",\"Breaking Bad\",,2008,0,3,\"Wedding Day\","
		"\"in_progress\",20.00,60000,300000,2026-10-02T18:00:00.000Z,"
		"2026-10-02T18:05:00.000Z,,,\"1396\",\"81189\",,,,,\r\n"
		"\"audiobook\",\"\"\"Dune\"\", \xc3\xbcnabridged\","
		"\"Frank Herbert\",,,,,\"completed\",100.00,75600000,75600000,"
		"2026-10-03T06:00:00.000Z,2026-10-09T21:30:00.000Z,"
		"2026-10-09T21:30:00.000Z,,,,,\"B002V0QIIU\",,,"
		"\"0c9a6f2e-5f4a-4c55-8a52-0b7a6d3f1f10\"\r\n"
		"\"podcast\",\"This American Life\",,,,,\"Numbers\","
		"\"in_progress\",55.00,,,2026-10-04T06:00:00.000Z,"
		"2026-10-04T06:30:00.000Z,,,,,,,,\"201671138\",\r\n");
}

static void formulas_are_escaped(void **state)
{
	struct unit *u = *state;
	static const char *const titles[] = { "=1+1", "+1", "-1", "@SUM(1)", "\tx", "\nx", "\rx",
		" =1", "  +1", "\xc2\xa0=1", "\xe3\x80\x80@a", "\xef\xbb\xbf=1",
		"\xef\xbc\x9d"
		"1",
		"\xef\xbc\x8b"
		"1",
		"\xef\xbc\x8d"
		"1",
		"\xef\xbc\xa0"
		"a" };
	static const char *const plain[] = { "1=1", " a", "\xc2\xa0x", "\xef\xbc\x88=", "" };

	import_all(u, add_user(u, "alice"), film(u, "in_progress", 40, DAY1, DAY2));
	for (size_t i = 0; i < NELEM(titles); i++) {
		run_sql(u->path,
			arena_printf(&u->arena, "UPDATE work SET title = '%s'", titles[i]));
		assert_non_null(strstr(exported(u, "alice", export_csv),
			arena_printf(&u->arena, ",\"'%s\",", titles[i])));
	}
	for (size_t i = 0; i < NELEM(plain); i++) {
		run_sql(u->path, arena_printf(&u->arena, "UPDATE work SET title = '%s'", plain[i]));
		assert_non_null(strstr(exported(u, "alice", export_csv),
			arena_printf(&u->arena, ",\"%s\",", plain[i])));
	}
}

static enum err refuse(struct cx *cx, void *arg, const char *bytes, size_t length)
{
	int *left = arg;

	(void)bytes;
	(void)length;
	return --*left < 0 ? err_note(cx, ERR_STORE, "the disk is full") : OK;
}

static void a_failing_writer_ends_the_export(void **state)
{
	struct unit *u = *state;
	struct export_counts counts;

	import_all(u, add_user(u, "alice"), read_recorded(u));
	for (int lines = 0; lines < 7; lines++) {
		int left = lines;
		struct export_to to = { refuse, &left };

		u->cx.note[0] = '\0';
		is_err("full", &u->cx,
			export_json(&u->cx, u->store, user_named(u, "alice"), &to, &counts),
			ERR_STORE);
		is_text("full", "note", u->cx.note, "the disk is full");
	}
}

/* Writes as another process does, and moves the log into the file. */
static enum err write_beside(struct cx *cx, void *path, const char *bytes, size_t length)
{
	(void)cx;
	(void)bytes;
	(void)length;
	run_sql(path, "UPDATE person SET is_admin = 1 - is_admin");
	assert_int_equal(ask_sql(path, "PRAGMA wal_checkpoint(TRUNCATE)"), 0);
	return OK;
}

static void an_export_keeps_no_log_from_being_moved(void **state)
{
	struct unit *u = *state;
	struct export_to to = { write_beside, (void *)(uintptr_t)u->path };
	struct export_counts counts;

	import_all(u, add_user(u, "alice"), read_recorded(u));
	MUST(export_json(&u->cx, u->store, user_named(u, "alice"), &to, &counts));
	assert_true(counts.plays > 0 && counts.sittings > 0);
	MUST(export_csv(&u->cx, u->store, user_named(u, "alice"), &to, &counts));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_recorded_file_is_imported_completely),
		STORE_TEST(an_export_keeps_no_log_from_being_moved),
		STORE_TEST(a_second_import_changes_nothing),
		STORE_TEST(export_import_export_gives_the_same_file),
		STORE_TEST(no_secret_is_exported),
		STORE_TEST(other_people_are_not_exported),
		STORE_TEST(the_size_of_the_pieces_is_irrelevant),
		STORE_TEST(a_truncated_file_imports_nothing),
		STORE_TEST(wrong_values_are_named),
		STORE_TEST(too_much_in_one_line_is_refused),
		STORE_TEST(lines_after_the_end_are_refused),
		STORE_TEST(the_newer_state_of_an_open_play_is_kept),
		STORE_TEST(an_item_has_at_most_one_open_play),
		STORE_TEST(an_imported_completion_completes_an_open_play),
		STORE_TEST(an_open_play_continues_after_an_older_one_was_imported),
		STORE_TEST(a_removed_play_stays_removed),
		STORE_TEST(a_newer_sitting_is_not_replaced),
		STORE_TEST(the_history_is_a_table),
		STORE_TEST(formulas_are_escaped),
		STORE_TEST(a_failing_writer_ends_the_export),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * The meaning of single rows, and of their changes: odd values, ebooks, ids,
 * listening again, items that are hidden or named late, many rows.
 */
#include "shared/providers/audiobookshelf/message.h"
#include "tests/contract/abs.h"
#include "tests/unit/sql.h"

#define DRACULA           "7086ba94-e11a-48c3-8f94-8105e4379953"
#define EMMA              "016c67df-0531-4703-b341-2cf4be0e1f1d"
#define DUNE              "f78d3d12-0bd6-43cc-93ee-25630eaec188"
#define DISPOSSESSED      "8c5db22d-8856-43b1-8e28-a9d7a77b060a"
#define ALL_SYSTEMS_RED   "f358e8d2-1f2b-42bd-b871-800ef2d25699"
#define FRANKENSTEIN      "100feac4-4f6d-460c-aadc-5fe93f19c7b8"
#define PROJECT_HAIL_MARY "2d9683ab-c956-4793-af66-9b92f5bfc2d0"
#define TIME_MACHINE      "38627cf5-4258-44d6-aab6-e9d7ab139164"
#define MOBY_DICK         "18297ac9-e250-4cea-8b67-e8fe9bcca367"
#define CIEN_ANOS         "967bf5e7-dd23-48e1-aa6f-c717a5fd3602"

/* ---- values from sloppy clients ---- */

static const struct odd {
	const char *item, *title, *kind, *reason, *plays;
} odd[] = {
	/* clang-format off */
	{ PROJECT_HAIL_MARY, "Project Hail Mary", "audiobook", "started",
	  "in_progress 30.0000 180000/600000 @1795333729113" },
	{ "5a17ccf7-9d0f-485c-8ca7-f8efb1102f1f", "The Fox and the Grapes",
	  "audiobook", "completed",
	  "completed 100.0000 8100/8100 @1795333810833" },
	/* strings for numbers */
	{ EMMA, "Emma", "audiobook", "started",
	  "in_progress 62.6087 250500/400104 @1795333810540" },
	/* nulls */
	{ DRACULA, "Dracula", "audiobook", "below-minimum", "" },
	/* currentTime -5, ebookProgress 1.5 */
	{ MOBY_DICK, "Moby-Dick", "book", "completed",
	  "completed 100.0000 -1/-1 @1795333810650" },
	/* 5e-7 */
	{ TIME_MACHINE, "The Time Machine", "audiobook", "below-minimum", "" },
	/* finished at 10 of 1000 s, finishedAt null */
	{ FRANKENSTEIN, "Frankenstein", "audiobook", "completed",
	  "completed 100.0000 1000000/1000000 @1795333810710" },
	/* lastUpdate 30 days ahead: never later than now */
	{ CIEN_ANOS, "Cien años de soledad", "audiobook", "started",
	  "in_progress 2.2222 20000/900000 @1795334400000" },
	/* progress 1, not finished, at a third */
	{ DUNE, "Dune", "audiobook", "started",
	  "in_progress 33.3187 200000/600264 @1795333810780" },
	/* an old finishedAt */
	{ DISPOSSESSED, "The Dispossessed", "audiobook", "completed",
	  "completed 100.0000 500000/500000 @1700000000000" },
	{ ALL_SYSTEMS_RED, "All Systems Red", "book", "completed",
	  "completed 100.0000 -1/-1 @1795333810811" },
	/* clang-format on */
};

static void test_odd_values(void **state)
{
	struct shelf *s = *state;
	struct listener bob = listener_new(s->u, "bob");
	struct poll p;

	shelf_show(s, "me_odd_values.json");
	p = poll_well(&bob, s);
	assert_int_equal(p.count, NELEM(odd));
	for (size_t i = 0; i < NELEM(odd); i++) {
		const struct odd *want = &odd[i];
		const struct news *got = poll_news(&p, want->item);

		assert_non_null(got);
		is_text(want->title, "kind", kind_name(got->source_row.message.report.kind),
			want->kind);
		is_text(want->title, "reason", reason_name(got->verdict.reason), want->reason);
		is_text(want->title, "plays", plays_text(&bob, want->title, NULL), want->plays);
	}
	is_sound(s->u);
}

/* Strings are numbers then, and the order is different. */
static void test_a_restart_of_the_server_changes_nothing(void **state)
{
	struct shelf *s = *state;
	struct listener bob = listener_new(s->u, "bob");
	const char *before;
	struct poll p;

	shelf_show(s, "me_odd_values.json");
	poll_well(&bob, s);
	before = all_plays_text(&bob);
	shelf_turn_to(s, "me_odd_values_after_restart.json");
	p = poll_well(&bob, s);
	assert_int_equal(p.rows, NELEM(odd));
	assert_int_equal(p.count, 0);
	assert_int_equal(s->hit_count, 1);
	is_text("restart", "plays", all_plays_text(&bob), before);
}

static void test_another_order_changes_nothing(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *rows, *backwards;
	struct poll p;

	shelf_show_alice(s, "me_later.json");
	poll_well(&alice, s);
	rows = shelf_rows(s);
	backwards = json_object_new_array();
	for (size_t i = json_object_array_length(rows); i-- > 0;)
		json_object_array_add(
			backwards, json_object_get(json_object_array_get_idx(rows, i)));
	json_object_object_add(s->me, "mediaProgress", backwards);
	p = poll_well(&alice, s);
	assert_int_equal(p.rows, 15);
	assert_int_equal(p.count, 0);
	assert_int_equal(s->hit_count, 1);
}

/* Each relevant value is a change; the others are not. */
static void test_relevant_changes(void **state)
{
	static const struct change {
		const char *key, *json;
		bool is_news;
	} changes[] = {
		/* clang-format off */
		{ "currentTime", "300.5", true },
		{ "duration", "1200", true },
		{ "progress", "0.3", true },
		{ "ebookProgress", "0.61", true },
		{ "isFinished", "true", true },
		{ "finishedAt", "1795333990000", true },
		{ "lastUpdate", "1795333990000", false },
		{ "hideFromContinueListening", "true", false },
		{ "ebookLocation", "\"epubcfi(/6/4!/4/2/1:3)\"", false },
		{ "startedAt", "1795333000000", false },
		{ "somethingNew", "{\"of\": [\"2027\"]}", false },
		/* clang-format on */
	};
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	for (size_t i = 0; i < NELEM(changes); i++) {
		struct poll p;

		abs_set(shelf_row(s, FRANKENSTEIN), changes[i].key, changes[i].json);
		p = poll_well(&alice, s);
		is_i64(changes[i].key, "news", (int64_t)p.count, changes[i].is_news);
		assert_int_equal(s->hit_count, 1);
	}
}

/* `progress` was stuck at 0.1; the row was never polled before. */
static void test_stale_progress_is_ignored(void **state)
{
	struct shelf *s = *state;
	struct listener bob = listener_new(s->u, "bob");
	struct json_object *rows;

	shelf_show(s, "me_empty.json");
	rows = shelf_rows(s);
	json_object_array_add(rows, abs_file("progress_one_stale_progress_field.json"));
	poll_well(&bob, s);
	is_text("Dracula", "plays", plays_text(&bob, "Dracula", NULL),
		"in_progress 90.0000 900072/1000080 @1795333977323");
}

/* The row lacks the duration of the book; the item has it. */
static void test_a_missing_duration_comes_from_the_item(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *row;

	shelf_show_alice(s, "me.json");
	row = shelf_row(s, EMMA);
	abs_set(row, "duration", "0");
	abs_set(row, "currentTime", "100.026");
	abs_set(row, "progress", "1");
	row = shelf_row(s, ALL_SYSTEMS_RED); /* no audio: no duration anywhere */
	abs_set(row, "ebookProgress", "0");
	abs_set(row, "currentTime", "100.026");
	abs_set(row, "progress", "0.5");
	poll_well(&alice, s);
	is_text("Emma", "plays", plays_text(&alice, "Emma", NULL),
		"in_progress 25.0000 100026/400104 @1795333724379");
	is_text("All Systems Red", "plays", plays_text(&alice, "All Systems Red", NULL),
		"in_progress 50.0000 -1/-1 @1795333725357");
}

static void test_no_time_is_in_the_future(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *row;

	shelf_show_alice(s, "me.json");
	row = shelf_row(s, DUNE);
	abs_set(row, "finishedAt", "1999999999999");
	abs_set(row, "lastUpdate", "1999999999999");
	poll_well(&alice, s);
	is_text("Dune", "plays", plays_text(&alice, "Dune", NULL),
		"completed 100.0000 600264/600264 @1795334400000");
	assert_int_equal(ask_sql(s->u->path, "SELECT max(max(started_ms, updated_ms))"
					     " FROM play"),
		ABS_NOW);
}

/* ---- other versions of the server, other people ---- */

/* Their items were not recorded; Emma replaces each. */
static void put_stand_ins(struct shelf *s)
{
	struct json_object *rows = shelf_rows(s);

	for (size_t i = 0; i < json_object_array_length(rows); i++) {
		const char *id = get_text(json_object_array_get_idx(rows, i), "libraryItemId");
		struct json_object *item = abs_copy(get(s->items, EMMA));
		const char *title = arena_printf(&s->u->arena, "Book %zu", i);

		json_object_object_add(item, "id", json_object_new_string(id));
		json_object_object_add(s->items, id, item);
		json_object_object_add(abs_metadata(s, id), "title", json_object_new_string(title));
	}
}

static void test_older_servers(void **state)
{
	static const struct {
		const char *file;
		int64_t finished_ms, marked_ms, ebook_ms, near_end_ms;
	} servers[] = {
		{ "me_server_2.17.7.json", 1795333429255, 1795333429410, 1795333429434,
			1795333429461 },
		{ "me_server_2.25.1.json", 1795333419317, 1795333419356, 1795333419367,
			1795333419379 },
		{ "me_server_2.26.0.json", 1795333423933, 1795333424022, 1795333424088,
			1795333424117 },
	};
	struct shelf *s = *state;

	for (size_t i = 0; i < NELEM(servers); i++) {
		const char *file = servers[i].file;
		struct listener listener = listener_new(s->u, file);
		const char *const wants[] = {
			"completed 100.0000 600000/600000",
			"completed 100.0000 400104/400104",
			"in_progress 33.0000 -1/-1",
			"completed 100.0000 381000/400104",
		};
		const int64_t at[] = { servers[i].finished_ms, servers[i].marked_ms,
			servers[i].ebook_ms, servers[i].near_end_ms };
		struct poll p;

		shelf_show(s, file);
		put_stand_ins(s);
		p = poll_well(&listener, s);
		assert_int_equal(p.count, 4);
		for (size_t k = 0; k < NELEM(wants); k++) {
			char title[20];
			const char *where, *want;

			snprintf(title, sizeof(title), "Book %zu", k);
			where = arena_printf(&s->u->arena, "%s, %s", file, title);
			want = arena_printf(&s->u->arena, "%s @%" PRId64, wants[k], at[k]);
			is_text(where, "plays", plays_text(&listener, title, NULL), want);
		}
	}
}

static void test_two_people_of_one_server(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct listener bob = listener_new(s->u, "bob");
	struct poll p;

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	shelf_show(s, "me_second_user.json");
	p = poll_well(&bob, s);
	assert_int_equal(p.count, 2);
	is_text("bob", "user", p.news[0].source_row.message.user, "bob");
	is_text("alice", "plays", plays_text(&alice, "Project Hail Mary", NULL),
		"completed 100.0000 600000/600000 @1795333726799");
	is_text("bob", "plays", plays_text(&bob, "Project Hail Mary", NULL),
		"in_progress 30.0000 180000/600000 @1795333729113");
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work"
					     " WHERE title = 'Project Hail Mary'"),
		2);
	is_sound(s->u);
}

/* The server adds a token that never expires to its answer. */
static void test_token_in_the_answer_is_never_handed_out(void **state)
{
	static const char *const files[] = { "me.json", "me_later.json", "me_empty.json",
		"me_legacy_token.json", "me_odd_values.json", "me_odd_values_after_restart.json",
		"me_second_user.json", "me_server_2.17.7.json", "me_server_2.25.1.json",
		"me_server_2.26.0.json" };
	static const char token[] = "PLACEHOLDER";
	struct shelf *s = *state;

	for (size_t i = 0; i < NELEM(files); i++) {
		struct listener listener = listener_new(s->u, files[i]);
		struct poll p;

		shelf_show(s, files[i]);
		assert_non_null(strstr(get_text(s->me, "token"), token));
		put_stand_ins(s);
		p = poll_well(&listener, s);
		for (size_t k = 0; k < p.count; k++)
			assert_null(strstr(p.news[k].source_row.body, token));
		for (size_t k = 0; k < listener.seen.count; k++)
			assert_null(strstr(listener.seen.rows[k].text, token));
		for (size_t k = 0; k < listener.facts.count; k++)
			assert_null(strstr(listener.facts.rows[k].text, token));
		for (size_t k = 0; k < s->hit_count; k++)
			assert_true(!s->hits[k].body || !strstr(s->hits[k].body, token));
	}
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM delivery_body"
					     " WHERE body LIKE '%PLACEHOLDER%'"),
		0);
	assert_true(ask_sql(s->u->path, "SELECT count(*) FROM delivery_body") > 0);
}

/* ---- repeated listening, and going back ---- */

static void set_row(struct shelf *s, const char *item, const char *finished,
	const char *finished_at, const char *position, const char *updated)
{
	struct json_object *row = shelf_row(s, item);

	abs_set(row, "isFinished", finished);
	abs_set(row, "finishedAt", finished_at);
	abs_set(row, "currentTime", position);
	abs_set(row, "lastUpdate", updated);
}

#define FIRST_TIME "completed 100.0000 600000/600000 @1795333726799"

static void test_a_second_listening_is_a_second_completion(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	is_text("first", "plays", plays_text(&alice, "Project Hail Mary", NULL), FIRST_TIME);
	shelf_turn_to(s, "me_later.json");
	poll_well(&alice, s);
	set_row(s, PROJECT_HAIL_MARY, "false", "null", "300", "1795333900000");
	poll_well(&alice, s);
	is_text("again", "plays", plays_text(&alice, "Project Hail Mary", NULL),
		FIRST_TIME "; in_progress 50.0000 300000/600000 @1795333900000");
	set_row(s, PROJECT_HAIL_MARY, "true", "1795334000000", "595", "1795334000100");
	poll_well(&alice, s);
	is_text("finished again", "plays", plays_text(&alice, "Project Hail Mary", NULL),
		FIRST_TIME "; completed 100.0000 600000/600000 @1795334000000");
	/* The same report again makes no third one. */
	abs_set(shelf_row(s, PROJECT_HAIL_MARY), "finishedAt", "1795334000001");
	poll_well(&alice, s);
	is_text("the same again", "plays", plays_text(&alice, "Project Hail Mary", NULL),
		FIRST_TIME "; completed 100.0000 600000/600000 @1795334000000");
	is_sound(s->u);
}

/* Completed by the rules at 95.1 %, then started again: the same. */
static void test_listening_again_after_the_limit_alone(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	set_row(s, EMMA, "false", "null", "20.0052", "1795333800000");
	poll_well(&alice, s);
	is_text("Emma", "plays", plays_text(&alice, "Emma", NULL),
		"completed 100.0000 380498/400104 @1795333724379; "
		"in_progress 5.0000 20005/400104 @1795333800000");
}

/* Heard completely once more, offline, between two polls. */
static void test_finished_again_between_two_polls(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	s->u->cx.now_ms += 30 * (int64_t)DAY_MS;
	/* A few minutes are too short for a second listening. */
	abs_set(shelf_row(s, PROJECT_HAIL_MARY), "finishedAt", "1795333996799");
	poll_well(&alice, s);
	is_text("soon", "plays", plays_text(&alice, "Project Hail Mary", NULL), FIRST_TIME);
	abs_set(shelf_row(s, PROJECT_HAIL_MARY), "finishedAt", "1797000000000");
	abs_set(shelf_row(s, PROJECT_HAIL_MARY), "lastUpdate", "1797000000010");
	poll_well(&alice, s);
	is_text("again", "plays", plays_text(&alice, "Project Hail Mary", NULL),
		FIRST_TIME "; completed 100.0000 600000/600000 @1797000000000");
}

/*
 * Stopped in the last words and resumed a day later some seconds earlier, as
 * players do: that is not a second listening.
 */
static void test_set_back_across_the_limit(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	static const char once[] = "completed 100.0000 380498/400104 @1795333724379";

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	s->u->cx.now_ms += 2 * DAY_MS;
	set_row(s, EMMA, "false", "null", "379.9", "1795420124379");
	poll_well(&alice, s);
	is_text("set back", "plays", plays_text(&alice, "Emma", NULL), once);
	set_row(s, EMMA, "false", "null", "395", "1795420424379");
	poll_well(&alice, s);
	is_text("to the end", "plays", plays_text(&alice, "Emma", NULL), once);
}

static void test_mark_as_not_finished_removes_nothing(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	set_row(s, PROJECT_HAIL_MARY, "false", "null", "0", "1795333800000");
	abs_set(shelf_row(s, PROJECT_HAIL_MARY), "progress", "0");
	p = poll_well(&alice, s);
	is_text("not finished", "reason", poll_reason(&p, PROJECT_HAIL_MARY), "below-minimum");
	is_text("not finished", "plays", plays_text(&alice, "Project Hail Mary", NULL), FIRST_TIME);
	/* The button once more: nothing was heard in between. */
	set_row(s, PROJECT_HAIL_MARY, "true", "1795333900000", "0", "1795333900000");
	poll_well(&alice, s);
	is_text("finished again", "plays", plays_text(&alice, "Project Hail Mary", NULL),
		FIRST_TIME);
}

/* All rows of a deleted library vanish; nothing changes here. */
static void test_vanished_rows_change_nothing(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	const char *before;
	struct poll p;

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	before = all_plays_text(&alice);
	shelf_turn_to(s, "me_empty.json");
	p = poll_well(&alice, s);
	assert_int_equal(p.rows + p.count, 0);
	is_text("vanished", "plays", all_plays_text(&alice), before);
	/* They return, as from a backup: already known. */
	shelf_turn_to(s, "me.json");
	p = poll_well(&alice, s);
	assert_int_equal(p.count, 0);
	is_text("back", "plays", all_plays_text(&alice), before);
}

/*
 * A backup is restored: an older position is the current state, although it
 * does not make the play's last report older.
 */
static void test_restored_backup_moves_back(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me_later.json");
	poll_well(&alice, s);
	set_row(s, TIME_MACHINE, "false", "null", "300.024", "1795000000000");
	poll_well(&alice, s);
	is_text("The Time Machine", "plays", plays_text(&alice, "The Time Machine", NULL),
		"in_progress 30.0000 300024/1000080 @1795333731067");
}

/* ---- ebooks ---- */

static void test_ebooks(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *row;
	struct poll p;

	shelf_show_alice(s, "me.json");
	/* Marked as finished: the ebook's position stays. */
	row = shelf_row(s, ALL_SYSTEMS_RED);
	abs_set(row, "isFinished", "true");
	abs_set(row, "progress", "1");
	abs_set(row, "finishedAt", "1795333800000");
	abs_set(row, "lastUpdate", "1795333800010");
	/* Audio and ebook in one item, only the ebook started: one work. */
	abs_set(shelf_row(s, FRANKENSTEIN), "currentTime", "0");
	abs_set(shelf_row(s, FRANKENSTEIN), "progress", "0");
	p = poll_well(&alice, s);
	is_text("All Systems Red", "kind",
		kind_name(poll_news(&p, ALL_SYSTEMS_RED)->source_row.message.report.kind), "book");
	is_text("All Systems Red", "plays", plays_text(&alice, "All Systems Red", NULL),
		"completed 100.0000 -1/-1 @1795333800000");
	is_text("Frankenstein", "kind",
		kind_name(poll_news(&p, FRANKENSTEIN)->source_row.message.report.kind),
		"audiobook");
	is_text("Frankenstein", "plays", plays_text(&alice, "Frankenstein", NULL),
		"in_progress 60.0000 -1/-1 @1795333726086");
}

/* ---- ids ---- */

static void test_ids(void **state)
{
	static const struct {
		const char *asin, *isbn; /* JSON */
		const char *ids;
	} rows[] = {
		/* clang-format off */
		{ "\"B002V1OF70\"", "null", "audible B002V1OF70 " },
		{ "\"b002v1of70\"", "\"\"", "audible B002V1OF70 " },
		{ "\"\"", "\"978-0-06-051275-0\"", "isbn 9780060512750 " },
		{ "null", "\"978 0 06 051275 0\"", "isbn 9780060512750 " },
		{ "null", "\"0-441-01359-7\"", "isbn 9780441013593 " },
		{ "null", "\"080442957X\"", "isbn 9780804429573 " },
		{ "\"B08G9PRS1K\"", "\"9781603935470\"",
		  "audible B08G9PRS1K isbn 9781603935470 " },
		/* A folder "[0441013597]" turns an ISBN into an ASIN. */
		{ "\"0441013597\"", "null", "isbn 9780441013593 " },
		{ "\"0441013597\"", "\"978-0441013593\"",
		  "isbn 9780441013593 " },
		/* No id at all. */
		{ "null", "\"9780060512751\"", "" },
		{ "\"not an asin\"", "\"unknown\"", "" },
		{ "\"\"", "\"\"", "" },
		{ "{\"x\": 1}", "[\"9780060512750\"]", "" },
		{ "4410135970", "9780060512750", "" },
		/* clang-format on */
	};
	struct shelf *s = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *name = arena_printf(&s->u->arena, "listener%zu", i);
		struct listener listener = listener_new(s->u, name);
		const struct news *news;
		const struct ids *ids;
		struct poll p;

		shelf_show_alice(s, "me.json");
		abs_set(abs_metadata(s, EMMA), "asin", rows[i].asin);
		abs_set(abs_metadata(s, EMMA), "isbn", rows[i].isbn);
		p = poll_well(&listener, s);
		news = poll_news(&p, EMMA);
		assert_non_null(news);
		ids = &news->source_row.message.report.ids;
		is_text(rows[i].asin, rows[i].isbn, ids_text(s->u, ids),
			arena_printf(&s->u->arena, "%slocal " EMMA, rows[i].ids));
		assert_int_equal(news->verdict.reason, REASON_COMPLETED);
	}
}

/* The same book in two libraries: two items, two rows, one work. */
static void test_one_book_in_two_libraries(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me.json");
	abs_set(abs_metadata(s, MOBY_DICK), "asin", "\"B08G9PRS1K\"");
	poll_well(&alice, s);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work_id"
					     " WHERE source = 'audible'"
					     " AND value = 'B08G9PRS1K'"),
		1);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(DISTINCT work_id) FROM work_id"
					     " WHERE value LIKE '%" MOBY_DICK "'"
					     " OR value LIKE '%" PROJECT_HAIL_MARY "'"),
		1);
	is_sound(s->u);
}

/* Somebody enters the ASIN later: it is the same work, and the same play. */
static void test_a_later_asin_joins_the_work(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *row;
	struct poll p;

	shelf_show_alice(s, "me.json");
	row = shelf_row(s, MOBY_DICK);
	p = poll_well(&alice, s);
	abs_set(abs_metadata(s, MOBY_DICK), "asin", "\"B00EXAMPLE\"");

	/* Soon after: the remembered ids are still used. */
	s->u->cx.now_ms += HOUR_MS / 2;
	abs_set(row, "currentTime", "300.024");
	p = poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	is_text("soon", "reason", poll_reason(&p, MOBY_DICK), "progress");

	/* An hour later the item is requested again, alone. */
	s->u->cx.now_ms += HOUR_MS;
	abs_set(row, "currentTime", "500.04");
	p = poll_well(&alice, s);
	assert_int_equal(s->hit_count, 2);
	is_text("later", "batch", s->hits[1].body, "{\"libraryItemIds\":[\"" MOBY_DICK "\"]}");
	is_text("later", "ids",
		ids_text(s->u, &poll_news(&p, MOBY_DICK)->source_row.message.report.ids),
		"audible B00EXAMPLE local " MOBY_DICK);
	is_text("later", "plays", plays_text(&alice, "Moby-Dick", NULL),
		"in_progress 50.0000 500040/1000080 @1795333729101");
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work_id WHERE"
					     " work_id = (SELECT work_id FROM work_id"
					     " WHERE value = 'B00EXAMPLE')"),
		2);
	is_sound(s->u);
}

/* A book with an ASIN is remembered for a day. */
static void test_named_items_are_requested_again_after_a_day(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *row;

	shelf_show_alice(s, "me_later.json");
	poll_well(&alice, s);
	row = shelf_row(s, PROJECT_HAIL_MARY);
	s->u->cx.now_ms += DAY_MS - HOUR_MS;
	abs_set(row, "currentTime", "100");
	poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	s->u->cx.now_ms += 2 * HOUR_MS;
	abs_set(row, "currentTime", "200");
	poll_well(&alice, s);
	is_asked(s, 1, "/api/items/batch/get");
	is_text("after a day", "batch", s->hits[1].body,
		"{\"libraryItemIds\":[\"" PROJECT_HAIL_MARY "\"]}");
}

/* ---- hidden ---- */

static void test_hidden_items_are_requested_again_after_a_day(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);

	/* For a day it is neither requested nor reported again. */
	s->u->cx.now_ms += DAY_MS - 1;
	p = poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(p.count, 0);

	/*
	 * Then it is requested, in vain: a batch, and the two alone. The items
	 * that she may open are a batch for themselves.
	 */
	s->u->cx.now_ms += 2;
	poll_well(&alice, s);
	assert_int_equal(asked_for(s, "/api/items/batch/get"), 2);
	assert_int_equal(asked_for(s, "/api/items/"), 2 + 2);
	assert_int_equal(asked_for(s, "/api/libraries"), 2);
	assert_int_equal(s->hit_count, 1 + 2 + 2 + 2);
	p = poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(p.count, 0);

	/* Now alice may open it: what she has heard is tracked. */
	json_object_object_del(s->forbidden, SECRET_BOOK);
	json_object_object_del(s->forbidden, SLEEPING_BEAUTY);
	s->u->cx.now_ms += DAY_MS + 1;
	p = poll_well(&alice, s);
	assert_int_equal(asked_for(s, "/api/items/"), 2); /* no single ones */
	is_text("Secret Book", "reason", poll_reason(&p, SECRET_BOOK), "started");
	is_text("Secret Book", "plays", plays_text(&alice, "Secret Book", NULL),
		"in_progress 40.0000 120038/300096 @1795333727436");
	p = poll_well(&alice, s);
	assert_int_equal(p.count, 0);
}

/* A row of a hidden item that changes is reported without a request. */
static void test_a_changed_row_of_a_hidden_item(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	abs_set(shelf_row(s, SECRET_BOOK), "currentTime", "200");
	p = poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(p.count, 1);
	is_text("Secret Book", "reason", poll_reason(&p, SECRET_BOOK), "no-identifier");
}

/* ---- rows that cannot be read ---- */

static void test_unreadable_rows_do_not_stop_the_others(void **state)
{
	static const char *const rows[] = {
		"null",
		"\"a row\"",
		"[]",
		"{}",
		"{\"id\": \"r1\"}",
		"{\"id\": 7, \"libraryItemId\": \"" EMMA "\"}",
		"{\"id\": \"r2\", \"libraryItemId\": null}",
		"{\"id\": \"r3\", \"libraryItemId\": {}}",
		"{\"id\": \"r4\", \"libraryItemId\": \"../me\"}",
		"{\"id\": \"r5\", \"libraryItemId\": \"a b\"}",
		"{\"id\": \"r6\", \"libraryItemId\": \"a?b\"}",
		"{\"id\": \"r7\", \"libraryItemId\": \"\"}",
		"{\"id\": \"r8\", \"libraryItemId\": \"" EMMA "\", \"episodeId\": \"a/b\"}",
		"{\"id\": \"r9\", \"libraryItemId\": \"" EMMA "\", \"isFinished\": \"yes\"}",
	};
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	for (size_t i = 0; i < NELEM(rows); i++)
		json_object_array_add(shelf_rows(s), abs_parse(rows[i]));
	p = poll_well(&alice, s);
	assert_int_equal(p.rows, 16 + NELEM(rows));
	assert_int_equal(p.count, 16 + NELEM(rows));
	for (size_t i = 0; i < p.count; i++) {
		const struct news *news = &p.news[i];

		if (news->source_row.row)
			continue;
		assert_int_equal(news->verdict.reason, REASON_WRONG_SHAPE);
		assert_non_null(strstr(news->verdict.detail, "expected"));
	}
	is_text("Dune", "reason", poll_reason(&p, DUNE), "completed");
	assert_int_equal(s->hit_count, 15);
	is_sound(s->u);
}

/* ---- many ---- */

enum { MANY = 2000, BATCH = 100 };

static void show_many(struct shelf *s)
{
	struct json_object *rows;
	struct unit *u = s->u;

	shelf_show(s, "me_empty.json");
	rows = shelf_rows(s);
	for (int i = 0; i < MANY; i++) {
		const char *id = arena_printf(&u->arena, "%08x-0000-4000-8000-%012x",
			(unsigned)i * 2654435761u, (unsigned)i);
		struct json_object *row = json_object_new_object();

		abs_set(row, "id", arena_printf(&u->arena, "\"row-%d\"", i));
		json_object_object_add(row, "libraryItemId", json_object_new_string(id));
		abs_set(row, "duration", "1000");
		abs_set(row, "currentTime", arena_printf(&u->arena, "%d.5", i % 1000));
		abs_set(row, "isFinished", i % 7 ? "false" : "true");
		abs_set(row, "lastUpdate", arena_printf(&u->arena, "%d", 1700000000 + i));
		json_object_array_add(rows, row);
		json_object_object_add(s->items, id,
			abs_parse(arena_printf(&u->arena,
				"{\"id\": \"%s\", \"mediaType\": \"book\","
				" \"media\": {\"duration\": 1000,"
				" \"metadata\": {\"title\": \"Book %d\"}}}",
				id, i)));
	}
}

static void test_two_thousand_rows(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "collector");
	int completed = 0, open = 0;
	struct poll p;

	show_many(s);
	p = poll_well(&listener, s);
	for (int i = 0; i < MANY; i++) {
		bool is_over = i % 7 == 0 || i % 1000 >= 950;

		completed += is_over;
		open += !is_over && i % 1000 >= 20;
	}
	assert_int_equal(p.rows, MANY);
	assert_int_equal(p.count, MANY);
	assert_int_equal(s->hit_count, 1 + MANY / BATCH);
	assert_int_equal(asked_for(s, "/api/items/batch/get"), MANY / BATCH);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM play"
					     " WHERE state = 'completed'"),
		completed);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM play"
					     " WHERE state = 'in_progress'"),
		open);

	p = poll_well(&listener, s);
	assert_int_equal(p.count, 0);
	assert_int_equal(s->hit_count, 1);

	abs_set(json_object_array_get_idx(shelf_rows(s), 1500), "currentTime", "700");
	p = poll_well(&listener, s);
	assert_int_equal(p.count, 1);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(ask_sql(s->u->path, "SELECT p.position_ms FROM play p"
					     " JOIN item i ON i.id = p.item_id"
					     " JOIN work w ON w.id = i.work_id"
					     " WHERE w.title = 'Book 1500'"),
		700000);
	is_sound(s->u);
}

/* An item without public ids stays one work under two addresses. */
static void test_local_ids(void **state)
{
	struct shelf *s = *state;
	static const struct row {
		const char *item, *server, *ids;
	} rows[] = {
		{ EMMA, "https://books.example.org", "local " EMMA },
		{ EMMA, "http://nas:13378/audiobookshelf", "local " EMMA },
		{ "li_abc", "https://books.example.org", "local books.example.org/li_abc" },
		{ "li_abc", "http://nas:13378/audiobookshelf",
			"local nas:13378/audiobookshelf/li_abc" },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct abs_item item = { .id = rows[i].item, .standing = ITEM_KNOWN };
		struct abs_row row = { .item_id = rows[i].item, .item = &item };
		struct message message;

		message_init(&message);
		abs_row_message(&s->u->cx, &row, rows[i].server, "alice", &message);
		is_text(rows[i].server, "ids", ids_text(s->u, &message.report.ids), rows[i].ids);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ABS_TEST(test_odd_values),
		ABS_TEST(test_a_restart_of_the_server_changes_nothing),
		ABS_TEST(test_another_order_changes_nothing),
		ABS_TEST(test_relevant_changes),
		ABS_TEST(test_stale_progress_is_ignored),
		ABS_TEST(test_a_missing_duration_comes_from_the_item),
		ABS_TEST(test_no_time_is_in_the_future),
		ABS_TEST(test_older_servers),
		ABS_TEST(test_two_people_of_one_server),
		ABS_TEST(test_token_in_the_answer_is_never_handed_out),
		ABS_TEST(test_a_second_listening_is_a_second_completion),
		ABS_TEST(test_listening_again_after_the_limit_alone),
		ABS_TEST(test_finished_again_between_two_polls),
		ABS_TEST(test_set_back_across_the_limit),
		ABS_TEST(test_mark_as_not_finished_removes_nothing),
		ABS_TEST(test_vanished_rows_change_nothing),
		ABS_TEST(test_restored_backup_moves_back),
		ABS_TEST(test_ebooks),
		ABS_TEST(test_ids),
		ABS_TEST(test_one_book_in_two_libraries),
		ABS_TEST(test_a_later_asin_joins_the_work),
		ABS_TEST(test_named_items_are_requested_again_after_a_day),
		ABS_TEST(test_hidden_items_are_requested_again_after_a_day),
		ABS_TEST(test_a_changed_row_of_a_hidden_item),
		ABS_TEST(test_unreadable_rows_do_not_stop_the_others),
		ABS_TEST(test_two_thousand_rows),
		ABS_TEST(test_local_ids),
	};

	return cmocka_run_group_tests_name("audiobookshelf rows", tests, people_group_setup, NULL);
}

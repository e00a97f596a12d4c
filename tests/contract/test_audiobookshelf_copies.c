/* SPDX-License-Identifier: MIT */
/*
 * Rows of one work: two libraries, a moved book, an episode downloaded anew.
 * The newest word counts, whatever the order of the rows; what was heard once
 * is completed once. And what the server corrects afterwards.
 */
#include "tests/contract/abs.h"
#include "tests/unit/sql.h"

#define ONE   "11111111-0000-4000-8000-000000000001"
#define TWO   "22222222-0000-4000-8000-000000000002"
#define THREE "33333333-0000-4000-8000-000000000003"

static const char *const copies[] = { ONE, TWO, THREE };

enum { HOUR_S = 3600 };

/* ---- a shelf of copies ---- */

static void put_item(
	struct shelf *s, const char *id, const char *title, const char *asin, const char *ebook)
{
	json_object_object_add(s->items, id,
		abs_parse(arena_printf(&s->u->arena,
			"{\"id\": \"%s\", \"mediaType\": \"book\", \"media\": {\"duration\": 36000,"
			" \"numTracks\": 1, \"ebookFormat\": %s,"
			" \"metadata\": {\"title\": \"%s\", \"asin\": %s}}}",
			id, ebook, title, asin)));
}

static void put_copies(struct shelf *s)
{
	for (size_t i = 0; i < NELEM(copies); i++)
		put_item(s, copies[i], "Twice", "\"B0TWICE001\"", "null");
}

/* Of ten hours; a position below 0: finished. */
static struct json_object *row_of(struct unit *u, const char *item, int64_t position, int64_t at_ms)
{
	bool is_finished = position < 0;

	return abs_parse(arena_printf(&u->arena,
		"{\"id\": \"row-%.8s\", \"libraryItemId\": \"%s\", \"duration\": 36000,"
		" \"currentTime\": %" PRId64 ", \"isFinished\": %s, \"finishedAt\": %" PRId64
		", \"lastUpdate\": %" PRId64 "}",
		item, item, is_finished ? 35990 : position, is_finished ? "true" : "false",
		is_finished ? at_ms : 0, at_ms));
}

static void show(struct shelf *s)
{
	shelf_show(s, "me_empty.json");
}

static void add_row(struct shelf *s, const char *item, int64_t position, int64_t at_ms)
{
	json_object_array_add(shelf_rows(s), row_of(s->u, item, position, at_ms));
}

static void swap_rows(struct shelf *s, size_t a, size_t b)
{
	struct json_object *rows = shelf_rows(s);
	struct json_object *left = json_object_get(json_object_array_get_idx(rows, a));
	struct json_object *right = json_object_get(json_object_array_get_idx(rows, b));

	json_object_array_put_idx(rows, a, right);
	json_object_array_put_idx(rows, b, left);
}

/* ---- tables ---- */

#define AGO(hours) (ABS_NOW - (int64_t)(hours)*HOUR_MS)
#define YEAR       (365 * 24)

/* Two rows in one answer, in both orders. */
static void test_two_rows(void **state)
{
	static const struct {
		const char *name;
		int64_t old_position, old_at_ms, new_position, new_at_ms;
		int completed;
		int64_t open; /* position in ms, or 0: no open play */
	} rows[] = {
		{ "older below", 3600, AGO(YEAR), 21600, AGO(1), 0, 21600000 },
		{ "older above", 28800, AGO(YEAR), 3600, AGO(1), 0, 3600000 },
		{ "older finished, newer begun", -1, AGO(YEAR), 3600, AGO(1), 1, 3600000 },
		{ "older finished, newer far in", -1, AGO(YEAR), 21600, AGO(1), 1, 21600000 },
		{ "older over the limit", 35000, AGO(YEAR), 21600, AGO(1), 1, 21600000 },
		{ "both finished", -1, AGO(YEAR), -1, AGO(1), 1, 0 },
		{ "newer finished", 3600, AGO(YEAR), -1, AGO(1), 1, 0 },
		{ "newer at the front", -1, AGO(YEAR), 10, AGO(1), 1, 0 },
		{ "an hour between", -1, AGO(2), 3600, AGO(1), 1, 3600000 },
	};
	struct shelf *s = *state;

	put_copies(s);
	for (size_t i = 0; i < 2 * NELEM(rows); i++) {
		const char *name = arena_printf(&s->u->arena, "%zu", i);
		struct listener r = listener_new(s->u, name);
		const char *where = rows[i / 2].name;
		int completed = 0;
		int64_t open = 0;
		size_t count;
		const struct play *plays;

		show(s);
		add_row(s, ONE, rows[i / 2].old_position, rows[i / 2].old_at_ms);
		add_row(s, TWO, rows[i / 2].new_position, rows[i / 2].new_at_ms);
		if (i % 2)
			swap_rows(s, 0, 1);
		poll_well(&r, s);
		plays = plays_of(s->u, r.integration->user_id, &count);
		for (size_t k = 0; k < count; k++) {
			completed += plays[k].state == PLAY_COMPLETED;
			if (plays[k].state == PLAY_IN_PROGRESS)
				open = plays[k].position_ms;
		}
		is_i64(where, "completed", completed, rows[i / 2].completed);
		is_i64(where, "open at", open, rows[i / 2].open);
	}
}

/* The old row is seen later than the new one: a right given, a book matched. */
static void test_an_old_row_that_comes_later(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "late");

	put_copies(s);
	show(s);
	add_row(s, TWO, 21600, AGO(1));
	poll_well(&r, s);
	add_row(s, ONE, -1, AGO(YEAR));
	add_row(s, THREE, 3600, AGO(2 * YEAR));
	poll_well(&r, s);
	is_text("late", "plays", plays_text(&r, "Twice", NULL),
		arena_printf(&s->u->arena,
			"in_progress 60.0000 21600000/36000000 @%" PRId64
			"; completed 100.0000 36000000/36000000 @%" PRId64,
			AGO(1), AGO(YEAR)));
	/* The newer one goes on. */
	json_object_array_put_idx(shelf_rows(s), 0, row_of(s->u, TWO, 25200, AGO(0)));
	poll_well(&r, s);
	is_text("on", "plays", plays_text(&r, "Twice", NULL),
		arena_printf(&s->u->arena,
			"in_progress 70.0000 25200000/36000000 @%" PRId64
			"; completed 100.0000 36000000/36000000 @%" PRId64,
			AGO(0), AGO(YEAR)));
	is_sound(s->u);
}

/* ---- properties ---- */

enum { ROUNDS = 60, POLLS = 4, ORDERS = 3 };

/* Moves random rows on, back, or to their end; times only go forward. */
static void change(struct shelf *s, unsigned *seed, int64_t *at_ms)
{
	struct json_object *rows = shelf_rows(s);

	for (size_t i = 0; i < NELEM(copies); i++) {
		int64_t position = rand_r(seed) % 36000;

		*at_ms += (rand_r(seed) % (3 * HOUR_S) + 1) * INT64_C(1000);
		if (rand_r(seed) % 3 == 0)
			continue;
		if (rand_r(seed) % 4 == 0)
			position = -1;
		json_object_array_put_idx(rows, i, row_of(s->u, copies[i], position, *at_ms));
	}
}

static void shuffle(struct shelf *s, unsigned *seed)
{
	for (size_t i = json_object_array_length(shelf_rows(s)); i-- > 1;)
		swap_rows(s, i, (size_t)rand_r(seed) % (i + 1));
}

/* The plays after some random polls whose rows come in that order. */
static const char *plays_in_order(struct shelf *s, unsigned seed, unsigned order)
{
	char name[40];
	struct listener r;
	int64_t at_ms = AGO(1000);

	snprintf(name, sizeof(name), "p%u-%u", seed, order);
	r = listener_new(s->u, name);
	show(s);
	for (size_t i = 0; i < NELEM(copies); i++)
		add_row(s, copies[i], 0, 1);
	for (int i = 0; i < POLLS; i++) {
		struct json_object *sorted;

		change(s, &seed, &at_ms);
		s->u->cx.now_ms = at_ms + 1000;
		sorted = abs_copy(s->me);
		if (order > 0)
			shuffle(s, &order);
		poll_well(&r, s);
		/* Once more: the same twice is the same once. */
		poll_well(&r, s);
		json_object_put(s->me);
		s->me = sorted;
	}
	return all_plays_text(&r);
}

static void test_any_order_gives_the_same_plays(void **state)
{
	struct shelf *s = *state;

	put_copies(s);
	for (unsigned seed = 1; seed <= ROUNDS; seed++) {
		char *first = strdup(plays_in_order(s, seed, 0));

		assert_non_null(first);
		for (unsigned order = 1; order < ORDERS; order++) {
			arena_reset(&s->u->arena);
			is_text(arena_printf(&s->u->arena, "seed %u, order %u", seed, order),
				"plays", plays_in_order(s, seed, order), first);
		}
		free(first);
	}
	s->u->cx.now_ms = ABS_NOW;
	is_sound(s->u);
}

/* ---- heard once, completed once ---- */

/* Positions of one row, at most one of them is another listening. */
static void test_listenings(void **state)
{
	enum { STEPS_MAX = 8 };
	static const struct {
		const char *name;
		struct {
			int64_t position; /* -1: finished; -2: by the button, at 0 */
			int hours;        /* since the step before */
		} steps[STEPS_MAX];
		int plays, completed;
	} rows[] = {
		/* clang-format off */
		{ "fell asleep", { { 18000, 1 }, { 34560, 4 }, { 31680, 1 }, { 33000, 1 },
			{ -1, 1 } }, 1, 1 },
		{ "fell asleep, back to the middle", { { 34560, 4 }, { 18000, 20 }, { 27000, 3 },
			{ -1, 3 } }, 1, 1 },
		{ "taken back far in, and again", { { -1, 1 }, { 34000, 1 }, { -1, 1 },
			{ 30000, 30 }, { -1, 1 } }, 1, 1 },
		{ "the button off and on", { { -1, 1 }, { 0, 24 }, { -2, 24 } }, 1, 1 },
		{ "off, on, off, on", { { -2, 1 }, { 0, 1 }, { -2, 1 }, { 0, 1 }, { -2, 1 } },
			1, 1 },
		{ "to 0 by mistake, and back", { { 34560, 4 }, { 0, 1 }, { 34000, 1 },
			{ -1, 1 } }, 1, 1 },
		{ "heard again", { { -1, 1 }, { 3600, 24 }, { 18000, 4 }, { -1, 5 } }, 2, 2 },
		{ "heard again within minutes of polls", { { 34560, 1 }, { 31000, 1 },
			{ 1800, 1 }, { 20000, 5 } }, 2, 1 },
		{ "heard again, offline", { { -1, 1 }, { 0, 24 }, { -1, 10 } }, 2, 2 },
		{ "heard again offline, to the middle", { { -1, 1 }, { 0, 24 }, { 20000, 6 } },
			2, 1 },
		{ "back to the front only", { { -1, 1 }, { 300, 24 } }, 1, 1 },
		/* clang-format on */
	};
	struct shelf *s = *state;

	put_copies(s);
	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *name = arena_printf(&s->u->arena, "listener%zu", i);
		struct listener r = listener_new(s->u, name);
		int64_t at_ms = AGO(1000);
		int completed = 0;
		size_t count;
		const struct play *plays;

		for (size_t k = 0; k < STEPS_MAX && rows[i].steps[k].hours; k++) {
			int64_t position = rows[i].steps[k].position;

			at_ms += rows[i].steps[k].hours * (int64_t)HOUR_MS;
			show(s);
			add_row(s, ONE, position < 0 ? -1 : position, at_ms);
			if (position == -2)
				abs_set(shelf_row(s, ONE), "currentTime", "0");
			s->u->cx.now_ms = at_ms + 60000;
			poll_well(&r, s);
		}
		plays = plays_of(s->u, r.integration->user_id, &count);
		for (size_t k = 0; k < count; k++)
			completed += plays[k].state == PLAY_COMPLETED;
		is_i64(rows[i].name, "plays", (int64_t)count, rows[i].plays);
		is_i64(rows[i].name, "completed", completed, rows[i].completed);
	}
	s->u->cx.now_ms = ABS_NOW;
}

/* ---- when ---- */

static void test_offline_listening_is_dated_when_it_happened(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "walker");
	struct json_object *row;

	put_copies(s);
	show(s);
	add_row(s, ONE, -1, AGO(20));
	row = shelf_row(s, ONE);
	abs_set(row, "finishedAt", arena_printf(&s->u->arena, "%" PRId64, AGO(1)));
	abs_set(row, "startedAt", arena_printf(&s->u->arena, "%" PRId64, AGO(300)));
	poll_well(&r, s);
	assert_int_equal(ask_sql(s->u->path, "SELECT completed_ms FROM play"), AGO(20));
	assert_int_equal(ask_sql(s->u->path, "SELECT started_ms FROM play"), AGO(300));
	/* Heard again: the row keeps its first start. */
	json_object_array_put_idx(shelf_rows(s), 0, row_of(s->u, ONE, 3600, AGO(0)));
	abs_set(shelf_row(s, ONE), "startedAt", arena_printf(&s->u->arena, "%" PRId64, AGO(300)));
	poll_well(&r, s);
	assert_int_equal(
		ask_sql(s->u->path, "SELECT started_ms FROM play WHERE state = 'in_progress'"),
		AGO(0));
}

/* A start after the word itself, as where a client told an older time. */
static void test_a_start_is_never_after_the_word(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "walker");

	put_copies(s);
	show(s);
	add_row(s, ONE, 3600, AGO(20));
	abs_set(shelf_row(s, ONE), "startedAt", arena_printf(&s->u->arena, "%" PRId64, AGO(1)));
	poll_well(&r, s);
	assert_int_equal(ask_sql(s->u->path, "SELECT started_ms FROM play"), AGO(20));
}

/* ---- two halves ---- */

static void set_both(struct shelf *s, int64_t position, const char *ebook, int64_t at_ms)
{
	show(s);
	add_row(s, ONE, position, at_ms);
	abs_set(shelf_row(s, ONE), "ebookProgress", ebook);
}

static void test_audio_and_ebook(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "reader");
	const char *where = "both";

	put_item(s, ONE, "Both", "null", "\"epub\"");
	set_both(s, 0, "0.30", AGO(90));
	poll_well(&r, s);
	is_text(where, "read", plays_text(&r, "Both", NULL),
		arena_printf(&s->u->arena, "in_progress 30.0000 -1/-1 @%" PRId64, AGO(90)));
	/* The half that moved is told, and it is the same play. */
	set_both(s, 18000, "0.30", AGO(80));
	poll_well(&r, s);
	is_text(where, "heard", plays_text(&r, "Both", NULL),
		arena_printf(
			&s->u->arena, "in_progress 50.0000 18000000/36000000 @%" PRId64, AGO(80)));
	set_both(s, 18000, "0.60", AGO(70));
	poll_well(&r, s);
	is_text(where, "read on", plays_text(&r, "Both", NULL),
		arena_printf(&s->u->arena, "in_progress 60.0000 -1/-1 @%" PRId64, AGO(70)));
	set_both(s, 18000, "0.97", AGO(60));
	poll_well(&r, s);
	is_text(where, "read to the end", plays_text(&r, "Both", NULL),
		arena_printf(&s->u->arena, "completed 100.0000 -1/-1 @%" PRId64, AGO(60)));
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work"), 1);
}

/* "Not finished" leaves an ebook where it was: nothing was read. */
static void test_an_ebook_taken_back(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "reader");
	struct poll p;

	put_item(s, ONE, "Both", "null", "\"epub\"");
	for (int i = 0; i < 4; i++) {
		set_both(s, i % 2 ? 0 : -1, "0.30", AGO(90 - i));
		abs_set(shelf_row(s, ONE), "currentTime", "0");
		p = poll_well(&r, s);
	}
	is_text("taken back", "reason", poll_reason(&p, ONE), "unmark");
	is_text("taken back", "plays", plays_text(&r, "Both", NULL),
		arena_printf(
			&s->u->arena, "completed 100.0000 36000000/36000000 @%" PRId64, AGO(90)));
}

/* ---- what is corrected later ---- */

static void answer_304(struct shelf *s)
{
	s->etag = "W/\"1\"";
}

/* Nothing is played, and the rows never change. */
static void test_corrections_arrive_after_a_day(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "carol");

	put_item(s, ONE, "Wrong Match", "\"B0WRONG001\"", "null");
	show(s);
	answer_304(s);
	add_row(s, ONE, 18000, AGO(10));
	poll_well(&r, s);
	put_item(s, ONE, "Right Match", "\"B0RIGHT001\"", "null");
	s->u->cx.now_ms += HOUR_MS;
	poll_well(&r, s);
	assert_int_equal(s->hit_count, 1);
	is_text("an hour later", "If-None-Match", s->hits[0].etag, "W/\"1\"");
	s->u->cx.now_ms += DAY_MS;
	poll_well(&r, s);
	assert_null(s->hits[0].etag);
	is_text("a day later", "plays", plays_text(&r, "Right Match", NULL),
		arena_printf(
			&s->u->arena, "in_progress 50.0000 18000000/36000000 @%" PRId64, AGO(10)));
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work_id WHERE"
					     " value = 'B0WRONG001'"),
		0);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work_id WHERE"
					     " value = 'B0RIGHT001'"),
		1);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work"), 1);
	/* Told once. */
	s->u->cx.now_ms += DAY_MS + 1;
	assert_int_equal(poll_well(&r, s).count, 0);
	is_sound(s->u);
}

/* The same for a row that an old version remembered. */
static void test_corrections_of_old_rows(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "carol");

	put_item(s, ONE, "Old", "null", "null");
	show(s);
	add_row(s, ONE, 18000, AGO(10));
	poll_well(&r, s);
	assert_int_equal(r.seen.count, 1);
	r.seen.rows[0].text = "0 0 18000000000 36000000000 0 0";
	assert_int_equal(poll_well(&r, s).count, 0);
	put_item(s, ONE, "New", "null", "null");
	s->u->cx.now_ms += DAY_MS;
	assert_int_equal(poll_well(&r, s).count, 1);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work WHERE title = 'New'"), 1);
	s->u->cx.now_ms += DAY_MS;
	assert_int_equal(poll_well(&r, s).count, 0);
}

/* An id comes later; a copy was known by it before. */
static void test_a_later_id_joins_a_copy(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "carol");

	put_item(s, ONE, "Once", "null", "null");
	put_item(s, TWO, "Once", "\"B0ONCE0001\"", "null");
	show(s);
	answer_304(s);
	add_row(s, ONE, 18000, AGO(10));
	add_row(s, TWO, 3600, AGO(20));
	poll_well(&r, s);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work"), 2);
	put_item(s, ONE, "Once", "\"B0ONCE0001\"", "null");
	s->u->cx.now_ms += DAY_MS;
	poll_well(&r, s);
	is_text("joined", "plays", plays_text(&r, "Once", NULL),
		arena_printf(
			&s->u->arena, "in_progress 50.0000 18000000/36000000 @%" PRId64, AGO(10)));
	is_sound(s->u);
}

/* A play that the person took out does not come back with a new title. */
static void test_a_correction_brings_no_play_back(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "carol");
	struct poll p;

	put_item(s, ONE, "Old", "null", "null");
	show(s);
	add_row(s, ONE, -1, AGO(10));
	poll_well(&r, s);
	run_sql(s->u->path, "UPDATE play SET removed_ms = updated_ms");
	put_item(s, ONE, "New", "null", "null");
	s->u->cx.now_ms += DAY_MS;
	p = poll_well(&r, s);
	is_text("new title", "reason", poll_reason(&p, ONE), "unchanged");
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM play"), 1);
	assert_int_equal(ask_sql(s->u->path, "SELECT count(*) FROM work WHERE title = 'New'"), 1);
}

/* Rights given back, and the rows never change. */
static void test_rights_given_back(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "guest");

	put_item(s, ONE, "Private", "null", "null");
	shelf_forbid(s, ONE);
	show(s);
	answer_304(s);
	add_row(s, ONE, 18000, AGO(10));
	poll_well(&r, s);
	is_text("forbidden", "plays", plays_text(&r, "Private", NULL), "");
	json_object_object_del(s->forbidden, ONE);
	s->u->cx.now_ms += DAY_MS;
	poll_well(&r, s);
	is_text("given back", "plays", plays_text(&r, "Private", NULL),
		arena_printf(
			&s->u->arena, "in_progress 50.0000 18000000/36000000 @%" PRId64, AGO(10)));
}

/* ---- many ---- */

enum { MANY = 250, BATCH = 100 };

/* A run asks for a few of them again, so that none takes long. */
static void test_many_are_asked_for_again_in_parts(void **state)
{
	struct shelf *s = *state;
	struct listener r = listener_new(s->u, "collector");
	size_t asked = 0;

	show(s);
	answer_304(s);
	for (unsigned i = 0; i < MANY; i++) {
		const char *id = arena_printf(&s->u->arena, "%08x-0000-4000-8000-0000000000aa", i);

		put_item(s, id, "Book", "null", "null");
		add_row(s, id, 18000, AGO(10));
	}
	poll_well(&r, s);
	s->u->cx.now_ms += DAY_MS;
	for (int i = 0; i < 3; i++) {
		poll_well(&r, s);
		assert_null(s->hits[0].etag);
		assert_true(s->hit_count <= 1 + 1);
		asked += s->hit_count - 1;
	}
	assert_int_equal(asked, (MANY + BATCH - 1) / BATCH);
	poll_well(&r, s);
	assert_int_equal(s->hit_count, 1);
	assert_non_null(s->hits[0].etag);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ABS_TEST(test_two_rows),
		ABS_TEST(test_an_old_row_that_comes_later),
		ABS_TEST(test_any_order_gives_the_same_plays),
		ABS_TEST(test_listenings),
		ABS_TEST(test_offline_listening_is_dated_when_it_happened),
		ABS_TEST(test_a_start_is_never_after_the_word),
		ABS_TEST(test_audio_and_ebook),
		ABS_TEST(test_an_ebook_taken_back),
		ABS_TEST(test_corrections_arrive_after_a_day),
		ABS_TEST(test_corrections_of_old_rows),
		ABS_TEST(test_a_later_id_joins_a_copy),
		ABS_TEST(test_a_correction_brings_no_play_back),
		ABS_TEST(test_rights_given_back),
		ABS_TEST(test_many_are_asked_for_again_in_parts),
	};

	return cmocka_run_group_tests_name(
		"audiobookshelf copies", tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Which work a report is about, and what is stored of a play. */
#include "tests/unit/people.h"
#include "tests/unit/rounds.h"
#include "tests/unit/sql.h"

/* A report of a kind with up to three ids; NULL omits one. */
static struct report named(enum kind kind, const char *tmdb, const char *tvdb, const char *imdb)
{
	struct message m;

	message_init(&m);
	m.report.kind = kind;
	if (tmdb)
		assert_true(ids_add(&m.report.ids, CATALOG_TMDB, tmdb));
	if (tvdb)
		assert_true(ids_add(&m.report.ids, CATALOG_TVDB, tvdb));
	if (imdb)
		assert_true(ids_add(&m.report.ids, CATALOG_IMDB, imdb));
	return m.report;
}

static int64_t match_for(
	struct unit *u, int64_t user_id, const struct report *r, int want_conflicts)
{
	int64_t id = 0;
	int conflicts = -1;

	MUST(store_work_match(&u->cx, u->store, user_id, r, &id, &conflicts));
	assert_true(id > 0);
	is_i64("match", "conflicts", conflicts, want_conflicts);
	return id;
}

/* Among the works of the first person, who is added if there is none. */
static int64_t match(struct unit *u, const struct report *r, int want_conflicts)
{
	if (ask_sql(u->path, "SELECT count(*) FROM person") == 0)
		add_user(u, "alice");
	return match_for(u, 1, r, want_conflicts);
}

#define MATRIX "603", "169", "tt0133093"

static void any_of_its_ids_finds_a_work(void **state)
{
	struct unit *u = *state;
	struct report all = named(KIND_MOVIE, MATRIX);
	struct report each[] = {
		named(KIND_MOVIE, "603", NULL, NULL),
		named(KIND_MOVIE, NULL, "169", NULL),
		named(KIND_MOVIE, NULL, NULL, "tt0133093"),
		named(KIND_MOVIE, NULL, "169", "tt0133093"),
	};
	int64_t work = match(u, &all, 0);

	assert_int_equal(match(u, &all, 0), work);
	for (size_t i = 0; i < NELEM(each); i++)
		assert_int_equal(match(u, &each[i], 0), work);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work"), 1);
}

static void ids_learned_later_are_added(void **state)
{
	struct unit *u = *state;
	struct report imdb = named(KIND_MOVIE, NULL, NULL, "tt0133093");
	struct report both = named(KIND_MOVIE, "603", NULL, "tt0133093");
	struct report tmdb = named(KIND_MOVIE, "603", NULL, NULL);
	int64_t work = match(u, &imdb, 0);

	assert_int_equal(match(u, &both, 0), work);
	assert_int_equal(match(u, &tmdb, 0), work);
	is_sound(u);
}

static void ids_of_two_works_never_merge_them(void **state)
{
	struct unit *u = *state;
	struct report a = named(KIND_MOVIE, "603", NULL, NULL);
	struct report b = named(KIND_MOVIE, NULL, NULL, "tt0234215");
	struct report both = named(KIND_MOVIE, "603", NULL, "tt0234215");
	int64_t work_a = match(u, &a, 0), work_b = match(u, &b, 0);

	assert_int_not_equal(work_a, work_b);
	assert_int_equal(match(u, &both, 1), work_a); /* TMDb takes precedence */
	assert_int_equal(match(u, &both, 1), work_a);
	assert_int_equal(match(u, &a, 0), work_a);
	assert_int_equal(match(u, &b, 0), work_b);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_id"), 2);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_conflict"), 1);
}

static void a_second_id_of_one_catalog_is_a_conflict(void **state)
{
	struct unit *u = *state;
	struct report first = named(KIND_MOVIE, "603", NULL, "tt0133093");
	struct report other = named(KIND_MOVIE, "603", NULL, "tt0234215");
	struct report alone = named(KIND_MOVIE, NULL, NULL, "tt0234215");
	int64_t work = match(u, &first, 0);

	assert_int_equal(match(u, &other, 1), work);
	assert_int_not_equal(match(u, &alone, 0), work); /* not added */
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_conflict"
					  " WHERE source = 'imdb'"
					  " AND value = 'tt0234215'"),
		1);
}

/*
 * Which work the second report is of: the first one's, or another. A known id
 * decides, unless a better id of the report contradicts it.
 */
static void a_better_id_contradicts_a_known_one(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *first[3], *second[3]; /* tmdb, tvdb, imdb */
		bool same;
		int conflicts;
	} rows[] = {
		{ { "1", "9", NULL }, { "2", "9", NULL }, false, 1 },
		{ { "1", NULL, "tt0000009" }, { "2", NULL, "tt0000009" }, false, 1 },
		{ { NULL, "1", "tt0000009" }, { NULL, "2", "tt0000009" }, false, 1 },
		{ { "1", "9", "tt0000009" }, { "2", "9", "tt0000009" }, false, 2 },
		{ { "1", "9", NULL }, { "2", "9", "tt0000008" }, false, 1 },
		/* the work lacks the better id, and learns it */
		{ { NULL, "9", NULL }, { "2", "9", NULL }, true, 0 },
		{ { NULL, NULL, "tt0000009" }, { "2", "8", "tt0000009" }, true, 0 },
		{ { NULL, "9", "tt0000009" }, { "2", "9", "tt0000009" }, true, 0 },
		/* worse ids contradict nothing */
		{ { "1", "9", NULL }, { "1", "8", NULL }, true, 1 },
		{ { "1", "9", "tt0000009" }, { NULL, "9", "tt0000008" }, true, 1 },
		/* the report lacks the better id */
		{ { "1", "9", NULL }, { NULL, "9", NULL }, true, 0 },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *const *a = rows[i].first, *const *b = rows[i].second;
		struct report first = named(KIND_SHOW, a[0], a[1], a[2]);
		struct report second = named(KIND_SHOW, b[0], b[1], b[2]);
		const char *name = arena_printf(&u->arena, "row-%zu", i);
		int64_t user_id = add_user(u, name);
		int64_t work = match_for(u, user_id, &first, 0), other;

		other = match_for(u, user_id, &second, rows[i].conflicts);
		is_i64(name, "same work", other == work, rows[i].same);
		/* The answer lasts, for both. */
		is_i64(name, "again", match_for(u, user_id, &second, rows[i].conflicts), other);
		is_i64(name, "first", match_for(u, user_id, &first, 0), work);
	}
	is_sound(u);
}

static void the_next_known_id_decides_if_one_is_contradicted(void **state)
{
	struct unit *u = *state;
	struct report wrong = named(KIND_SHOW, "1", "9", NULL);
	struct report right = named(KIND_SHOW, NULL, NULL, "tt0000007");
	struct report both = named(KIND_SHOW, "2", "9", "tt0000007");
	struct report tmdb = named(KIND_SHOW, "2", NULL, NULL);
	int64_t other = match(u, &wrong, 0), work = match(u, &right, 0);

	assert_int_not_equal(other, work);
	assert_int_equal(match(u, &both, 1), work);
	assert_int_equal(match(u, &tmdb, 0), work);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_conflict"
					  " WHERE source = 'tvdb' AND value = '9'"),
		1);
}

static void works_ids_and_titles_are_learned_within_a_person(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	struct report told = named(KIND_SHOW, "1396", "81189", NULL);
	struct report tvdb = named(KIND_SHOW, NULL, "81189", NULL);
	struct report tmdb = named(KIND_SHOW, "1396", NULL, NULL);
	int64_t alices, bobs;

	told.title = "Alice's word";
	alices = match_for(u, alice, &told, 0);
	bobs = match_for(u, bob, &tvdb, 0);
	assert_int_not_equal(alices, bobs);
	/* Bob never heard that the two ids belong together. */
	assert_int_not_equal(match_for(u, bob, &tmdb, 0), bobs);
	assert_int_equal(match_for(u, alice, &tvdb, 0), alices);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work"
					  " WHERE person_id = 2 AND title IS NULL"),
		2);
	is_sound(u);
}

static void the_most_trusted_id_decides(void **state)
{
	struct unit *u = *state;
	struct report imdb = named(KIND_SHOW, NULL, NULL, "tt0903747");
	struct report tvdb = named(KIND_SHOW, NULL, "81189", NULL);
	struct report both = named(KIND_SHOW, NULL, "81189", "tt0903747");
	int64_t by_imdb = match(u, &imdb, 0), by_tvdb = match(u, &tvdb, 0);

	assert_int_not_equal(by_imdb, by_tvdb);
	assert_int_equal(match(u, &both, 1), by_tvdb);
}

static void a_show_and_a_movie_with_the_same_id_are_two_works(void **state)
{
	struct unit *u = *state;
	struct report movie = named(KIND_MOVIE, "1396", NULL, NULL);
	struct report show = named(KIND_SHOW, "1396", NULL, NULL);
	int64_t work = match(u, &movie, 0);

	assert_int_not_equal(match(u, &show, 0), work);
	assert_int_equal(match(u, &movie, 0), work);
	is_sound(u);
}

static void the_same_number_in_two_catalogs_is_two_ids(void **state)
{
	struct unit *u = *state;
	struct report tmdb = named(KIND_SHOW, "1396", NULL, NULL);
	struct report tvdb = named(KIND_SHOW, NULL, "1396", NULL);

	assert_int_not_equal(match(u, &tmdb, 0), match(u, &tvdb, 0));
}

static void the_first_title_and_year_stay(void **state)
{
	struct unit *u = *state;
	struct report r = named(KIND_MOVIE, "603", NULL, NULL);

	match(u, &r, 0);
	assert_int_equal(ask_sql(u->path, "SELECT title IS NULL FROM work"), 1);
	r.title = "The Matrix";
	match(u, &r, 0);
	r.title = "Matrix";
	r.year = 1999;
	match(u, &r, 0);
	r.title = NULL;
	r.year = 2000;
	match(u, &r, 0);
	assert_int_equal(ask_sql(u->path, "SELECT title = 'The Matrix'"
					  " AND year = 1999 FROM work"),
		1);
}

static int64_t item(struct unit *u, int64_t work, int season, int episode)
{
	struct report r = named(KIND_SHOW, "1396", NULL, NULL);
	int64_t id = 0;

	r.season = season;
	r.episode = episode;
	MUST(store_item_match(&u->cx, u->store, work, &r, &id));
	assert_true(id > 0);
	return id;
}

static void each_episode_is_a_separate_item(void **state)
{
	struct unit *u = *state;
	struct report show = named(KIND_SHOW, "1396", NULL, NULL);
	struct report movie = named(KIND_MOVIE, "603", NULL, NULL);
	int64_t work = match(u, &show, 0), film = match(u, &movie, 0);
	int64_t ids[] = { item(u, work, 1, 1), item(u, work, 1, 2), item(u, work, 2, 1),
		item(u, work, 0, 1), item(u, work, 1, 11), item(u, work, 11, 1), 0 };

	MUST(store_item_match(&u->cx, u->store, film, &movie, &ids[6]));
	for (size_t a = 0; a < NELEM(ids); a++)
		for (size_t b = 0; b < a; b++)
			assert_int_not_equal(ids[a], ids[b]);
	assert_int_equal(item(u, work, 1, 1), ids[0]);
	assert_int_equal(item(u, work, 0, 1), ids[3]);
}

/* ---- plays ---- */

struct stage {
	struct unit *u;
	struct play_key key;
	int64_t play_id;
};

static struct stage set_stage(struct unit *u)
{
	struct stage s = { .u = u };
	struct report r = named(KIND_SHOW, "1396", "81189", "tt0903747");
	const struct integration *to;

	r.title = "Breaking Bad";
	r.part_title = "Pilot";
	r.season = 1;
	r.episode = 2;
	s.key.user_id = add_user(u, "alice");
	to = add_integration(u, s.key.user_id, "kodi", NULL);
	s.key.integration_id = to->id;
	MUST(store_item_match(&u->cx, u->store, match(u, &r, 0), &r, &s.key.item_id));
	return s;
}

static void put(struct stage *s, enum change change, bool completes, int64_t share, int64_t at_ms)
{
	struct unit *u = s->u;
	struct decision decision = {
		.change = change,
		.completes = completes,
		.share = share,
		.furthest = 970000,
		.position_ms = share / 10,
		.duration_ms = 100000,
		.at_ms = at_ms,
		.started_ms = at_ms,
		.session = "s1",
		.play_event_ms = 5,
		.heard_ms = at_ms,
		.sitting_done = completes,
	};

	s->play_id = put_decision(u, &s->key, &decision);
}

static struct progress get(struct stage *s)
{
	struct unit *u = s->u;
	struct progress progress;
	int64_t play_id = -1;
	struct viewing viewing = { s->key.user_id, s->key.item_id, NULL, NULL, true, false };

	MUST(store_progress_get(&u->cx, u->store, &viewing, &progress, &play_id));
	is_i64("progress", "play", play_id, s->play_id);
	return progress;
}

static void an_item_never_seen_has_no_progress(void **state)
{
	struct stage s = set_stage(*state);
	struct progress was = get(&s);

	assert_false(was.has_play || was.is_open || was.has_completed);
	assert_false(was.has_sitting || was.sitting_done);
	assert_int_equal(was.play_event_ms, UNSAID);
	assert_null(was.session);
}

static void a_decision_becomes_the_stored_progress(void **state)
{
	struct stage s = set_stage(*state);
	struct progress was;

	put(&s, CHANGE_CREATE, false, 400000, UNIT_NOW);
	assert_true(s.play_id > 0);
	was = get(&s);
	assert_true(was.has_play && was.is_open && was.has_sitting);
	assert_false(was.has_completed || was.sitting_done);
	assert_int_equal(was.share, 400000);
	assert_int_equal(was.furthest, 970000);
	assert_int_equal(was.position_ms, 40000);
	assert_int_equal(was.duration_ms, 100000);
	assert_int_equal(was.updated_ms, UNIT_NOW);
	assert_string_equal(was.session, "s1");
	assert_int_equal(was.play_event_ms, 5);
	assert_int_equal(was.heard_ms, UNIT_NOW);

	put(&s, CHANGE_MOVE, true, 960000, UNIT_NOW + 1);
	was = get(&s);
	assert_true(was.has_play && was.has_completed && was.sitting_done);
	assert_false(was.is_open);
	assert_int_equal(was.updated_ms, UNIT_NOW + 1);

	put(&s, CHANGE_CREATE, false, 30000, UNIT_NOW + 2);
	was = get(&s);
	assert_true(was.is_open && was.has_completed);
	assert_int_equal(was.share, 30000);
}

static void a_late_completion_does_not_turn_the_clock_back(void **state)
{
	struct stage s = set_stage(*state);

	put(&s, CHANGE_CREATE, false, 400000, UNIT_NOW);
	put(&s, CHANGE_MOVE, true, 960000, UNIT_NOW - 1000);
	assert_int_equal(get(&s).updated_ms, UNIT_NOW);
}

static void without_a_change_only_the_sitting_is_written(void **state)
{
	struct stage s = set_stage(*state);

	put(&s, CHANGE_CREATE, false, 400000, UNIT_NOW);
	put(&s, CHANGE_NONE, false, 500000, UNIT_NOW + 7);
	assert_int_equal(get(&s).share, 400000);
	assert_int_equal(get(&s).updated_ms, UNIT_NOW);
	assert_int_equal(get(&s).heard_ms, UNIT_NOW + 7);
}

static void a_play_is_listed_in_full(void **state)
{
	struct stage s = set_stage(*state);
	struct unit *u = s.u;
	const struct play *play;
	size_t count;

	put(&s, CHANGE_CREATE, false, 400000, UNIT_NOW);
	put(&s, CHANGE_MOVE, false, 500000, UNIT_NOW + 1000);
	play = plays_of(u, s.key.user_id, &count);
	assert_int_equal(count, 1);
	assert_int_equal(play->id, s.play_id);
	assert_string_equal(play->user_name, "alice");
	assert_int_equal(play->kind, KIND_SHOW);
	assert_string_equal(play->title, "Breaking Bad");
	assert_string_equal(play->part_title, "Pilot");
	assert_string_equal(play->provider, "kodi");
	assert_int_equal(play->season, 1);
	assert_int_equal(play->episode, 2);
	assert_int_equal(play->state, PLAY_IN_PROGRESS);
	assert_int_equal(play->share, 500000);
	assert_int_equal(play->furthest, 970000);
	assert_int_equal(play->started_ms, UNIT_NOW);
	assert_int_equal(play->updated_ms, UNIT_NOW + 1000);
	assert_int_equal(play->completed_ms, UNSAID);
	assert_int_equal(play->ids.count, 3);
	assert_string_equal(play->ids.list[0].value, "1396");

	put(&s, CHANGE_MOVE, true, 962000, UNIT_NOW + 2000);
	MUST(store_play_by_id(&u->cx, u->store, s.play_id, &play));
	assert_int_equal(play->state, PLAY_COMPLETED);
	assert_int_equal(play->share, SHARE_WHOLE); /* counts as complete */
	assert_int_equal(play->furthest, SHARE_WHOLE);
	assert_int_equal(play->completed_ms, UNIT_NOW + 2000);
	assert_int_equal(play->ids.count, 3);
	MUST(store_play_by_id(&u->cx, u->store, s.play_id + 1, &play));
	assert_null(play);
}

static void plays_are_listed_newest_first_and_filtered(void **state)
{
	struct stage s = set_stage(*state);
	struct unit *u = s.u;
	int64_t alice = s.key.user_id, ids[3];
	const struct play *rows;
	size_t count;
	struct play_filter all = { .limit = 10 }, two = { .limit = 2 };
	struct play_filter before = { .limit = 10 };
	struct play_filter open = { .limit = 10, .state = PLAY_IN_PROGRESS };
	struct play_filter done = { .limit = 10, .state = PLAY_COMPLETED };

	put(&s, CHANGE_CREATE, true, 960000, UNIT_NOW);
	ids[0] = s.play_id;
	put(&s, CHANGE_CREATE, false, 400000, UNIT_NOW + 1);
	ids[1] = s.play_id;
	s.key.user_id = add_user(u, "bob");
	put(&s, CHANGE_CREATE, false, 400000, UNIT_NOW + 2);
	ids[2] = s.play_id;

#define LIST(filter, expected)                                                                     \
	MUST(store_play_list(&u->cx, u->store, &(filter), &rows, &count));                         \
	is_i64(#filter, "count", (int64_t)count, expected)

	LIST(all, 3);
	assert_int_equal(rows[0].id, ids[2]);
	assert_int_equal(rows[2].id, ids[0]);
	LIST(two, 2);
	assert_int_equal(rows[1].id, ids[1]);
	before.before_id = ids[1];
	LIST(before, 1);
	assert_int_equal(rows[0].id, ids[0]);
	LIST(done, 1);
	assert_int_equal(rows[0].id, ids[0]);
	LIST(open, 2);
	open.user_id = alice;
	LIST(open, 1);
	assert_int_equal(rows[0].id, ids[1]);
#undef LIST
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(any_of_its_ids_finds_a_work),
		STORE_TEST(ids_learned_later_are_added),
		STORE_TEST(ids_of_two_works_never_merge_them),
		STORE_TEST(a_second_id_of_one_catalog_is_a_conflict),
		STORE_TEST(a_better_id_contradicts_a_known_one),
		STORE_TEST(the_next_known_id_decides_if_one_is_contradicted),
		STORE_TEST(works_ids_and_titles_are_learned_within_a_person),
		STORE_TEST(the_most_trusted_id_decides),
		STORE_TEST(a_show_and_a_movie_with_the_same_id_are_two_works),
		STORE_TEST(the_same_number_in_two_catalogs_is_two_ids),
		STORE_TEST(the_first_title_and_year_stay),
		STORE_TEST(each_episode_is_a_separate_item),
		STORE_TEST(an_item_never_seen_has_no_progress),
		STORE_TEST(a_decision_becomes_the_stored_progress),
		STORE_TEST(a_late_completion_does_not_turn_the_clock_back),
		STORE_TEST(without_a_change_only_the_sitting_is_written),
		STORE_TEST(a_play_is_listed_in_full),
		STORE_TEST(plays_are_listed_newest_first_and_filtered),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
/* What a person sees of their own data, and of nobody else's. */
#include "shared/actions/edit.h"
#include "shared/store/library.h"
#include "shared/store/shelf.h"
#include "shared/store/word.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define MINUTE INT64_C(60000)

struct scene {
	struct unit *u;
	int64_t alice, bob;
	struct integration alices, bobs;
};

static struct scene set_scene(struct unit *u)
{
	struct scene s = { .u = u };

	s.alice = add_user(u, "alice");
	s.bob = add_user(u, "bob");
	s.alices = *add_integration(u, s.alice, "jellyfin", NULL);
	s.bobs = *add_integration(u, s.bob, "kodi", NULL);
	return s;
}

static struct message about(enum kind kind, const char *title, const char *tmdb)
{
	struct message m;

	message_init(&m);
	m.event = "Progress";
	m.report.kind = kind;
	m.report.title = title;
	m.report.units_per_ms = 1;
	m.report.duration = 100 * MINUTE;
	if (kind == KIND_SHOW)
		m.report.season = m.report.episode = 1;
	assert_true(ids_add(&m.report.ids, CATALOG_TMDB, tmdb));
	return m;
}

/* Played to that percentage now, a minute after the previous report. */
static void play(struct scene *s, const struct integration *to, struct message m, int64_t percent)
{
	struct verdict v;

	s->u->cx.now_ms += MINUTE;
	m.report.position = percent * MINUTE;
	v = receive(s->u, to, &m, (struct bytes){ "{}", 2 });
	assert_int_equal(v.count, 1);
}

static void film(struct scene *s, const struct integration *to, const char *title, const char *tmdb,
	int64_t percent)
{
	play(s, to, about(KIND_MOVIE, title, tmdb), percent);
}

static void library_is(struct scene *s, enum library_list shelf, const char *want)
{
	struct unit *u = s->u;
	const struct library_play *rows = NULL;
	const char *got = "";
	size_t count;

	MUST(store_library_list(&u->cx, u->store,
		&(struct library_play_filter){ shelf, s->alice, 3 }, &rows, &count));
	for (size_t i = 0; i < count; i++)
		got = arena_printf(&u->arena, "%s%s ", got, rows[i].title);
	is_text("shelf", "titles", got, want);
}

static void plays_move_from_playing_to_started_to_finished(void **state)
{
	struct scene s = set_scene(*state);

	film(&s, &s.alices, "A", "1", 50);
	library_is(&s, LIBRARY_NOW, "A ");
	library_is(&s, LIBRARY_OPEN, "");
	s.u->cx.now_ms += NOW_MS - 1;
	library_is(&s, LIBRARY_NOW, "A ");
	s.u->cx.now_ms += 1;
	library_is(&s, LIBRARY_NOW, "");
	library_is(&s, LIBRARY_OPEN, "A ");
	film(&s, &s.alices, "A", "1", 99);
	library_is(&s, LIBRARY_OPEN, "");
	library_is(&s, LIBRARY_COMPLETED, "A ");
	film(&s, &s.bobs, "B", "2", 99);
	film(&s, &s.alices, "C", "3", 99);
	film(&s, &s.alices, "D", "4", 99);
	film(&s, &s.alices, "E", "5", 99);
	library_is(&s, LIBRARY_COMPLETED, "E D C ");
}

static void works_are(struct scene *s, struct library_filter f, const char *want)
{
	struct unit *u = s->u;
	struct library_found found;
	const char *got = "";

	f.user_id = f.user_id ? f.user_id : s->alice;
	f.words = f.words ? f.words : "";
	f.page = f.page ? f.page : 1;
	for (int order = ORDER_RECENT; order <= ORDER_NEWEST; order++) {
		f.order = (enum library_order)order;
		got = "";
		MUST(store_library_works(&u->cx, u->store, &f, &found));
		assert_false(found.has_more);
		if (f.page == 1)
			is_i64(want, "total", found.total, (int64_t)found.count);
		for (size_t i = 0; i < found.count; i++)
			got = arena_printf(&u->arena, "%s%s ", got, found.rows[i].title);
		if (order == ORDER_RECENT)
			is_text("recent", "titles", got, want);
		else
			is_i64(got, "length", (int64_t)strlen(got), (int64_t)strlen(want));
	}
}

static void only_works_that_the_person_played_are_listed(void **state)
{
	struct scene s = set_scene(*state);
	struct message show = about(KIND_SHOW, "Show", "9");

	play(&s, &s.alices, show, 99);
	film(&s, &s.alices, "100% Wolf", "1", 99);
	film(&s, &s.alices, "O_o", "2", 50);
	film(&s, &s.bobs, "Bobs", "3", 50);
	works_are(&s, (struct library_filter){ 0 }, "O_o 100% Wolf Show ");
	works_are(&s, (struct library_filter){ .user_id = s.bob }, "Bobs ");
	works_are(&s, (struct library_filter){ .kind = KIND_SHOW }, "Show ");
	works_are(&s, (struct library_filter){ .state = PLAY_IN_PROGRESS }, "O_o ");
	works_are(&s, (struct library_filter){ .words = "WOLF" }, "100% Wolf ");
	works_are(&s, (struct library_filter){ .words = "wo 10" }, "100% Wolf ");
	works_are(&s, (struct library_filter){ .words = "olf" }, "");
	works_are(&s, (struct library_filter){ .words = "wolf show" }, "");
	works_are(&s, (struct library_filter){ .words = "O" }, "O_o ");
	works_are(&s, (struct library_filter){ .words = "%" }, "");
	works_are(&s, (struct library_filter){ .words = "bobs" }, "");
	works_are(&s, (struct library_filter){ .words = "o", .state = PLAY_IN_PROGRESS }, "O_o ");
	works_are(&s, (struct library_filter){ .words = "w", .state = PLAY_IN_PROGRESS }, "");
	works_are(&s, (struct library_filter){ .words = "o", .state = PLAY_COMPLETED }, "");
	works_are(
		&s, (struct library_filter){ .words = "w", .state = PLAY_COMPLETED }, "100% Wolf ");
	works_are(&s, (struct library_filter){ .words = "w", .kind = KIND_SHOW }, "");
	works_are(&s, (struct library_filter){ .words = "s", .kind = KIND_SHOW }, "Show ");
	works_are(&s, (struct library_filter){ .page = 2 }, "");
	/* Another episode in progress: the show is no longer "completed". */
	works_are(&s, (struct library_filter){ .state = PLAY_COMPLETED }, "100% Wolf Show ");
	show.report.episode = 2;
	play(&s, &s.alices, show, 50);
	works_are(&s, (struct library_filter){ .state = PLAY_COMPLETED }, "100% Wolf ");
	works_are(&s, (struct library_filter){ 0 }, "Show O_o 100% Wolf ");
}

/* ---- words of many works ---- */

enum { MANY = LIBRARY_COUNTED + 200, EVERY_SHOW = 5, EVERY_RARE = 40 };

/* A play of each; their three orders differ. Number n has the id n. */
static const char many_works[] =
	"INSERT INTO work (id, person_id, kind, title, sort_title, created_ms)"
	" WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 1200)"
	" SELECT n, 1, CASE n % 5 WHEN 0 THEN 'show' ELSE 'movie' END,"
	" printf('Common %04d', n * 7 % 1201), printf('common %04d', n * 7 % 1201),"
	" n * 11 % 1201 FROM r;"
	"INSERT INTO item (id, work_id, part) SELECT id, id, '' FROM work;"
	"INSERT INTO play (user_id, item_id, state, share, furthest, started_ms, updated_ms)"
	" SELECT 1, id, 'in_progress', 500000, 500000, 0, id * 13 % 1201 FROM item;"
	"INSERT INTO work_word SELECT 1, 'common', id FROM work"
	" UNION ALL SELECT 1, 'commons', id FROM work"
	" UNION ALL SELECT 1, 'rare', id FROM work WHERE id % 40 = 0;";

/* What the order sorts by, ascending. */
static int64_t place_of(const struct library_filter *f, int64_t id)
{
	return f->order == ORDER_TITLE || f->order == ORDER_BEST ? id * 7 % 1201
	       : f->order == ORDER_RECENT                        ? -(id * 13 % 1201)
								 : -(id * 11 % 1201);
}

/* Every page has what it must; returns the number of works on all of them. */
static int64_t count_pages(struct scene *s, struct library_filter f)
{
	struct unit *u = s->u;
	struct library_found found = { .has_more = true };
	int64_t last = INT64_MIN, count = 0;

	for (f.page = 1; found.has_more; f.page++) {
		MUST(store_library_works(&u->cx, u->store, &f, &found));
		assert_true(found.count == LIBRARY_PAGE || !found.has_more);
		for (size_t i = 0; i < found.count; i++) {
			assert_true(last < place_of(&f, found.rows[i].id));
			last = place_of(&f, found.rows[i].id);
		}
		count += (int64_t)found.count;
	}
	if (count <= LIBRARY_COUNTED)
		is_i64(f.words, "total", found.total, count);
	else
		is_i64(f.words, "total", found.total, LIBRARY_COUNTED + 1);
	return count;
}

static void words_of_many_works_find_them_in_order(void **state)
{
	struct scene s = set_scene(*state);
	struct library_filter f = { .user_id = s.alice };

	run_sql(s.u->path, many_works);
	for (int order = ORDER_RECENT; order <= ORDER_BEST; order++) {
		f.order = (enum library_order)order;
		f.words = "COMM";
		f.kind = KIND_NONE;
		is_i64("many", "works", count_pages(&s, f), MANY);
		f.state = PLAY_IN_PROGRESS;
		is_i64("many in progress", "works", count_pages(&s, f), MANY);
		f.state = PLAY_COMPLETED;
		is_i64("many completed", "works", count_pages(&s, f), 0);
		f.state = PLAY_ANY;
		f.words = "commons common co";
		is_i64("three words", "works", count_pages(&s, f), MANY);
		f.words = "common rare";
		is_i64("two words", "works", count_pages(&s, f), MANY / EVERY_RARE);
		f.words = "common other";
		is_i64("no such word", "works", count_pages(&s, f), 0);
		f.words = "common";
		f.kind = KIND_SHOW;
		is_i64("shows", "works", count_pages(&s, f), MANY / EVERY_SHOW);
		f.user_id = s.bob;
		is_i64("bob", "works", count_pages(&s, f), 0);
		f.user_id = s.alice;
	}
}

/* Behind the last work of each page, from that title on; returns how many. */
static int64_t count_behind(struct scene *s, struct library_filter f, const char *from)
{
	struct unit *u = s->u;
	struct library_found found = { .has_more = true };
	int64_t last = INT64_MIN, count = 0;

	f.user_id = s->alice;
	f.words = "";
	f.page = 1;
	f.from = from;
	while (found.has_more) {
		MUST(store_library_works(&u->cx, u->store, &f, &found));
		assert_true(found.count == LIBRARY_PAGE || !found.has_more);
		for (size_t i = 0; i < found.count; i++) {
			assert_true(last < place_of(&f, found.rows[i].id));
			last = place_of(&f, found.rows[i].id);
		}
		count += (int64_t)found.count;
		f.after = found.count > 0 ? found.rows[found.count - 1].id : 0;
	}
	return count;
}

static void a_list_goes_on_behind_a_work(void **state)
{
	struct scene s = set_scene(*state);
	struct library_filter by_title = { .order = ORDER_TITLE };
	struct library_filter newest = { .order = ORDER_NEWEST };
	struct unit *u = s.u;
	struct library_found found;

	run_sql(u->path, many_works);
	is_i64("by title", "works", count_behind(&s, by_title, NULL), MANY);
	is_i64("newest", "works", count_behind(&s, newest, NULL), MANY);
	is_i64("from a title", "works", count_behind(&s, by_title, "common 0601"), 600);
	is_i64("from a letter", "works", count_behind(&s, by_title, "d"), 0);
	by_title.kind = KIND_SHOW;
	is_i64("shows", "works", count_behind(&s, by_title, NULL), MANY / EVERY_SHOW);
	/* Behind a work that is not this person's: from the start. */
	film(&s, &s.bobs, "Common", "7", 50);
	by_title = (struct library_filter){
		.user_id = s.alice, .words = "", .page = 1, .order = ORDER_TITLE, .after = MANY + 1
	};
	MUST(store_library_works(&u->cx, u->store, &by_title, &found));
	is_i64("another's", "first", place_of(&by_title, found.rows[0].id), 1);
}

static void a_library_counts_its_kinds_and_states(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	struct shelves shelves;

	film(&s, &s.alices, "A", "1", 99);
	film(&s, &s.alices, "B", "2", 50);
	film(&s, &s.bobs, "C", "3", 50);
	play(&s, &s.alices, about(KIND_SHOW, "D", "9"), 99);
	MUST(store_shelves(&u->cx, u->store, s.alice, &shelves));
	assert_int_equal(shelves_count(&shelves, KIND_NONE, PLAY_ANY), 3);
	assert_int_equal(shelves_count(&shelves, KIND_NONE, PLAY_IN_PROGRESS), 1);
	assert_int_equal(shelves_count(&shelves, KIND_MOVIE, PLAY_ANY), 2);
	assert_int_equal(shelves_count(&shelves, KIND_MOVIE, PLAY_COMPLETED), 1);
	assert_int_equal(shelves_count(&shelves, KIND_SHOW, PLAY_COMPLETED), 1);
	assert_int_equal(shelves_count(&shelves, KIND_BOOK, PLAY_ANY), 0);
}

static void words_follow_the_title(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;

	film(&s, &s.alices, NULL, "1", 50);
	works_are(&s, (struct library_filter){ .words = "wolf" }, "");
	film(&s, &s.alices, "W\u00f6lfe", "1", 60);
	works_are(&s, (struct library_filter){ .words = "wolf" }, "W\u00f6lfe ");
	/* The first title stays, and so do its words. */
	film(&s, &s.alices, "Harbour", "1", 70);
	works_are(&s, (struct library_filter){ .words = "harbour" }, "");
	works_are(&s, (struct library_filter){ .words = "wolf" }, "W\u00f6lfe ");
	run_sql(u->path, "DELETE FROM work_word");
	works_are(&s, (struct library_filter){ .words = "wolf" }, "");
	run_sql(u->path, "PRAGMA foreign_keys = ON; DELETE FROM play; DELETE FROM item;"
			 "DELETE FROM work");
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_word"), 0);
}

/* As the migration leaves them. */
static void works_from_before_get_their_words(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;

	film(&s, &s.alices, "Old Harbour", "1", 50);
	run_sql(u->path,
		"DELETE FROM work_word;"
		"INSERT INTO work_unread SELECT id FROM work;"
		"INSERT INTO work (person_id, kind, title, created_ms)"
		" WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r LIMIT 250)"
		" SELECT 1, 'movie', 'Film number ' || i, 0 FROM r;"
		"INSERT INTO work_unread SELECT id FROM work WHERE title LIKE 'Film%'");
	works_are(&s, (struct library_filter){ .words = "harbour" }, "");
	MUST(store_word_fill(&u->cx, u->store));
	works_are(&s, (struct library_filter){ .words = "harbour" }, "Old Harbour ");
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_unread"), 0);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_word"), 2 + 3 * 250);
	MUST(store_word_fill(&u->cx, u->store));
}

static void removed_plays_are_not_listed(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	const struct library_work *work;
	struct edited edited;

	film(&s, &s.alices, "A", "1", 99);
	MUST(store_begin(&u->cx, u->store));
	MUST(edit_remove(&u->cx, u->store, s.alice, 1, &edited));
	MUST(store_end(&u->cx, u->store, OK));
	works_are(&s, (struct library_filter){ 0 }, "");
	library_is(&s, LIBRARY_COMPLETED, "");
	MUST(store_library_work(&u->cx, u->store, s.alice, edited.work_id, &work));
	assert_int_equal(work->parts, 0);
	is_err("bob", &u->cx, store_library_work(&u->cx, u->store, s.bob, edited.work_id, &work),
		ERR_NOT_FOUND);
}

static void a_work_has_its_seasons_and_parts(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	struct message m = about(KIND_SHOW, "Show", "9");
	const struct library_season *seasons;
	const struct library_part *parts;
	struct library_slice slice = {
		.user_id = s.alice, .work_id = 1, .season = 2, .skip = 1, .limit = 5
	};
	size_t count;

	play(&s, &s.alices, m, 99);
	m.report.season = 2;
	play(&s, &s.alices, m, 99);
	m.report.episode = 2;
	play(&s, &s.alices, m, 40);
	m.report.season = 3;
	play(&s, &s.bobs, m, 99);
	MUST(store_library_seasons(&u->cx, u->store, s.alice, 1, &seasons, &count));
	assert_int_equal(count, 2);
	assert_int_equal(seasons[0].season, 2);
	assert_int_equal(seasons[0].parts, 2);
	assert_int_equal(seasons[0].completed, 1);
	assert_int_equal(seasons[0].open, 1);
	MUST(store_library_parts(&u->cx, u->store, &slice, &parts, &count));
	assert_int_equal(count, 1);
	assert_int_equal(parts[0].episode, 2);
	assert_int_equal(parts[0].share, 400000);
	assert_int_equal(parts[0].times, 0);
}

static void a_play_has_its_deliveries(void **state)
{
	struct scene s = set_scene(*state);
	struct unit *u = s.u;
	const struct library_delivery *rows;
	size_t count;

	film(&s, &s.alices, "A", "1", 40);
	film(&s, &s.alices, "A", "1", 99);
	MUST(store_library_deliveries(&u->cx, u->store,
		&(struct library_delivery_filter){ s.alice, 1, 5 }, &rows, &count));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].reason, REASON_COMPLETED);
	MUST(store_library_deliveries(
		&u->cx, u->store, &(struct library_delivery_filter){ s.bob, 1, 5 }, &rows, &count));
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(plays_move_from_playing_to_started_to_finished),
		STORE_TEST(only_works_that_the_person_played_are_listed),
		STORE_TEST(words_of_many_works_find_them_in_order),
		STORE_TEST(a_list_goes_on_behind_a_work),
		STORE_TEST(a_library_counts_its_kinds_and_states),
		STORE_TEST(words_follow_the_title),
		STORE_TEST(works_from_before_get_their_words),
		STORE_TEST(removed_plays_are_not_listed),
		STORE_TEST(a_work_has_its_seasons_and_parts),
		STORE_TEST(a_play_has_its_deliveries),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

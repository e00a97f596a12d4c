/* SPDX-License-Identifier: MIT */
/*
 * Manual changes and how they are undone; later ticks of the same sitting must
 * not interfere.
 */
#include "shared/actions/edit_id.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define MINUTE INT64_C(60000)

/* Alice, her Jellyfin, and a message about a film at half. */
struct scene {
	struct unit *u;
	int64_t alice;
	struct integration to;
	struct message m;
	int64_t play_id, work_id;
	struct edited edited;
};

static struct scene set_scene(struct unit *u)
{
	struct scene s = { .u = u };

	s.alice = add_user(u, "alice");
	s.to = *add_integration(u, s.alice, "jellyfin", NULL);
	message_init(&s.m);
	s.m.event = "Progress";
	s.m.report.kind = KIND_MOVIE;
	s.m.report.title = "The Matrix";
	s.m.report.units_per_ms = 1;
	s.m.report.duration = 100 * MINUTE;
	s.m.report.basis = BASIS_SESSION_POSITION;
	assert_true(ids_add(&s.m.report.ids, CATALOG_TMDB, "603"));
	return s;
}

/* A tick of that sender, at that percentage, now. */
static void tick(struct scene *s, int64_t percent, enum reason want)
{
	struct verdict v;

	s->m.report.position = percent * MINUTE;
	v = receive(s->u, &s->to, &s->m, (struct bytes){ "{}", 2 });
	is_text("tick", "reason", reason_name(v.reason), reason_name(want));
	if (v.count > 0)
		s->play_id = v.touched[0].play_id;
}

static void tick_later(struct scene *s, int64_t ms, int64_t percent, enum reason want)
{
	s->u->cx.now_ms += ms;
	tick(s, percent, want);
}

/* Started, and at 50 %. */
static struct scene half_way(struct unit *u)
{
	struct scene s = set_scene(u);

	tick(&s, 10, REASON_STARTED);
	tick_later(&s, 10000, 50, REASON_PROGRESS);
	s.work_id = ask_sql(u->path, "SELECT id FROM work");
	return s;
}

/* For changes that write: in a transaction, as in the program. */
#define DO(scene, want, call)                                                                      \
	do {                                                                                       \
		struct unit *u_ = (scene)->u;                                                      \
		enum err err_;                                                                     \
                                                                                                   \
		is_err(HERE, &u_->cx, store_begin(&u_->cx, u_->store), OK);                        \
		err_ = (call);                                                                     \
		is_err(HERE, &u_->cx, err_, want);                                                 \
		is_err(HERE, &u_->cx, store_end(&u_->cx, u_->store, OK), OK);                      \
		is_sound(u_);                                                                      \
	} while (0)

static void complete(struct scene *s)
{
	DO(s, OK, edit_complete(&s->u->cx, s->u->store, s->alice, s->play_id, &s->edited));
}

static void complete_work(struct scene *s)
{
	struct edit_item what = {
		.user_id = s->alice, .work_id = s->work_id, .season = UNSAID, .episode = UNSAID
	};

	DO(s, OK, edit_complete_item(&s->u->cx, s->u->store, &what, &s->edited));
}

static void remove_play(struct scene *s)
{
	DO(s, OK, edit_remove(&s->u->cx, s->u->store, s->alice, s->play_id, &s->edited));
}

static void undo(struct scene *s, enum err want)
{
	struct edited ignored;

	DO(s, want, edit_undo(&s->u->cx, s->u->store, s->alice, s->edited.edit_id, &ignored));
}

static void counts(struct scene *s, size_t want)
{
	size_t count;

	plays_of(s->u, s->alice, &count);
	is_i64("plays that count", "number", (int64_t)count, (int64_t)want);
}

/* Everything stored about plays and sittings, as one number. */
static int64_t fingerprint(struct scene *s)
{
	return ask_sql(s->u->path, "SELECT (SELECT sum(id * 7 + share + furthest + position_ms"
				   " + updated_ms + coalesce(completed_ms, 5)"
				   " + coalesce(removed_ms, 3) + (state = 'completed')) FROM play)"
				   " + (SELECT sum(heard_ms + done * 1000000007) FROM sitting)");
}

/* ---- completed manually ---- */

static void an_open_play_is_completed(void **state)
{
	struct scene s = half_way(*state);
	struct unit *u = s.u;
	const struct play *play;
	size_t count;

	complete(&s);
	is_i64("edited", "work", s.edited.work_id, s.work_id);
	play = plays_of(u, s.alice, &count);
	assert_int_equal(count, 1);
	assert_int_equal(play->state, PLAY_COMPLETED);
	assert_int_equal(play->completed_ms, u->cx.now_ms);
	assert_int_equal(play->position_ms, 50 * MINUTE);
	assert_int_equal(play->share, SHARE_WHOLE);
}

static void the_rest_of_the_sitting_makes_no_second_play(void **state)
{
	struct scene s = half_way(*state);

	complete(&s);
	tick_later(&s, 10000, 51, REASON_AFTER_COMPLETION);
	tick_later(&s, 5 * MINUTE, 56, REASON_AFTER_COMPLETION);
	tick_later(&s, 9 * MINUTE, 97, REASON_AFTER_COMPLETION);
	counts(&s, 1);
	is_sound(s.u);
}

static void another_sitting_starts_a_new_play(void **state)
{
	struct scene s = half_way(*state);

	complete(&s);
	tick_later(&s, 24 * 60 * MINUTE, 5, REASON_STARTED);
	counts(&s, 2);
}

static void a_session_completes_one_play_only(void **state)
{
	struct scene s = set_scene(*state);

	s.m.report.session = "kodi-1";
	tick(&s, 50, REASON_STARTED);
	complete(&s);
	tick_later(&s, 60 * MINUTE, 55, REASON_AFTER_COMPLETION);
	s.m.report.session = "kodi-2";
	tick(&s, 20, REASON_STARTED);
	counts(&s, 2);
}

/* A server that reports states does so days later too. */
static void a_book_that_continues_stays_completed(void **state)
{
	struct scene s = set_scene(*state);

	s.m.report.is_state = true;
	tick(&s, 60, REASON_STARTED);
	complete(&s);
	tick_later(&s, 24 * 60 * MINUTE, 61, REASON_AFTER_COMPLETION);
	tick_later(&s, 24 * 60 * MINUTE, 80, REASON_AFTER_COMPLETION);
	counts(&s, 1);
	tick_later(&s, 24 * 60 * MINUTE, 5, REASON_STARTED);
}

static void undo_restores_the_previous_state(void **state)
{
	struct scene s = half_way(*state);
	int64_t before = fingerprint(&s);

	complete(&s);
	s.u->cx.now_ms += 1000;
	undo(&s, OK);
	assert_int_equal(fingerprint(&s), before);
	undo(&s, OK); /* pressed twice */
	assert_int_equal(fingerprint(&s), before);
	tick_later(&s, 10000, 60, REASON_PROGRESS);
	tick_later(&s, 10000, 97, REASON_COMPLETED);
	counts(&s, 1);
}

static void completing_twice_has_no_further_effect(void **state)
{
	struct scene s = half_way(*state);
	int64_t first;

	complete(&s);
	first = s.edited.edit_id;
	s.u->cx.now_ms += 1000;
	complete(&s);
	assert_int_equal(s.edited.edit_id, first);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM edit"), 1);
}

static void a_play_that_continued_since_is_not_undone(void **state)
{
	struct scene s = half_way(*state);

	complete(&s);
	tick_later(&s, 24 * 60 * MINUTE, 5, REASON_STARTED);
	undo(&s, ERR_CONFLICT);
	assert_non_null(strstr(s.u->cx.note, "played again since"));
	counts(&s, 2);
	tick_later(&s, 10000, 6, REASON_PROGRESS);
	tick_later(&s, 10000, 99, REASON_COMPLETED);
	undo(&s, ERR_CONFLICT);
	tick_later(&s, 10000, 100, REASON_AFTER_COMPLETION);
	counts(&s, 2);
}

/* ---- a play added manually ---- */

static void an_item_without_an_open_play_gets_a_play(void **state)
{
	struct scene s = half_way(*state);
	const struct play *play;
	size_t count;

	tick_later(&s, 10000, 97, REASON_COMPLETED);
	s.u->cx.now_ms += 60 * MINUTE;
	complete_work(&s);
	play = plays_of(s.u, s.alice, &count);
	assert_int_equal(count, 2);
	is_text("play", "provider", play->provider, NULL);
	assert_int_equal(play->duration_ms, 100 * MINUTE);
	complete_work(&s); /* pressed twice */
	counts(&s, 2);
	undo(&s, OK);
	counts(&s, 1);
}

static void an_open_one_is_completed_instead(void **state)
{
	struct scene s = half_way(*state);

	complete_work(&s);
	counts(&s, 1);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM edit"
					    " WHERE deed = 'completed'"),
		1);
}

/* Not far enough to be started, and seen elsewhere: the rest is not new. */
static void an_added_play_ends_the_sitting(void **state)
{
	struct scene s = half_way(*state);

	remove_play(&s);
	tick_later(&s, 60 * MINUTE, 1, REASON_BELOW_MINIMUM);
	complete_work(&s);
	counts(&s, 1);
	tick_later(&s, 10000, 40, REASON_AFTER_COMPLETION);
	undo(&s, OK);
	counts(&s, 0);
	tick_later(&s, 10000, 41, REASON_STARTED);
}

static void an_episode_that_nobody_played(void **state)
{
	struct scene s = set_scene(*state);
	struct edit_item what = { .user_id = s.alice };

	s.m.report.kind = KIND_SHOW;
	s.m.report.season = 1;
	s.m.report.episode = 1;
	tick(&s, 50, REASON_STARTED);
	what.work_id = ask_sql(s.u->path, "SELECT id FROM work");
	what.season = 1;
	what.episode = UNSAID;
	DO(&s, ERR_INPUT, edit_complete_item(&s.u->cx, s.u->store, &what, &s.edited));
	what.episode = 2;
	DO(&s, OK, edit_complete_item(&s.u->cx, s.u->store, &what, &s.edited));
	counts(&s, 2);
	s.m.report.episode = 2;
	tick_later(&s, 60 * MINUTE, 97, REASON_AFTER_COMPLETION);
}

/* ---- removed ---- */

static void a_removed_play_does_not_count(void **state)
{
	struct scene s = half_way(*state);

	remove_play(&s);
	counts(&s, 0);
	remove_play(&s); /* pressed twice */
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM edit"), 1);
	DO(&s, ERR_CONFLICT, edit_complete(&s.u->cx, s.u->store, s.alice, s.play_id, &s.edited));
}

static void the_rest_of_the_sitting_does_not_bring_it_back(void **state)
{
	struct scene s = half_way(*state);

	remove_play(&s);
	tick_later(&s, 10000, 51, REASON_AFTER_COMPLETION);
	tick_later(&s, 9 * MINUTE, 97, REASON_AFTER_COMPLETION);
	counts(&s, 0);
	tick_later(&s, 24 * 60 * MINUTE, 5, REASON_STARTED);
	counts(&s, 1);
	is_sound(s.u);
}

static void a_book_that_was_removed_may_come_back_another_day(void **state)
{
	struct scene s = set_scene(*state);

	s.m.report.is_state = true;
	tick(&s, 50, REASON_STARTED);
	remove_play(&s);
	tick_later(&s, MINUTE, 51, REASON_AFTER_COMPLETION);
	tick_later(&s, 24 * 60 * MINUTE, 52, REASON_STARTED);
}

static void undoing_a_removal_restores_the_play(void **state)
{
	struct scene s = half_way(*state);
	int64_t before = fingerprint(&s);

	remove_play(&s);
	s.u->cx.now_ms += 1000;
	undo(&s, OK);
	assert_int_equal(fingerprint(&s), before);
	tick_later(&s, 10000, 60, REASON_PROGRESS);
	counts(&s, 1);
}

static void two_plays_of_one_item_are_never_open(void **state)
{
	struct scene s = half_way(*state);

	remove_play(&s);
	tick_later(&s, 24 * 60 * MINUTE, 5, REASON_STARTED);
	undo(&s, ERR_CONFLICT);
	counts(&s, 1);
}

/* Restored behind a newer play, a completed one hides nothing. */
static void a_completed_play_can_always_be_restored(void **state)
{
	struct scene s = half_way(*state);

	tick_later(&s, 10000, 97, REASON_COMPLETED);
	remove_play(&s);
	tick_later(&s, 24 * 60 * MINUTE, 5, REASON_STARTED);
	undo(&s, OK);
	counts(&s, 2);
	tick_later(&s, 10000, 6, REASON_PROGRESS);
	tick_later(&s, 10000, 97, REASON_COMPLETED);
	tick_later(&s, 10000, 98, REASON_AFTER_COMPLETION);
	counts(&s, 2);
}

static void changes_are_undone_from_the_newest(void **state)
{
	struct scene s = half_way(*state);
	struct edited first;

	complete(&s);
	first = s.edited;
	s.u->cx.now_ms += 1000;
	remove_play(&s);
	DO(&s, ERR_CONFLICT,
		edit_undo(&s.u->cx, s.u->store, s.alice, first.edit_id, &(struct edited){ 0 }));
	undo(&s, OK);
	s.edited = first;
	undo(&s, OK);
	tick_later(&s, 10000, 60, REASON_PROGRESS);
}

/* ---- ownership ---- */

static void other_peoples_plays_are_not_changed(void **state)
{
	struct scene s = half_way(*state);
	struct unit *u = s.u;
	int64_t bob = add_user(u, "bob");
	struct edited e;
	struct edit_item what = { .user_id = bob, .work_id = s.work_id };
	struct edit_id id = {
		.user_id = bob, .work_id = s.work_id, .source = CATALOG_TMDB, .value = "604"
	};
	int64_t before;

	complete(&s);
	before = fingerprint(&s);
	DO(&s, ERR_NOT_FOUND, edit_complete(&u->cx, u->store, bob, s.play_id, &e));
	DO(&s, ERR_NOT_FOUND, edit_remove(&u->cx, u->store, bob, s.play_id, &e));
	DO(&s, ERR_NOT_FOUND, edit_undo(&u->cx, u->store, bob, s.edited.edit_id, &e));
	DO(&s, ERR_NOT_FOUND, edit_complete_item(&u->cx, u->store, &what, &e));
	DO(&s, ERR_NOT_FOUND, edit_id_change(&u->cx, u->store, &id, &e));
	assert_int_equal(fingerprint(&s), before);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM edit"), 1);
}

/* ---- ids ---- */

static void set_id(struct scene *s, enum catalog source, const char *value, enum err want)
{
	struct edit_id change = {
		.user_id = s->alice, .work_id = s->work_id, .source = source, .value = value
	};

	DO(s, want, edit_id_change(&s->u->cx, s->u->store, &change, &s->edited));
}

static void ids_are(struct scene *s, const char *sql)
{
	char question[200];

	snprintf(question, sizeof(question),
		"SELECT (SELECT count(*) FROM work_id) = (SELECT count(*) FROM"
		" work_id WHERE %s)",
		sql);
	is_i64(sql, "all ids", ask_sql(s->u->path, question), 1);
}

static void an_id_is_corrected_and_restored(void **state)
{
	struct scene s = half_way(*state);

	set_id(&s, CATALOG_TMDB, " 604", ERR_INPUT);
	set_id(&s, CATALOG_TMDB, "00604", OK);
	ids_are(&s, "source = 'tmdb' AND value = '604'");
	undo(&s, OK);
	ids_are(&s, "source = 'tmdb' AND value = '603'");
	set_id(&s, CATALOG_TMDB, "603", OK);
	assert_int_equal(s.edited.edit_id, 0);
}

static void the_last_id_stays(void **state)
{
	struct scene s = half_way(*state);
	struct edited added, removed;

	set_id(&s, CATALOG_TMDB, "", ERR_INPUT);
	set_id(&s, CATALOG_LOCAL, "x", ERR_INPUT);
	set_id(&s, CATALOG_IMDB, "tt0133093", OK);
	added = s.edited;
	set_id(&s, CATALOG_TMDB, "", OK);
	removed = s.edited;
	ids_are(&s, "source = 'imdb'");
	s.edited = added;
	undo(&s, ERR_INPUT);
	s.edited = removed;
	undo(&s, OK);
	s.edited = added;
	undo(&s, OK);
	ids_are(&s, "source = 'tmdb'");
}

static void an_id_of_another_work_is_refused(void **state)
{
	struct scene s = half_way(*state);

	s.m.report.ids.count = 0;
	s.m.report.title = "The Matrix Reloaded";
	assert_true(ids_add(&s.m.report.ids, CATALOG_TMDB, "604"));
	tick(&s, 50, REASON_STARTED);
	set_id(&s, CATALOG_TMDB, "604", ERR_CONFLICT);
	assert_non_null(strstr(s.u->cx.note, "The Matrix Reloaded"));
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM work_id"), 2);
}

/* Bob's ids are not in the way, and stay as they are. */
static void ids_are_corrected_in_ones_own_catalogue(void **state)
{
	struct scene s = half_way(*state);
	int64_t bob = add_user(s.u, "bob");
	struct integration bobs = *add_integration(s.u, bob, "jellyfin", NULL);

	receive(s.u, &bobs, &s.m, (struct bytes){ "{}", 2 });
	s.m.report.ids.count = 0;
	assert_true(ids_add(&s.m.report.ids, CATALOG_TMDB, "604"));
	s.m.report.position = 50 * MINUTE;
	receive(s.u, &bobs, &s.m, (struct bytes){ "{}", 2 });
	set_id(&s, CATALOG_TMDB, "604", OK);
	set_id(&s, CATALOG_IMDB, "tt0133093", OK);
	undo(&s, OK);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM work_id WHERE person_id = 1"
					    " AND value = '604'"),
		1);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM work_id WHERE person_id = 2"
					    " AND value IN ('603', '604')"),
		2);
	assert_int_equal(ask_sql(s.u->path, "SELECT count(*) FROM work_id"), 3);
}

static void an_id_that_was_changed_since_is_not_undone(void **state)
{
	struct scene s = half_way(*state);
	struct edited first;

	set_id(&s, CATALOG_TMDB, "604", OK);
	first = s.edited;
	set_id(&s, CATALOG_TMDB, "605", OK);
	s.edited = first;
	undo(&s, ERR_CONFLICT);
	ids_are(&s, "value = '605'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(an_open_play_is_completed),
		STORE_TEST(the_rest_of_the_sitting_makes_no_second_play),
		STORE_TEST(another_sitting_starts_a_new_play),
		STORE_TEST(a_session_completes_one_play_only),
		STORE_TEST(a_book_that_continues_stays_completed),
		STORE_TEST(undo_restores_the_previous_state),
		STORE_TEST(completing_twice_has_no_further_effect),
		STORE_TEST(a_play_that_continued_since_is_not_undone),
		STORE_TEST(an_item_without_an_open_play_gets_a_play),
		STORE_TEST(an_open_one_is_completed_instead),
		STORE_TEST(an_added_play_ends_the_sitting),
		STORE_TEST(an_episode_that_nobody_played),
		STORE_TEST(a_removed_play_does_not_count),
		STORE_TEST(the_rest_of_the_sitting_does_not_bring_it_back),
		STORE_TEST(a_book_that_was_removed_may_come_back_another_day),
		STORE_TEST(undoing_a_removal_restores_the_play),
		STORE_TEST(two_plays_of_one_item_are_never_open),
		STORE_TEST(a_completed_play_can_always_be_restored),
		STORE_TEST(changes_are_undone_from_the_newest),
		STORE_TEST(other_peoples_plays_are_not_changed),
		STORE_TEST(an_id_is_corrected_and_restored),
		STORE_TEST(the_last_id_stays),
		STORE_TEST(an_id_of_another_work_is_refused),
		STORE_TEST(ids_are_corrected_in_ones_own_catalogue),
		STORE_TEST(an_id_that_was_changed_since_is_not_undone),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

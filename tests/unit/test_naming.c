/* SPDX-License-Identifier: MIT */
/* What a person says that a thing is: what is refused, and that it is kept. */
#include "shared/actions/edit_id.h"
#include "shared/actions/naming.h"
#include "shared/providers/provider.h"
#include "shared/store/delivery_write.h"
#include "tests/unit/people.h"

/* A film or an episode that its sender names by its own id only. */
static struct message message_of(enum kind kind, int season, int episode, int64_t position)
{
	struct message m;

	message_init(&m);
	m.report.kind = kind;
	m.report.title = "Some Show";
	m.report.own_id = "f00d";
	m.report.season = season;
	m.report.episode = episode;
	m.report.position = position;
	m.report.duration = 1000000;
	m.report.units_per_ms = 1;
	m.report.basis = BASIS_SESSION_POSITION;
	m.reason = REASON_NO_IDENTIFIER;
	m.is_nameless = true;
	return m;
}

struct place {
	struct unit *u;
	int64_t user_id, thing_id;
	const struct integration *hook;
};

/* A body that the sink reads as that message. */
static struct bytes body_of(struct unit *u, const struct message *m)
{
	const char *text = arena_printf(&u->arena,
		"{\"lot\":\"%s\",\"title\":\"Some Show\",\"show_title\":\"Some Show\","
		"\"progress\":%" PRId64 ",\"show_season_number\":%d,\"show_episode_number\":%d}",
		kind_name(m->report.kind), m->report.position / 10000, m->report.season,
		m->report.episode);

	return (struct bytes){ text, strlen(text) };
}

static int64_t send(struct place *p, enum kind kind, int season, int episode, int64_t position)
{
	struct unit *u = p->u;
	struct message m = message_of(kind, season, episode, position), read;
	struct bytes body = body_of(u, &m);
	struct verdict v;

	assert_true(sink_read_again(&u->cx, "kodi", body, &read));
	v = receive(u, p->hook, &read, body);
	MUST(store_thing_of(&u->cx, u->store, v.delivery_id, &p->thing_id));
	return v.delivery_id;
}

static struct place place_of(struct unit *u)
{
	struct place p = { .u = u, .user_id = add_user(u, "anna") };

	p.hook = add_integration(u, p.user_id, "kodi", NULL);
	return p;
}

static enum err name(const struct place *p, struct naming naming, struct naming_effect *effect)
{
	struct unit *u = p->u;

	if (naming.user_id == 0)
		naming.user_id = p->user_id;
	naming.thing_id = p->thing_id;
	MUST(store_begin(&u->cx, u->store));
	return store_end(&u->cx, u->store, naming_apply(&u->cx, u->store, &naming, effect));
}

static enum err undo(const struct place *p, struct naming_effect *effect)
{
	struct unit *u = p->u;

	MUST(store_begin(&u->cx, u->store));
	return store_end(
		&u->cx, u->store, naming_undo(&u->cx, u->store, p->user_id, p->thing_id, effect));
}

/* Refused in these words, and nothing was changed. */
static void refuses(const struct place *p, struct naming naming, enum err kind, const char *words)
{
	struct unit *u = p->u;
	struct naming_effect effect;
	const struct thing_row *row;
	int64_t before = store_written(u->store);

	is_err(words, &u->cx, name(p, naming, &effect), kind);
	is_text("refused", "note", u->cx.note, words);
	is_i64(words, "written", store_written(u->store), before);
	MUST(store_thing_get(&u->cx, u->store, p->user_id, p->thing_id, &row));
	is_i64(words, "choice", row->thing.choice, CHOICE_NONE);
}

static void what_is_wrong_is_said_and_nothing_changes(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);

	send(&p, KIND_SHOW, 1, 3, 500000);
	refuses(&p, (struct naming){ 0 }, ERR_INPUT,
		"Enter an id, or choose a work, or choose that it is never tracked.");
	refuses(&p, (struct naming){ .id = "1396", .never = true }, ERR_INPUT,
		"Enter an id, or choose a work, or choose that it is never tracked.");
	refuses(&p, (struct naming){ .id = " " }, ERR_INPUT,
		"Enter an id of TMDb, TheTVDB or IMDb, or the address of its page there.");
	refuses(&p, (struct naming){ .id = "Some Show" }, ERR_INPUT,
		"That is no id of TMDb, TheTVDB or IMDb, and no address of a page there.");
	refuses(&p, (struct naming){ .id = "https://example.org/tv/1396" }, ERR_INPUT,
		"That is an address of another site. For a show, enter one of TMDb, TheTVDB or "
		"IMDb.");
	refuses(&p, (struct naming){ .id = "https://www.themoviedb.org/movie/603" }, ERR_INPUT,
		"That is the page of a film, and this is a show.");
	refuses(&p, (struct naming){ .id = "isbn:9780306406157" }, ERR_INPUT,
		"ISBN has no ids for a show. Enter one of TMDb, TheTVDB or IMDb.");
	refuses(&p, (struct naming){ .id = "https://thetvdb.com/series/some-show" }, ERR_INPUT,
		"That address of TheTVDB holds no id. Enter the id that stands on its page.");
	refuses(&p, (struct naming){ .work_id = 4711 }, ERR_INPUT,
		"That work is not in the library any more. Choose another one.");
	refuses(&p, (struct naming){ .id = "1396", .shift = { -2, 0 } }, ERR_INPUT,
		"Shifted by -2, season 1 would become -1.");
	refuses(&p, (struct naming){ .id = "1396", .shift = { 0, -4 } }, ERR_INPUT,
		"Shifted by -4, episode 3 would become -1.");
	refuses(&p, (struct naming){ .id = "1396", .shift = { INT32_MIN, 0 } }, ERR_INPUT,
		"Numbers are shifted by 9999 at most.");
	refuses(&p, (struct naming){ .never = true, .shift = { 1, 0 } }, ERR_INPUT,
		"Only the numbers of episodes can be shifted, and this is none.");
}

static void it_is_nobody_elses(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	int64_t bob = add_user(u, "bob");

	send(&p, KIND_SHOW, 1, 3, 500000);
	refuses(&p, (struct naming){ .user_id = bob, .id = "1396" }, ERR_NOT_FOUND,
		"There is nothing here.");
}

static void the_second_of_two_is_told_of_the_first(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	struct naming_effect effect;
	size_t count;

	send(&p, KIND_MOVIE, UNSAID, UNSAID, 500000);
	MUST(name(&p, (struct naming){ .id = "603" }, &effect));
	is_err("second", &u->cx, name(&p, (struct naming){ .id = "604" }, &effect), ERR_CONFLICT);
	is_text("second", "note", u->cx.note, "This was named already: TMDb 603. Undo that first.");
	is_i64("plays", "count", plays_of(u, p.user_id, &count) ? (int64_t)count : 0, 1);
	MUST(undo(&p, &effect));
	is_err("undo", &u->cx, undo(&p, &effect), ERR_CONFLICT);
	plays_of(u, p.user_id, &count);
	is_i64("undone", "plays", (int64_t)count, 0);
}

static void later_reports_are_taken_for_it(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	struct naming_effect effect;
	const struct play *plays;
	size_t count;

	send(&p, KIND_SHOW, 2, 13, 970000);
	MUST(name(&p, (struct naming){ .id = "tvdb:81189", .shift = { -1, -12 } }, &effect));
	is_i64("named", "plays", effect.play_total, 1);
	u->cx.now_ms += 3600000;
	send(&p, KIND_SHOW, 2, 14, 500000);
	plays = plays_of(u, p.user_id, &count);
	is_i64("plays", "count", (int64_t)count, 2);
	is_i64("later", "season", plays[0].season, 1);
	is_i64("later", "episode", plays[0].episode, 2);
	is_i64("waiting", "season", plays[1].season, 1);
	is_i64("waiting", "episode", plays[1].episode, 1);
	is_i64("both", "work", plays[0].work_id, plays[1].work_id);
	MUST(undo(&p, &effect));
	is_i64("undone", "plays", effect.play_total, 0);
	is_i64("undone", "unmatched", effect.tally.by_outcome[OUTCOME_UNMATCHED], 2);
	plays_of(u, p.user_id, &count);
	is_i64("undone", "plays", (int64_t)count, 0);
}

static void a_shift_below_zero_is_no_episode(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	struct naming_effect effect;
	const struct delivery *row;
	struct bytes body;
	int64_t id;

	send(&p, KIND_SHOW, 2, 1, 500000);
	MUST(name(&p, (struct naming){ .id = "1396", .shift = { -2, 0 } }, &effect));
	id = send(&p, KIND_SHOW, 1, 1, 500000);
	MUST(store_delivery_get(&u->cx, u->store, id, &row, &body));
	is_text("below", "reason", reason_name(row->reason), "incomplete-episode");
	is_text("below", "detail", row->detail,
		"S1 E1, shifted by -2 and 0 as you chose, is no episode.");
}

static void what_is_never_tracked_leads_to_nothing(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	struct naming_effect effect;
	const struct delivery *row;
	struct bytes body;
	int64_t count, id = send(&p, KIND_MOVIE, UNSAID, UNSAID, 970000);

	MUST(store_thing_count(&u->cx, u->store, p.user_id, &count));
	is_i64("before", "waiting", count, 1);
	MUST(name(&p, (struct naming){ .never = true }, &effect));
	MUST(store_delivery_get(&u->cx, u->store, id, &row, &body));
	is_text("waiting", "reason", reason_name(row->reason), "not-wanted");
	id = send(&p, KIND_MOVIE, UNSAID, UNSAID, 100000);
	MUST(store_delivery_get(&u->cx, u->store, id, &row, &body));
	is_text("later", "reason", reason_name(row->reason), "not-wanted");
	MUST(store_thing_count(&u->cx, u->store, p.user_id, &count));
	is_i64("never", "waiting", count, 0);
	MUST(undo(&p, &effect));
	MUST(store_thing_count(&u->cx, u->store, p.user_id, &count));
	is_i64("undone", "waiting", count, 1);
}

/* A play that another sender began, with ids, and this one goes on with. */
static void what_was_there_before_is_as_it_was(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	const struct integration *other = add_integration(u, p.user_id, "jellyfin", NULL);
	struct message m = message_of(KIND_MOVIE, UNSAID, UNSAID, 200000);
	struct naming_effect effect;
	const struct play *plays;
	struct bytes none = { NULL, 0 };
	size_t count;

	assert_true(ids_add(&m.report.ids, CATALOG_TMDB, "603"));
	m.reason = REASON_NONE;
	m.is_nameless = false;
	receive(u, other, &m, none);
	u->cx.now_ms += 1000;
	send(&p, KIND_MOVIE, UNSAID, UNSAID, 600000);
	plays = plays_of(u, p.user_id, &count);
	is_i64("before", "share", plays->share, 200000);
	MUST(name(&p, (struct naming){ .work_id = plays->work_id }, &effect));
	is_text("named", "title", effect.title, "Some Show");
	plays = plays_of(u, p.user_id, &count);
	is_i64("named", "plays", (int64_t)count, 1);
	is_i64("named", "share", plays->share, 600000);
	MUST(undo(&p, &effect));
	plays = plays_of(u, p.user_id, &count);
	is_i64("undone", "plays", (int64_t)count, 1);
	is_i64("undone", "share", plays->share, 200000);
	is_sound(u);
}

static void things_without_reports_are_forgotten_and_choices_are_not(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	struct naming_effect effect;
	const struct thing_row *row;
	int64_t removed, first;

	send(&p, KIND_MOVIE, UNSAID, UNSAID, 600000);
	first = p.thing_id;
	MUST(name(&p, (struct naming){ .id = "603" }, &effect));
	send(&p, KIND_SHOW, 1, 1, 600000);
	assert_int_not_equal(p.thing_id, first);
	u->cx.now_ms += INT64_C(86400000) * 60;
	MUST(store_begin(&u->cx, u->store));
	MUST(store_delivery_prune(&u->cx, u->store, 30, 1000, &removed));
	MUST(store_end(&u->cx, u->store, OK));
	MUST(store_thing_get(&u->cx, u->store, p.user_id, first, &row));
	is_err("other", &u->cx, store_thing_get(&u->cx, u->store, p.user_id, p.thing_id, &row),
		ERR_NOT_FOUND);
}

/* A row of a server that is asked, of an item that it does not show. */
static void rows_that_were_pulled_are_named_too(void **state)
{
	static const char row[] =
		"{\"id\":\"p1\",\"libraryItemId\":\"li_hidden\",\"isFinished\":false,"
		"\"duration\":36000,\"currentTime\":18000,\"progress\":0.5,"
		"\"lastUpdate\":1792349000000,\"startedAt\":1792340000000}";
	struct unit *u = *state;
	struct place p = { .u = u, .user_id = add_user(u, "anna") };
	struct bytes body = { row, sizeof(row) - 1 };
	struct naming_effect effect;
	const struct play *plays;
	struct message m;
	struct verdict v;
	size_t count;

	p.hook = add_integration(u, p.user_id, "audiobookshelf", NULL);
	assert_true(provider_source("audiobookshelf")->read_again(&u->cx, body, &m));
	v = receive(u, p.hook, &m, body);
	is_text("pulled", "reason", reason_name(v.reason), "no-identifier");
	MUST(store_thing_of(&u->cx, u->store, v.delivery_id, &p.thing_id));
	MUST(name(&p, (struct naming){ .id = "https://www.audible.com/pd/x/B002V0QIIU" }, &effect));
	plays = plays_of(u, p.user_id, &count);
	is_i64("named", "plays", (int64_t)count, 1);
	is_i64("named", "share", plays->share, 500000);
	is_i64("named", "updated", plays->updated_ms, INT64_C(1792349000000));
	is_text("named", "kind", kind_name(plays->kind), "audiobook");
	MUST(undo(&p, &effect));
	plays_of(u, p.user_id, &count);
	is_i64("undone", "plays", (int64_t)count, 0);
}

/* "It is 603", and then the work turns out to be 604. */
static void a_corrected_id_goes_on_to_what_was_named_by_it(void **state)
{
	struct unit *u = *state;
	struct place p = place_of(u);
	struct naming_effect effect;
	struct edit_id change = { .user_id = p.user_id, .source = CATALOG_TMDB, .value = "604" };
	const struct play *plays;
	struct edited edited;
	size_t count;

	send(&p, KIND_MOVIE, UNSAID, UNSAID, 200000);
	MUST(name(&p, (struct naming){ .id = "603" }, &effect));
	change.work_id = effect.work_id;
	MUST(store_begin(&u->cx, u->store));
	MUST(edit_id_change(&u->cx, u->store, &change, &edited));
	MUST(store_end(&u->cx, u->store, OK));
	u->cx.now_ms += 1000;
	send(&p, KIND_MOVIE, UNSAID, UNSAID, 300000);
	plays = plays_of(u, p.user_id, &count);
	is_i64("corrected", "plays", (int64_t)count, 1);
	is_i64("corrected", "share", plays->share, 300000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_corrected_id_goes_on_to_what_was_named_by_it),
		STORE_TEST(a_shift_below_zero_is_no_episode),
		STORE_TEST(it_is_nobody_elses),
		STORE_TEST(later_reports_are_taken_for_it),
		STORE_TEST(rows_that_were_pulled_are_named_too),
		STORE_TEST(the_second_of_two_is_told_of_the_first),
		STORE_TEST(things_without_reports_are_forgotten_and_choices_are_not),
		STORE_TEST(what_is_never_tracked_leads_to_nothing),
		STORE_TEST(what_is_wrong_is_said_and_nothing_changes),
		STORE_TEST(what_was_there_before_is_as_it_was),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * The two recorded polls of alice, in order: the meaning of each row, its
 * outcome, and the requests needed.
 */
#include "tests/contract/abs.h"

/* ---- the meaning of every row ---- */

struct meaning {
	const char *item, *episode; /* episode or NULL */
	const char *kind;
	const char *ids; /* without the local id, which all have */
	const char *title, *part_title, *author;
	int year;
	/* In the first poll, then in the second; NULL: no change then. */
	struct {
		const char *reason;
		const char *share; /* as reported, or "finished" */
		int64_t at_ms;
		const char *plays; /* afterwards */
	} polls[2];
};

static const struct meaning meanings[] = {
	/* clang-format off */
	/*
	 * Listened offline, synced late: lastUpdate is older than that of other
	 * rows.
	 */
	{ "7086ba94-e11a-48c3-8f94-8105e4379953", NULL, "audiobook", "",
	  "Dracula", NULL, "Bram Stoker", UNSAID, {
		{ "below-minimum", "2.0000", 1795333714643, "" },
		{ "started", "42.0466", 1795333718902,
		  "in_progress 42.0466 420500/1000080 @1795333718902" } } },
	{ "38627cf5-4258-44d6-aab6-e9d7ab139164", NULL, "audiobook", "",
	  "The Time Machine", NULL, "H. G. Wells", UNSAID, {
		{ "below-minimum", "1.0000", 1795333722910, "" },
		{ "started", "60.0000", 1795333731067,
		  "in_progress 60.0000 600048/1000080 @1795333731067" } } },
	/* Hiding it moved lastUpdate; the position counts. */
	{ "18297ac9-e250-4cea-8b67-e8fe9bcca367", NULL, "audiobook", "",
	  "Moby-Dick", NULL, "Herman Melville", UNSAID, {
		{ "started", "2.1000", 1795333729101,
		  "in_progress 2.1000 21001/1000080 @1795333729101" },
		{ NULL, NULL, 0,
		  "in_progress 2.1000 21001/1000080 @1795333729101" } } },
	/* Deleted on the server before the second poll. */
	{ "6d807ae3-0d96-4752-be1b-e463783e3509", NULL, "audiobook", "",
	  "The Odyssey", NULL, "Homer", UNSAID, {
		{ "started", "50.0000", 1795333723691,
		  "in_progress 50.0000 500040/1000080 @1795333723691" },
		{ NULL, NULL, 0,
		  "in_progress 50.0000 500040/1000080 @1795333723691" } } },
	/* Exactly at the limit. */
	{ "967bf5e7-dd23-48e1-aa6f-c717a5fd3602", NULL, "audiobook",
	  "isbn 9788437604947", "Cien años de soledad", NULL,
	  "Gabriel García Márquez", UNSAID, {
		{ "started", "95.0000", 1795333724116,
		  "in_progress 95.0000 855000/900000 @1795333724116" },
		{ NULL, NULL, 0,
		  "in_progress 95.0000 855000/900000 @1795333724116" } } },
	/* 95.1 %, then finished by button: one completion. */
	{ "016c67df-0531-4703-b341-2cf4be0e1f1d", NULL, "audiobook", "",
	  "Emma", NULL, "Jane Austen", UNSAID, {
		{ "completed", "95.1000", 1795333724379,
		  "completed 100.0000 380498/400104 @1795333724379" },
		{ "after-completion", "finished", 1795333731918,
		  "completed 100.0000 380498/400104 @1795333724379" } } },
	/* Finished by button, never played: duration 0. */
	{ "f78d3d12-0bd6-43cc-93ee-25630eaec188", NULL, "audiobook",
	  "audible B002V1OF70", "Dune", NULL, "Frank Herbert", 2007, {
		{ "completed", "finished", 1795333724640,
		  "completed 100.0000 600264/600264 @1795333724640" },
		{ NULL, NULL, 0, "completed 100.0000 600264/600264 @1795333724640" },
	  } },
	/* At the very end, but not finished; then finished. */
	{ "8c5db22d-8856-43b1-8e28-a9d7a77b060a", NULL, "audiobook",
	  "isbn 9780060512750", "The Dispossessed", NULL,
	  "Ursula K. Le Guin", UNSAID, {
		{ "completed", "100.0000", 1795333724934,
		  "completed 100.0000 500000/500000 @1795333724934" },
		{ "after-completion", "finished", 1795333732193,
		  "completed 100.0000 500000/500000 @1795333724934" } } },
	/* An ebook is never reported as finished. */
	{ "f358e8d2-1f2b-42bd-b871-800ef2d25699", NULL, "book",
	  "isbn 9780765397539", "All Systems Red", NULL, "Martha Wells",
	  UNSAID, {
		{ "started", "33.0000", 1795333725357,
		  "in_progress 33.0000 -1/-1 @1795333725357" },
		{ "completed", "100.0000", 1795333732606,
		  "completed 100.0000 -1/-1 @1795333732606" } } },
	/* Two positions in one row: that of the audio counts. */
	{ "100feac4-4f6d-460c-aadc-5fe93f19c7b8", NULL, "audiobook", "",
	  "Frankenstein", NULL, "Mary Shelley", UNSAID, {
		{ "started", "25.0000", 1795333726086,
		  "in_progress 25.0000 250000/1000000 @1795333726086" },
		{ NULL, NULL, 0,
		  "in_progress 25.0000 250000/1000000 @1795333726086" } } },
	/* Finished, then started again: the server forgets, we do not. */
	{ "2d9683ab-c956-4793-af66-9b92f5bfc2d0", NULL, "audiobook",
	  "audible B08G9PRS1K isbn 9781603935470", "Project Hail Mary", NULL,
	  "Andy Weir", 2021, {
		{ "completed", "finished", 1795333726799,
		  "completed 100.0000 600000/600000 @1795333726799" },
		{ "started", "2.5000", 1795333731500,
		  "completed 100.0000 600000/600000 @1795333726799; "
		  "in_progress 2.5000 15000/600000 @1795333731500" } } },
	/* Hidden from alice; reported once, not at every poll. */
	{ SECRET_BOOK, NULL, "audiobook", NULL, NULL, NULL, NULL, UNSAID, {
		{ "no-identifier", "40.0000", 1795333727436, "" },
		{ NULL, NULL, 0, "" } } },
	{ SLEEPING_BEAUTY, NULL, "audiobook", NULL, NULL, NULL, NULL, UNSAID, {
		{ "no-identifier", "40.0000", 1795333727699, "" },
		{ NULL, NULL, 0, "" } } },
	{ "2311eddd-dd1f-4f61-91aa-b7f2430fffc0",
	  "69357508-7d85-45d8-b88d-4b9988241a97", "podcast",
	  "itunes 1234567890", "The Silent Hour", "Pilot", "Nobody", UNSAID, {
		{ "started", "33.3287", 1795333727985,
		  "in_progress 33.3287 200000/600084 @1795333727985" },
		{ "completed", "finished", 1795333732907,
		  "completed 100.0000 600084/600084 @1795333732907" } } },
	{ "2311eddd-dd1f-4f61-91aa-b7f2430fffc0",
	  "356e2773-2a51-42c2-a0f9-6d91de7e3f11", "podcast",
	  "itunes 1234567890", "The Silent Hour", "More Silence", "Nobody",
	  UNSAID, {
		{ "completed", "finished", 1795333728407,
		  "completed 100.0000 700092/700092 @1795333728407" },
		{ NULL, NULL, 0,
		  "completed 100.0000 700092/700092 @1795333728407" } } },
	{ "fa929bd1-d9f3-4411-a8d9-7bedb45270c0",
	  "3a9e4ee4-e140-4cd3-b43c-1b1cff571256", "podcast", "",
	  "Local Talk", "Town Meeting", "Radio Local", UNSAID, {
		{ "started", "9.9968", 1795333728680,
		  "in_progress 9.9968 30000/300096 @1795333728680" },
		{ NULL, NULL, 0,
		  "in_progress 9.9968 30000/300096 @1795333728680" } } },
	/* clang-format on */
};

static const char *name_of(const struct meaning *m)
{
	return m->part_title ? m->part_title : m->title ? m->title : m->item;
}

/* The episodes of a feed have a guid, which outlives their ids. */
static const char *part_of(const struct meaning *m)
{
	static const struct {
		const char *title, *guid;
	} guids[] = {
		{ "Pilot", "silent-hour-0001" },
		{ "More Silence", "silent-hour-0002" },
	};

	for (size_t i = 0; i < NELEM(guids); i++)
		if (m->part_title && strcmp(m->part_title, guids[i].title) == 0)
			return guids[i].guid;
	return m->episode;
}

/* As the source read it, before any rule. */
static void check_message(struct unit *u, const struct meaning *m, int at, const struct news *got)
{
	const struct message *message = &got->source_row.message;
	const struct report *r = &message->report;
	const char *where = name_of(m);
	const char *ids = arena_printf(&u->arena, "%s%slocal %s", m->ids ? m->ids : "",
		m->ids && *m->ids ? " " : "", m->item);

	is_text(where, "share",
		r->finished ? "finished" : percent(u, report_share(r->position, r->duration)),
		m->polls[at].share);
	is_i64(where, "time", r->at_ms, m->polls[at].at_ms);
	is_text(where, "user", message->user, "alice");
	assert_true(r->is_state);
	if (!m->ids) {
		is_text(where, "reason", reason_name(message->reason), m->polls[at].reason);
		assert_non_null(strstr(got->verdict.detail, "does not show"));
		return;
	}
	is_text(where, "kind", kind_name(r->kind), m->kind);
	is_text(where, "ids", ids_text(u, &r->ids), ids);
	is_text(where, "title", r->title, m->title);
	is_text(where, "author", r->author, m->author);
	is_text(where, "former name of the part", r->part_before, m->episode);
	is_text(where, "part", r->part, part_of(m));
	is_text(where, "title of the part", r->part_title, m->part_title);
	is_i64(where, "year", r->year, m->year);
	is_text(where, "link", r->link, arena_printf(&u->arena, ABS_URL "/item/%s", m->item));
}

static void check_poll(struct listener *r, const struct poll *p, const struct meaning *m, int at)
{
	const struct news *got = poll_news(p, m->episode ? m->episode : m->item);
	const char *where = name_of(m);

	is_text(where, "reason", got ? reason_name(got->verdict.reason) : NULL,
		m->polls[at].reason);
	if (got)
		check_message(r->u, m, at, got);
	if (m->title)
		is_text(where, "plays", plays_text(r, m->title, m->part_title), m->polls[at].plays);
}

static size_t news_in_table(int at)
{
	size_t count = 0;

	for (size_t i = 0; i < NELEM(meanings); i++)
		count += meanings[i].polls[at].reason != NULL;
	return count;
}

static void test_two_polls(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");

	shelf_show_alice(s, "me.json");
	for (int at = 0; at < 2; at++) {
		struct poll p;

		if (at == 1)
			shelf_turn_to(s, "me_later.json");
		p = poll_well(&alice, s);
		assert_int_equal(p.rows, json_object_array_length(shelf_rows(s)));
		for (size_t i = 0; i < NELEM(meanings); i++)
			check_poll(&alice, &p, &meanings[i], at);
		assert_int_equal(p.count, news_in_table(at));
	}
	is_sound(s->u);
}

/* The table covers exactly the recorded rows. */
static void test_table_is_complete(void **state)
{
	struct shelf *s = *state;

	shelf_show(s, "me.json");
	assert_int_equal(json_object_array_length(shelf_rows(s)), NELEM(meanings));
	for (size_t i = 0; i < NELEM(meanings); i++) {
		const struct meaning *m = &meanings[i];
		struct json_object *row = shelf_row(s, m->episode ? m->episode : m->item);

		is_text("row", "episode", get_text(row, "episodeId"), m->episode);
	}
}

/* The stored data of the works: title, author, link, year. */
static void test_titles_authors_and_links_are_stored(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	const struct play *plays;
	size_t count;

	shelf_show_alice(s, "me.json");
	poll_well(&alice, s);
	plays = plays_of(s->u, alice.integration->user_id, &count);
	assert_int_equal(count, 12);
	for (size_t i = 0; i < count; i++) {
		assert_non_null(plays[i].title);
		assert_string_equal(plays[i].provider, "audiobookshelf");
		assert_true(plays[i].ids.count > 0);
		assert_int_equal(plays[i].ids.list[plays[i].ids.count - 1].source, CATALOG_LOCAL);
	}
}

/* ---- the requests ---- */

static int by_path(const void *a, const void *b)
{
	const struct hit *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static void check_batch(struct json_object *body, const char *const ids[], size_t count)
{
	struct json_object *list = get(body, "libraryItemIds");

	assert_int_equal(json_object_object_length(body), 1);
	assert_int_equal(json_object_array_length(list), count);
	for (size_t i = 0; i < count; i++) {
		bool is_there = false;

		for (size_t k = 0; k < count; k++)
			is_there |=
				strcmp(json_object_get_string(json_object_array_get_idx(list, k)),
					ids[i]) == 0;
		if (!is_there)
			fail_msg("%s is not asked for", ids[i]);
	}
}

/* Two forbidden books refuse the batch; it is halved until they are alone. */
static void test_requests_of_a_first_poll(void **state)
{
	static const char *const paths[] = {
		"/api/items/08eb50a4-15fc-41fd-8ae2-9cb208f7b014?expanded=1",
		"/api/items/18297ac9-e250-4cea-8b67-e8fe9bcca367?expanded=1",
		"/api/items/67ea62d2-1971-48ec-a5d0-45509ccff135?expanded=1",
		"/api/items/batch/get",
		"/api/items/batch/get",
		"/api/items/batch/get",
		"/api/items/batch/get",
		"/api/items/batch/get",
		"/api/items/batch/get",
		"/api/libraries",
		"/api/libraries/" PODCAST_LIBRARY "/items?limit=0&minified=1",
		"/api/me",
		"/api/podcasts/2311eddd-dd1f-4f61-91aa-b7f2430fffc0"
		"/episode/356e2773-2a51-42c2-a0f9-6d91de7e3f11",
		"/api/podcasts/2311eddd-dd1f-4f61-91aa-b7f2430fffc0"
		"/episode/69357508-7d85-45d8-b88d-4b9988241a97",
		"/api/podcasts/fa929bd1-d9f3-4411-a8d9-7bedb45270c0"
		"/episode/3a9e4ee4-e140-4cd3-b43c-1b1cff571256",
	};
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct json_object *body;
	const char *books[13], *all;
	size_t count = 0;

	shelf_show_alice(s, "me.json");
	s->etag = "W/\"291e-first\"";
	poll_well(&alice, s);
	is_asked(s, 0, "/api/me");
	assert_null(s->hits[0].etag);
	is_asked(s, 1, "/api/items/batch/get");
	all = s->hits[1].body;
	qsort(s->hits, s->hit_count, sizeof(s->hits[0]), by_path);
	for (size_t i = 0; i < NELEM(paths); i++)
		is_asked(s, i, paths[i]);
	assert_int_equal(s->hit_count, NELEM(paths));
	for (size_t i = 0; i < NELEM(meanings); i++)
		if (!meanings[i].episode)
			books[count++] = meanings[i].item;
	for (size_t i = 0; i < s->hit_count; i++)
		assert_int_equal(s->hits[i].body != NULL,
			strcmp(s->hits[i].path, "/api/items/batch/get") == 0);
	body = abs_parse(all);
	check_batch(body, books, count);
	json_object_put(body);
}

/* Everything is known by then: the second poll is one request. */
static void test_requests_of_later_polls(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	s->etag = "W/\"291e-first\"";
	poll_well(&alice, s);
	is_text("first", "etag kept", alice.etag, s->etag);
	shelf_turn_to(s, "me_later.json");
	s->etag = "W/\"26d3-second\"";
	poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	is_asked(s, 0, "/api/me");
	is_text("second", "etag sent", s->hits[0].etag, "W/\"291e-first\"");
	is_text("second", "etag kept", alice.etag, s->etag);

	/* Nothing new: 304, no rows, and the tag remains valid. */
	p = poll_well(&alice, s);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(s->hits[0].status, 304);
	is_text("third", "etag sent", s->hits[0].etag, "W/\"26d3-second\"");
	is_text("third", "etag kept", alice.etag, s->etag);
	assert_int_equal(p.count, 0);

	/* Another tag, the same rows: caused by lastSeen or a restart. */
	s->etag = "W/\"26d3-third\"";
	p = poll_well(&alice, s);
	assert_int_equal(s->hits[0].status, 200);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(p.count, 0);
	is_text("fourth", "etag kept", alice.etag, s->etag);
}

static void test_a_server_without_etags_gets_none(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	alice.etag = "W/\"gone\"";
	poll_well(&alice, s);
	assert_null(alice.etag);
	p = poll_well(&alice, s);
	assert_null(s->hits[0].etag);
	assert_int_equal(p.count, 0);
}

static void test_a_person_without_progress(void **state)
{
	struct shelf *s = *state;
	struct listener listener = listener_new(s->u, "newcomer");
	struct poll p;

	shelf_show(s, "me_empty.json");
	p = poll_well(&listener, s);
	assert_int_equal(s->hit_count, 1);
	assert_int_equal(p.rows + p.count, 0);
}

/*
 * A poll that is killed or fails at any request and is repeated leads to the
 * same plays. The tag is stored only after a successful poll.
 */
static void interrupt(struct shelf *s, const char *undisturbed, int after, bool is_failure)
{
	struct unit *u = s->u;
	const char *name =
		arena_printf(&u->arena, "alice-%d-%s", after, is_failure ? "502" : "end");
	struct listener alice = listener_new(u, name);

	poll_some(&alice, s, after);
	if (is_failure) {
		struct poll p;

		s->fault = (struct fault){ "/api/", 502, "text/html", "<html>Bad Gateway</html>" };
		p = poll_all(&alice, s);
		is_err(name, &u->cx, p.err, ERR_UPSTREAM);
		s->fault.path = NULL;
	}
	is_text(name, "etag", alice.etag, NULL);
	poll_well(&alice, s);
	is_text(name, "etag", alice.etag, s->etag);
	is_text(name, "plays", all_plays_text(&alice), undisturbed);
}

static void test_no_row_is_lost_by_an_interrupted_poll(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	const char *undisturbed;

	shelf_show_alice(s, "me.json");
	s->etag = "W/\"291e-first\"";
	poll_well(&alice, s);
	undisturbed = all_plays_text(&alice);
	assert_int_equal(s->hit_count, 15);
	for (int after = 0; after < 15; after++) {
		interrupt(s, undisturbed, after, false);
		interrupt(s, undisturbed, after, true);
	}
	is_sound(s->u);
}

/* A failed run forgets nothing: the previous tag remains valid. */
static void test_a_failed_poll_keeps_the_previous_tag(void **state)
{
	struct shelf *s = *state;
	struct listener alice = listener_new(s->u, "alice");
	struct poll p;

	shelf_show_alice(s, "me.json");
	s->etag = "W/\"291e-first\"";
	poll_well(&alice, s);
	shelf_turn_to(s, "me_later.json");
	s->etag = "W/\"26d3-second\"";
	s->u->cx.now_ms += 2 * DAY_MS; /* titles have to be requested again */
	s->fault = (struct fault){ "/api/items/", 500, "text/plain", "Internal Server Error" };
	p = poll_all(&alice, s);
	is_err("batch", &s->u->cx, p.err, ERR_UPSTREAM);
	is_text("after a failure", "etag", alice.etag, "W/\"291e-first\"");
	s->fault.path = NULL;
	p = poll_well(&alice, s);
	is_text("Dracula", "reason", poll_reason(&p, "7086ba94-e11a-48c3-8f94-8105e4379953"),
		"started");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ABS_TEST(test_table_is_complete),
		ABS_TEST(test_two_polls),
		ABS_TEST(test_titles_authors_and_links_are_stored),
		ABS_TEST(test_requests_of_a_first_poll),
		ABS_TEST(test_requests_of_later_polls),
		ABS_TEST(test_a_server_without_etags_gets_none),
		ABS_TEST(test_a_person_without_progress),
		ABS_TEST(test_no_row_is_lost_by_an_interrupted_poll),
		ABS_TEST(test_a_failed_poll_keeps_the_previous_tag),
	};

	return cmocka_run_group_tests_name("audiobookshelf", tests, people_group_setup, NULL);
}

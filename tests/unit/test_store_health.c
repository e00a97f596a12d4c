/* SPDX-License-Identifier: MIT */
/* What pages read about integrations: health, and never other people's. */
#include "shared/store/overview.h"

#include "tests/sinks.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

static const char film[] = "{\"Event\":\"Progress\",\"Item\":{\"Type\":\"Movie\",\"Name\":\"F\","
			   "\"RunTimeTicks\":1000000000,\"ProviderIds\":{\"Tmdb\":\"603\"}},"
			   "\"User\":{\"Name\":\"alice\"},"
			   "\"Session\":{\"PlayState\":{\"PositionTicks\":500000000}}}";

static struct verdict post(struct unit *u, const struct integration *to, const char *body)
{
	struct message message =
		first_message(&u->cx, provider_sink(to->provider), body, strlen(body));

	return receive(u, to, &message, (struct bytes){ body, strlen(body) });
}

static void add_server(struct unit *u, int64_t id)
{
	const struct server row = { .integration_id = id,
		.url = "http://nas",
		.is_pulled = true,
		.credential = { "sealed", 6 },
		.greeted_ms = UNSAID };

	MUST(store_server_put(&u->cx, u->store, &row));
}

static const struct overview *get(struct unit *u, int64_t user, int64_t id)
{
	const struct overview *row = NULL;

	MUST(store_health_get(&u->cx, u->store, user, id, &row));
	assert_non_null(row);
	return row;
}

static void each_integration_has_its_health(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	const struct integration *films = add_integration(u, alice, "jellyfin", NULL);
	const struct integration *books = add_integration(u, alice, "audiobookshelf", NULL);
	const struct integration *his = add_integration(u, bob, "jellyfin", NULL);
	const struct overview *rows = NULL;
	size_t count = 0;

	add_server(u, books->id);
	post(u, his, "{");
	post(u, films, film);
	u->cx.now_ms += 5000;
	post(u, films, "{");
	MUST(store_health_list(&u->cx, u->store, alice, &rows, &count));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].integration->id, films->id);
	assert_null(rows[0].server);
	assert_int_equal(rows[0].health.last_ms, UNIT_NOW + 5000);
	assert_int_equal(rows[0].health.last_tracked_ms, UNIT_NOW);
	assert_int_equal(rows[0].health.deliveries, 2);
	assert_int_equal(rows[0].health.tracked, 1);
	assert_int_equal(rows[0].health.refused, 1);
	assert_int_equal(rows[0].health.unmatched, 0);
	assert_int_equal(rows[1].health.last_ms, UNSAID);
	assert_int_equal(rows[1].health.deliveries, 0);
	assert_non_null(rows[1].server);
	assert_int_equal(get(u, alice, films->id)->health.refused, 1);
	assert_non_null(get(u, alice, books->id)->server);
}

static void other_peoples_integrations_are_not_found(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	const struct integration *own = add_integration(u, alice, "jellyfin", NULL);
	const struct overview *row;
	const struct integration *found;
	struct integration taken = *own;
	char slug[SLUG_TEXT];

	add_server(u, own->id);
	is_err("get", &u->cx, store_health_get(&u->cx, u->store, bob, own->id, &row),
		ERR_NOT_FOUND);
	is_err("ask", &u->cx, store_server_ask(&u->cx, u->store, bob, own->id), ERR_NOT_FOUND);
	is_err("test", &u->cx, store_server_ask_test(&u->cx, u->store, bob, own->id),
		ERR_NOT_FOUND);
	taken.user_id = bob;
	taken.name = "mine";
	MUST(store_integration_save(&u->cx, u->store, &taken));
	MUST(store_integration_rotate(&u->cx, u->store, &taken, slug));
	MUST(store_integration_remove(&u->cx, u->store, &taken));
	MUST(store_integration_own(&u->cx, u->store, bob, own->id, &found));
	assert_null(found);
	MUST(store_integration_own(&u->cx, u->store, alice, own->id, &found));
	assert_string_equal(found->name, own->name);
	assert_string_equal(found->slug, own->slug);
	assert_int_equal(get(u, alice, own->id)->server->asked_ms, UNSAID);
}

static void a_delivery_shows_the_works_it_led_to(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	const struct integration *to = add_integration(u, alice, "jellyfin", NULL);
	int64_t id = post(u, to, film).delivery_id;
	const struct delivery_work *works;
	const struct delivery *row;
	struct bytes body;
	size_t count;

	MUST(store_delivery_own(&u->cx, u->store, alice, id, &row, &body));
	assert_non_null(row);
	assert_int_equal(body.length, strlen(film));
	MUST(store_delivery_works(&u->cx, u->store, alice, id, &works, &count));
	assert_int_equal(count, 1);
	assert_string_equal(works[0].title, "F");
	assert_int_equal(works[0].kind, KIND_MOVIE);
	assert_int_equal(works[0].share, SHARE_WHOLE / 2);
	assert_int_equal(works[0].state, PLAY_IN_PROGRESS);
	MUST(store_delivery_works(&u->cx, u->store, bob, id, &works, &count));
	assert_int_equal(count, 0);
	MUST(store_delivery_own(&u->cx, u->store, bob, id, &row, &body));
	assert_null(row);
	assert_null(body.at);
	run_sql(u->path, "UPDATE play SET removed_ms = 1");
	MUST(store_delivery_works(&u->cx, u->store, alice, id, &works, &count));
	assert_int_equal(count, 0);
}

static void a_request_is_pending_until_its_answer(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *to = add_integration(u, alice, "audiobookshelf", NULL);
	struct failure failure = { .failures = 1, .error = "no", .is_run = true };

	add_server(u, to->id);
	assert_false(server_is_asked(get(u, alice, to->id)->server));
	MUST(store_server_ask(&u->cx, u->store, alice, to->id));
	assert_true(server_is_asked(get(u, alice, to->id)->server));
	MUST(store_server_failed(&u->cx, u->store, to->id, &failure));
	assert_false(server_is_asked(get(u, alice, to->id)->server));
	u->cx.now_ms++;
	MUST(store_server_ask(&u->cx, u->store, alice, to->id));
	assert_true(server_is_asked(get(u, alice, to->id)->server));
	MUST(store_server_ok(&u->cx, u->store, to->id, NULL, 3));
	assert_false(server_is_asked(get(u, alice, to->id)->server));
	assert_int_equal(get(u, alice, to->id)->server->yank_found, 3);
}

/* The address may change during a test. */
static void a_test_applies_to_its_address_only(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct integration *to = add_integration(u, alice, "audiobookshelf", NULL);
	struct server_test server_test = {
		.url = "http://before", .greeting = "hello", .is_greeted = true
	};
	const struct server *a;

	add_server(u, to->id);
	MUST(store_server_ask_test(&u->cx, u->store, alice, to->id));
	MUST(store_server_tested(&u->cx, u->store, to->id, &server_test));
	MUST(store_server_greeted(&u->cx, u->store, to->id, "http://before"));
	a = get(u, alice, to->id)->server;
	assert_true(server_is_test_asked(a));
	assert_int_equal(a->greeted_ms, UNSAID);
	server_test.url = "http://nas";
	MUST(store_server_tested(&u->cx, u->store, to->id, &server_test));
	a = get(u, alice, to->id)->server;
	assert_false(server_is_test_asked(a));
	assert_int_equal(a->greeted_ms, UNIT_NOW);
	assert_string_equal(a->test_greeting, "hello");
	server_test.is_greeted = false; /* a later failure changes nothing about the success */
	MUST(store_server_tested(&u->cx, u->store, to->id, &server_test));
	assert_int_equal(get(u, alice, to->id)->server->greeted_ms, UNIT_NOW);
	add_server(u, to->id); /* another address, or another key */
	a = get(u, alice, to->id)->server;
	assert_int_equal(a->greeted_ms, UNSAID);
	assert_int_equal(a->tested_ms, UNSAID);
	assert_null(a->test_greeting);
}

static void a_token_is_revoked_by_its_person_only(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob"), id;
	struct token row = { .user_id = alice, .name = "Kodi" };
	unsigned char hash[TOKEN_HASH] = { 1 };
	const struct token *rows;
	bool found;
	size_t count;

	MUST(store_token_add(&u->cx, u->store, &row, hash));
	id = row.id;
	MUST(store_token_revoke_own(&u->cx, u->store, bob, id, &found));
	assert_false(found);
	MUST(store_token_list(&u->cx, u->store, bob, &rows, &count));
	assert_int_equal(count, 0);
	MUST(store_token_list(&u->cx, u->store, alice, &rows, &count));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].revoked_ms, UNSAID);
	MUST(store_token_revoke_own(&u->cx, u->store, alice, id, &found));
	assert_true(found);
	MUST(store_token_page(&u->cx, u->store, 0, &rows, &count));
	assert_int_equal(rows[0].revoked_ms, UNIT_NOW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(each_integration_has_its_health),
		STORE_TEST(other_peoples_integrations_are_not_found),
		STORE_TEST(a_delivery_shows_the_works_it_led_to),
		STORE_TEST(a_request_is_pending_until_its_answer),
		STORE_TEST(a_test_applies_to_its_address_only),
		STORE_TEST(a_token_is_revoked_by_its_person_only),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

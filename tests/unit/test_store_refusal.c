/* SPDX-License-Identifier: MIT */
#include "shared/store/refusal.h"

#include "tests/unit/people.h"

static struct refusal stored(struct unit *u, int64_t id)
{
	struct refusal out;

	MUST(store_refusal_get(&u->cx, u->store, id, &out));
	return out;
}

static void add(struct unit *u, int64_t id, int64_t count, int64_t since_ms, int64_t last_ms)
{
	const struct refusal more = { count, since_ms, last_ms };

	MUST(store_refusal_add(&u->cx, u->store, id, &more));
}

static void is_run(struct refusal run, int64_t count, int64_t since_ms, int64_t last_ms)
{
	assert_int_equal(run.count, count);
	assert_int_equal(run.since_ms, since_ms);
	assert_int_equal(run.last_ms, last_ms);
}

static void a_run_grows_until_a_day_has_none(void **state)
{
	struct unit *u = *state;
	int64_t id = add_integration(u, add_user(u, "alice"), "kodi", NULL)->id;

	is_run(stored(u, id), 0, UNSAID, UNSAID);
	add(u, id, 3, 1000, 2000);
	is_run(stored(u, id), 3, 1000, 2000);
	add(u, id, 4, 2000 + REFUSAL_RUN_MS, 3000 + REFUSAL_RUN_MS);
	is_run(stored(u, id), 7, 1000, 3000 + REFUSAL_RUN_MS);
	add(u, id, 5, 3001 + 2 * REFUSAL_RUN_MS, 4000 + 2 * REFUSAL_RUN_MS);
	is_run(stored(u, id), 5, 3001 + 2 * REFUSAL_RUN_MS, 4000 + 2 * REFUSAL_RUN_MS);
}

static void it_needs_its_integration(void **state)
{
	struct unit *u = *state;
	const struct integration *row = add_integration(u, add_user(u, "alice"), "kodi", NULL);

	add(u, row->id + 1, 1, 1, 1);
	is_run(stored(u, row->id + 1), 0, UNSAID, UNSAID);
	add(u, row->id, 1, 1, 1);
	MUST(store_integration_remove(&u->cx, u->store, row));
	is_run(stored(u, row->id), 0, UNSAID, UNSAID);
}

static int64_t by_token(struct unit *u, const char *token, const char *provider)
{
	unsigned char hash[TOKEN_HASH];
	int64_t id = -1;

	token_hash(token, hash);
	MUST(store_refusal_by_token(&u->cx, u->store, hash, provider, &id));
	return id;
}

static void a_token_leads_to_the_first_of_that_provider(void **state)
{
	struct unit *u = *state;
	static const char token[] = "e96fca00-18b1-467c-80f0-8534e09ed790";
	int64_t alice = add_user(u, "alice");
	int64_t first = add_integration(u, alice, "kodi", NULL)->id;
	struct token row = { .user_id = alice, .scope = SCOPE_REPORT, .name = "t" };
	unsigned char hash[TOKEN_HASH];
	bool found = false;

	add_integration(u, alice, "kodi", NULL);
	add_integration(u, add_user(u, "bob"), "plex", NULL);
	token_hash(token, hash);
	MUST(store_token_add(&u->cx, u->store, &row, hash));
	assert_int_equal(by_token(u, token, "kodi"), first);
	assert_int_equal(by_token(u, token, "plex"), 0);
	assert_int_equal(by_token(u, "e96fca00-18b1-467c-80f0-8534e09ed791", "kodi"), 0);
	MUST(store_token_revoke(&u->cx, u->store, row.id, &found));
	assert_int_equal(by_token(u, token, "kodi"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_run_grows_until_a_day_has_none),
		STORE_TEST(it_needs_its_integration),
		STORE_TEST(a_token_leads_to_the_first_of_that_provider),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

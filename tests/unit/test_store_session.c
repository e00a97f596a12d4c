/* SPDX-License-Identifier: MIT */
/* Browser sessions. */
#include "shared/store/session.h"
#include "tests/unit/people.h"
#include "tests/unit/sleeper.h"
#include "tests/unit/sql.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define DAY    (24 * 60 * MINUTE)

/* Adds a session with a secret made of that byte; returns its id. */
static int64_t add_session(struct unit *u, int64_t user_id, unsigned char byte, const char *remote)
{
	struct session row = { .user_id = user_id, .user_agent = "Firefox", .remote = remote };
	unsigned char hash[TOKEN_HASH];
	const struct session *found = NULL;

	memset(hash, byte, sizeof(hash));
	MUST(store_session_add(&u->cx, u->store, &row, hash));
	MUST(store_session_find(&u->cx, u->store, hash, &found));
	assert_non_null(found);
	return found->id;
}

static const struct session *find(struct unit *u, unsigned char byte)
{
	unsigned char hash[TOKEN_HASH];
	const struct session *found = NULL;

	memset(hash, byte, sizeof(hash));
	MUST(store_session_find(&u->cx, u->store, hash, &found));
	return found;
}

static void a_session_is_found_with_its_person(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	const struct session *s;

	MUST(store_user_set_zone(&u->cx, u->store, alice, "Europe/Berlin"));
	add_session(u, alice, 1, "192.0.2.1");
	s = find(u, 1);
	assert_int_equal(s->user_id, alice);
	assert_string_equal(s->user_name, "alice");
	assert_string_equal(s->time_zone, "Europe/Berlin");
	assert_false(s->is_admin);
	assert_int_equal(s->created_ms, UNIT_NOW);
	assert_int_equal(s->last_used_ms, UNIT_NOW);
	assert_string_equal(s->user_agent, "Firefox");
	assert_string_equal(s->remote, "192.0.2.1");
	assert_null(find(u, 2));
}

static void it_ends_90_days_after_its_last_use(void **state)
{
	struct unit *u = *state;
	int64_t id = add_session(u, add_user(u, "alice"), 1, "");

	u->cx.now_ms = UNIT_NOW + SESSION_LASTS_MS - 1;
	assert_non_null(find(u, 1));
	MUST(store_session_touch(&u->cx, u->store, id));
	u->cx.now_ms += SESSION_LASTS_MS - 1;
	assert_non_null(find(u, 1));
	u->cx.now_ms++;
	assert_null(find(u, 1));
}

static void signing_in_deletes_expired_sessions(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");

	add_session(u, alice, 1, "");
	u->cx.now_ms += 10 * DAY;
	add_session(u, alice, 2, "");
	u->cx.now_ms += SESSION_LASTS_MS - 10 * DAY;
	add_session(u, alice, 3, "");
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM session"), 2);
}

static void the_list_shows_one_person_newest_first(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t first = add_session(u, alice, 1, ""), second;
	const struct session *rows = NULL;
	size_t count = 0;

	second = add_session(u, alice, 2, "");
	add_session(u, bob, 3, "");
	u->cx.now_ms += MINUTE;
	MUST(store_session_touch(&u->cx, u->store, first));
	MUST(store_session_list(&u->cx, u->store, alice, &rows, &count));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].id, first);
	assert_int_equal(rows[1].id, second);
	u->cx.now_ms += SESSION_LASTS_MS - MINUTE;
	MUST(store_session_list(&u->cx, u->store, alice, &rows, &count));
	assert_int_equal(count, 1);
}

/* Otherwise a page would wait for webhooks just to record its use. */
static void renewing_it_never_waits(void **state)
{
	struct unit *u = *state;
	int64_t id = add_session(u, add_user(u, "alice"), 1, "");
	struct store *other;

	MUST(store_open(&u->cx, u->path, STORE_WRITE, &other));
	MUST(store_begin(&u->cx, other));
	sleeper_begin(other, 3);
	is_err("locked", &u->cx, store_session_touch(&u->cx, u->store, id), ERR_BUSY);
	assert_int_equal(sleeper.times, 0);
	/* Others in the same process wait as before. */
	MUST(store_begin(&u->cx, u->store));
	assert_int_equal(sleeper.times, 3);
	sleeper_end();
	store_rollback(u->store);
	store_close(other);
	MUST(store_session_touch(&u->cx, u->store, id));
}

static void only_ones_own_sessions_can_be_ended(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t hers = add_session(u, alice, 1, "");
	bool found = true;

	MUST(store_session_end(&u->cx, u->store, bob, hers, &found));
	assert_false(found);
	assert_non_null(find(u, 1));
	MUST(store_session_end(&u->cx, u->store, alice, hers, &found));
	assert_true(found);
	assert_null(find(u, 1));
	MUST(store_session_end(&u->cx, u->store, alice, hers, &found));
	assert_false(found);
}

static void all_but_one_end_at_once(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t keep;

	add_session(u, alice, 1, "");
	keep = add_session(u, alice, 2, "");
	add_session(u, alice, 3, "");
	add_session(u, bob, 4, "");
	MUST(store_session_end_all(&u->cx, u->store, alice, keep));
	assert_null(find(u, 1));
	assert_non_null(find(u, 2));
	assert_null(find(u, 3));
	assert_non_null(find(u, 4));
	MUST(store_session_end_all(&u->cx, u->store, alice, 0));
	assert_null(find(u, 2));
	assert_non_null(find(u, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_session_is_found_with_its_person),
		STORE_TEST(it_ends_90_days_after_its_last_use),
		STORE_TEST(signing_in_deletes_expired_sessions),
		STORE_TEST(the_list_shows_one_person_newest_first),
		STORE_TEST(renewing_it_never_waits),
		STORE_TEST(only_ones_own_sessions_can_be_ended),
		STORE_TEST(all_but_one_end_at_once),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

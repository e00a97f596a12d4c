/* SPDX-License-Identifier: MIT */
/* The people, and how much data each has. */
#include "shared/store/people.h"
#include "shared/store/session.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

static const struct user_summary *get(struct unit *u, int64_t id)
{
	const struct user_summary *r = NULL;

	MUST(store_people_get(&u->cx, u->store, id, &r));
	return r;
}

static void a_new_user_has_no_data(void **state)
{
	struct unit *u = *state;
	int64_t id = add_user(u, "alice");
	const struct user_summary *r = get(u, id);

	assert_int_equal(r->id, id);
	assert_string_equal(r->name, "alice");
	assert_false(r->is_admin);
	assert_int_equal(r->created_ms, UNIT_NOW);
	assert_int_equal(r->integrations, 0);
	assert_int_equal(r->plays, 0);
	assert_int_equal(r->last_used_ms, UNSAID);
	assert_null(get(u, id + 1));
}

static void the_data_of_each_user_is_counted(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	struct session session = { .user_id = alice, .user_agent = "", .remote = "" };
	unsigned char hash[TOKEN_HASH] = { 1 };

	add_integration(u, alice, "jellyfin", NULL);
	add_integration(u, alice, "kodi", NULL);
	add_integration(u, bob, "kodi", NULL);
	MUST(store_session_add(&u->cx, u->store, &session, hash));
	/* Open, completed, removed; and one of another person. */
	run_sql(u->path, "INSERT INTO work (id, person_id, kind, created_ms)"
			 " VALUES (1, 1, 'movie', 1), (2, 2, 'movie', 1);"
			 "INSERT INTO item (id, work_id, part) VALUES (1, 1, ''), (2, 2, '');"
			 "INSERT INTO play (user_id, item_id, state, share, furthest,"
			 " started_ms, updated_ms, completed_ms, removed_ms) VALUES"
			 " (1, 1, 'in_progress', 0, 0, 1, 1, NULL, NULL),"
			 " (1, 1, 'completed', 0, 0, 1, 1, 1, NULL),"
			 " (1, 1, 'completed', 0, 0, 1, 1, 1, NULL),"
			 " (1, 1, 'completed', 0, 0, 1, 1, 1, 5),"
			 " (1, 1, 'in_progress', 0, 0, 1, 1, NULL, 5),"
			 " (2, 2, 'completed', 0, 0, 1, 1, 1, NULL)");
	assert_int_equal(get(u, alice)->integrations, 2);
	assert_int_equal(get(u, alice)->plays, 3);
	assert_int_equal(get(u, alice)->last_used_ms, UNIT_NOW);
	assert_int_equal(get(u, bob)->integrations, 1);
	assert_int_equal(get(u, bob)->plays, 1);
	assert_int_equal(get(u, bob)->last_used_ms, UNSAID);
}

static void the_list_continues_after_a_name(void **state)
{
	struct unit *u = *state;
	const struct user_summary *rows = NULL;
	size_t count = 0;
	bool more = false;
	char name[16];

	add_user(u, "Zoe");
	for (int i = PEOPLE_MAX; i > 0; i--) {
		snprintf(name, sizeof(name), "%c%02d", i % 2 ? 'm' : 'M', i);
		add_user(u, name);
	}
	MUST(store_people_list(&u->cx, u->store, "", &rows, &count, &more));
	assert_int_equal(count, PEOPLE_MAX);
	assert_true(more);
	assert_string_equal(rows[0].name, "m01");
	assert_string_equal(rows[1].name, "M02");
	MUST(store_people_list(&u->cx, u->store, rows[count - 1].name, &rows, &count, &more));
	assert_int_equal(count, 1);
	assert_false(more);
	assert_string_equal(rows[0].name, "Zoe");
	MUST(store_people_list(&u->cx, u->store, "zoe", &rows, &count, &more));
	assert_int_equal(count, 0);
	assert_false(more);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_new_user_has_no_data),
		STORE_TEST(the_data_of_each_user_is_counted),
		STORE_TEST(the_list_continues_after_a_name),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
/* People and their tokens. */
#include "tests/sinks.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

static void users_are_found_ignoring_case(void **state)
{
	struct unit *u = *state;
	struct user row = { .name = "Alice", .password_hash = "hash", .is_admin = true };
	const struct user *found = NULL;
	int64_t id = 0;

	MUST(store_user_add(&u->cx, u->store, &row, &id));
	MUST(store_user_find(&u->cx, u->store, "aLICE", &found));
	assert_non_null(found);
	assert_int_equal(found->id, id);
	assert_string_equal(found->name, "Alice");
	assert_string_equal(found->password_hash, "hash");
	assert_true(found->is_admin);
	assert_int_equal(found->created_ms, UNIT_NOW);
	MUST(store_user_find(&u->cx, u->store, "alic", &found));
	assert_null(found);
	MUST(store_user_find(&u->cx, u->store, "%", &found));
	assert_null(found);
}

static void names_are_unique_ignoring_case(void **state)
{
	struct unit *u = *state;
	struct user row = { .name = "ALICE", .password_hash = "*" };
	int64_t id = 0;

	add_user(u, "alice");
	is_err("taken", &u->cx, store_user_add(&u->cx, u->store, &row, &id), ERR_CONFLICT);
	assert_non_null(strstr(u->cx.note, "ALICE"));
}

static void names_have_a_format(void **state)
{
	struct unit *u = *state;
	char longest[USER_NAME_MAX + 2];
	const char *const bad[] = { "", "a b", "a\tb", "a\nb", "\x7f", "\xff", " alice", longest };
	const char *const good[] = { "a", "al.ice@example.org", "\xe5\x8d\x83\xe5\xb0\x8b",
		longest + 1 };
	int64_t id = 0;

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	for (size_t i = 0; i < NELEM(bad); i++) {
		struct user row = { .name = bad[i], .password_hash = "*" };

		is_err(bad[i], &u->cx, store_user_add(&u->cx, u->store, &row, &id), ERR_INPUT);
	}
	for (size_t i = 0; i < NELEM(good); i++)
		add_user(u, good[i]);
}

static void users_are_listed_and_their_passwords_changed(void **state)
{
	struct unit *u = *state;
	const struct user *rows;
	size_t count;
	int64_t bob;

	add_user(u, "alice");
	bob = add_user(u, "bob");
	MUST(store_user_set_password(&u->cx, u->store, bob, "new"));
	MUST(store_user_page(&u->cx, u->store, 0, &rows, &count));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].name, "alice");
	assert_string_equal(rows[0].password_hash, "*");
	assert_string_equal(rows[1].name, "bob");
	assert_string_equal(rows[1].password_hash, "new");
	assert_false(rows[1].is_admin);
}

static void removing_a_user_removes_everything(void **state)
{
	struct unit *u = *state;
	static const char *const tables[] = { "integration", "token", "play", "sitting", "delivery",
		"delivery_body", "delivery_play" };
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	int64_t people[] = { alice, bob };
	static const char body[] = "{\"lot\":\"movie\",\"identifier\":\"603\",\"progress\":50}";

	for (size_t i = 0; i < NELEM(people); i++) {
		const struct integration *to = add_integration(u, people[i], "kodi", NULL);
		unsigned char hash[TOKEN_HASH] = { (unsigned char)i };
		struct bytes bytes = { body, sizeof(body) - 1 };
		struct message m;
		int64_t token;

		m = first_message(&u->cx, provider_kodi.sink, body, sizeof(body) - 1);
		receive(u, to, &m, bytes);
		MUST(store_token_add(&u->cx, u->store, people[i], "TV", hash, &token));
	}
	MUST(store_user_remove(&u->cx, u->store, alice));
	for (size_t i = 0; i < NELEM(tables); i++)
		is_i64(tables[i], "rows left",
			ask_sql(u->path,
				arena_printf(&u->arena, "SELECT count(*) FROM %s", tables[i])),
			1);
	is_sound(u);
}

/* ---- tokens ---- */

static void hash_of(const char *text, unsigned char hash[static TOKEN_HASH])
{
	memset(hash, 0, TOKEN_HASH);
	snprintf((char *)hash, TOKEN_HASH, "%s", text);
}

static int64_t use(struct unit *u, const char *text)
{
	unsigned char hash[TOKEN_HASH];
	int64_t user_id = -1;

	hash_of(text, hash);
	MUST(store_token_use(&u->cx, u->store, hash, "10.0.0.7", &user_id));
	return user_id;
}

static int64_t add_token(struct unit *u, int64_t user_id, const char *text)
{
	unsigned char hash[TOKEN_HASH];
	int64_t id = 0;

	hash_of(text, hash);
	MUST(store_token_add(&u->cx, u->store, user_id, text, hash, &id));
	return id;
}

static void a_token_identifies_its_person(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");

	add_token(u, alice, "a");
	add_token(u, bob, "b");
	assert_int_equal(use(u, "a"), alice);
	assert_int_equal(use(u, "b"), bob);
	assert_int_equal(use(u, "c"), 0);
}

static int64_t last_used(struct unit *u)
{
	const struct token *rows;
	size_t count;

	MUST(store_token_page(&u->cx, u->store, 0, &rows, &count));
	assert_int_equal(count, 1);
	return rows[0].last_used_ms;
}

static void its_use_is_recorded_unless_the_database_is_locked(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");
	struct store *other;

	add_token(u, alice, "a");
	MUST(store_open(&u->cx, u->path, STORE_WRITE, &other));
	MUST(store_begin(&u->cx, other));
	assert_int_equal(use(u, "a"), alice);
	store_rollback(other);
	store_close(other);
	assert_int_equal(last_used(u), UNSAID);
	assert_int_equal(use(u, "a"), alice);
	assert_int_equal(last_used(u), UNIT_NOW);
}

static void its_use_is_recorded_to_the_minute(void **state)
{
	struct unit *u = *state;

	add_token(u, add_user(u, "alice"), "a");
	assert_int_equal(last_used(u), UNSAID);
	use(u, "a");
	assert_int_equal(last_used(u), UNIT_NOW);
	u->cx.now_ms += 59999;
	use(u, "a");
	assert_int_equal(last_used(u), UNIT_NOW);
	u->cx.now_ms += 1;
	use(u, "a");
	assert_int_equal(last_used(u), UNIT_NOW + 60000);
}

static void a_revoked_token_opens_nothing(void **state)
{
	struct unit *u = *state;
	int64_t id = add_token(u, add_user(u, "alice"), "a");
	const struct token *rows;
	size_t count;
	bool found = false;

	MUST(store_token_revoke(&u->cx, u->store, id, &found));
	assert_true(found);
	assert_int_equal(use(u, "a"), 0);
	u->cx.now_ms += 1000;
	MUST(store_token_revoke(&u->cx, u->store, id, &found));
	MUST(store_token_page(&u->cx, u->store, 0, &rows, &count));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].revoked_ms, UNIT_NOW); /* the first time */
	MUST(store_token_revoke(&u->cx, u->store, id + 1, &found));
	assert_false(found);
}

static void tokens_are_listed_by_person(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");
	const struct token *rows;
	size_t count;

	add_token(u, alice, "a");
	add_token(u, bob, "b");
	add_token(u, bob, "c");
	MUST(store_token_list(&u->cx, u->store, bob, &rows, &count));
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].name, "b");
	assert_string_equal(rows[0].user_name, "bob");
	assert_int_equal(rows[0].user_id, bob);
	assert_int_equal(rows[0].created_ms, UNIT_NOW);
	assert_int_equal(rows[0].revoked_ms, UNSAID);
	assert_string_equal(rows[1].name, "c");
	MUST(store_token_page(&u->cx, u->store, 0, &rows, &count));
	assert_int_equal(count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(users_are_found_ignoring_case),
		STORE_TEST(names_are_unique_ignoring_case),
		STORE_TEST(names_have_a_format),
		STORE_TEST(users_are_listed_and_their_passwords_changed),
		STORE_TEST(removing_a_user_removes_everything),
		STORE_TEST(a_token_identifies_its_person),
		STORE_TEST(its_use_is_recorded_unless_the_database_is_locked),
		STORE_TEST(its_use_is_recorded_to_the_minute),
		STORE_TEST(a_revoked_token_opens_nothing),
		STORE_TEST(tokens_are_listed_by_person),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

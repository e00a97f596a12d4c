/* SPDX-License-Identifier: MIT */
#include "shared/crypto/password.h"

#include "shared/crypto/secret.h"
#include "tests/unit/unit.h"

static int open_secrets(void **state)
{
	struct cx cx = { .now_ms = UNIT_NOW };

	return secret_open(&cx) == OK ? 0 : -1;
}

static void a_password_is_known_again(void **state)
{
	struct unit *u = *state;
	char hash[PASSWORD_HASH_TEXT], again[PASSWORD_HASH_TEXT];

	MUST(password_hash(&u->cx, "correct horse", hash));
	MUST(password_hash(&u->cx, "correct horse", again));
	assert_true(password_verify(hash, "correct horse"));
	assert_false(password_verify(hash, "correct horsE"));
	assert_false(password_verify(hash, "correct hors"));
	assert_false(password_verify(hash, ""));
	assert_string_not_equal(hash, again); /* salted */
	assert_int_equal(strncmp(hash, "$argon2id$", 10), 0);
	assert_null(strstr(hash, "horse"));
}

static void what_is_no_hash_lets_nobody_in(void **state)
{
	static const char *const hashes[] = { "", "*", "$argon2id$", "horse" };

	for (size_t i = 0; i < NELEM(hashes); i++) {
		assert_false(password_verify(hashes[i], ""));
		assert_false(password_verify(hashes[i], "horse"));
	}
}

static void a_password_has_limits(void **state)
{
	struct unit *u = *state;
	char hash[PASSWORD_HASH_TEXT], text[PASSWORD_MAX + 2];

	memset(text, 'x', sizeof(text));
	text[PASSWORD_MAX + 1] = '\0';
	is_err("long", &u->cx, password_hash(&u->cx, text, hash), ERR_INPUT);
	text[PASSWORD_MAX] = '\0';
	MUST(password_hash(&u->cx, text, hash));
	assert_true(password_verify(hash, text));
	text[PASSWORD_MAX - 1] = 'y'; /* no byte is left out */
	assert_false(password_verify(hash, text));

	text[PASSWORD_MIN] = '\0';
	MUST(password_hash(&u->cx, text, hash));
	text[PASSWORD_MIN - 1] = '\0';
	is_err("short", &u->cx, password_hash(&u->cx, text, hash), ERR_INPUT);
	is_err("empty", &u->cx, password_hash(&u->cx, "", hash), ERR_INPUT);
	assert_non_null(strstr(u->cx.note, "8"));
	assert_non_null(strstr(u->cx.note, "1000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_password_is_known_again),
		cmocka_unit_test(what_is_no_hash_lets_nobody_in),
		UNIT_TEST(a_password_has_limits),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}

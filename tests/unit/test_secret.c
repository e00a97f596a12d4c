/* SPDX-License-Identifier: MIT */
#include "shared/crypto/secret.h"

#include "tests/unit/unit.h"

static int open_secrets(void **state)
{
	struct cx cx = { .now_ms = UNIT_NOW };

	return secret_open(&cx) == OK ? 0 : -1;
}

static void a_slug_has_26_characters_out_of_32(void **state)
{
	int seen[256] = { 0 }, kinds = 0;

	for (int i = 0; i < 1000; i++) {
		char slug[SLUG_TEXT];

		memset(slug, '?', sizeof(slug));
		secret_new_slug(slug);
		assert_int_equal(strlen(slug), 26);
		assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz"
					      "0123456789"),
			26);
		for (const char *at = slug; *at; at++)
			seen[(unsigned char)*at]++;
	}
	/*
	 * Each of 32 is expected 812 times; 500 is eleven standard deviations
	 * away.
	 */
	for (int i = 0; i < 256; i++) {
		if (!seen[i])
			continue;
		kinds++;
		assert_in_range(seen[i], 500, 1200);
	}
	assert_int_equal(kinds, 32);
	/* Ambiguous characters are not among them. */
	assert_int_equal(seen['l'] + seen['0'] + seen['1'] + seen['o'], 0);
}

static void slugs_and_tokens_are_unique(void **state)
{
	static char slugs[200][SLUG_TEXT], tokens[200][TOKEN_TEXT];

	for (size_t i = 0; i < NELEM(slugs); i++) {
		secret_new_slug(slugs[i]);
		secret_new_token(tokens[i]);
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(slugs[i], slugs[j]);
			assert_string_not_equal(tokens[i], tokens[j]);
		}
	}
}

static void a_token_is_a_random_uuid(void **state)
{
	for (int i = 0; i < 100; i++) {
		char token[TOKEN_TEXT];

		secret_new_token(token);
		assert_int_equal(strlen(token), 36);
		assert_true(secret_is_token(token));
		assert_int_equal(token[14], '4');           /* version */
		assert_non_null(strchr("89ab", token[19])); /* variant */
		assert_int_equal(strspn(token, "0123456789abcdef-"), 36);
	}
}

static void other_formats_are_not_a_token(void **state)
{
	static const char *const rows[] = {
		"",
		"e96fca00-18b1-467c-80f0-8534e09ed79",
		"e96fca00-18b1-467c-80f0-8534e09ed7900",
		"e96fca0018b1467c80f08534e09ed790",
		"e96fca00-18b1-467c-80f0+8534e09ed790",
		"e96fca0-018b1-467c-80f0-8534e09ed790",
		"g96fca00-18b1-467c-80f0-8534e09ed790",
		"e96fca00-18b1-467c-80f0-8534e09ed79 ",
		" 96fca00-18b1-467c-80f0-8534e09ed790",
		"------------------------------------",
	};

	assert_true(secret_is_token("e96fca00-18b1-467c-80f0-8534e09ed790"));
	assert_true(secret_is_token("E96FCA00-18B1-467C-80F0-8534E09ED790"));
	for (size_t i = 0; i < NELEM(rows); i++)
		if (secret_is_token(rows[i]))
			fail_msg("\"%s\" was taken for a token", rows[i]);
}

static void the_hash_of_a_token_ignores_case(void **state)
{
	unsigned char lower[TOKEN_HASH], upper[TOKEN_HASH];

	secret_hash_token("e96fca00-18b1-467c-80f0-8534e09ed790", lower);
	secret_hash_token("E96FCA00-18B1-467C-80F0-8534E09ED790", upper);
	assert_memory_equal(lower, upper, TOKEN_HASH);
}

static void the_hash_depends_on_every_digit(void **state)
{
	static const char token[] = "e96fca00-18b1-467c-80f0-8534e09ed790";
	unsigned char first[TOKEN_HASH], other[TOKEN_HASH];

	secret_hash_token(token, first);
	for (size_t i = 0; i < sizeof(token) - 1; i++) {
		char changed[TOKEN_TEXT];

		memcpy(changed, token, sizeof(token));
		if (changed[i] == '-')
			continue;
		changed[i] = changed[i] == '7' ? '8' : '7';
		secret_hash_token(changed, other);
		assert_memory_not_equal(first, other, TOKEN_HASH);
	}
}

static void a_hash_does_not_contain_its_token(void **state)
{
	unsigned char hash[TOKEN_HASH];
	static const char token[] = "00000000-0000-4000-8000-000000000000";

	secret_hash_token(token, hash);
	assert_memory_not_equal(hash, token, TOKEN_HASH);
}

static void a_password_is_verified(void **state)
{
	struct unit *u = *state;
	char hash[PASSWORD_HASH_TEXT], again[PASSWORD_HASH_TEXT];

	MUST(secret_hash_password(&u->cx, "correct horse", hash));
	MUST(secret_hash_password(&u->cx, "correct horse", again));
	assert_true(secret_is_password(hash, "correct horse"));
	assert_false(secret_is_password(hash, "correct horsE"));
	assert_false(secret_is_password(hash, "correct hors"));
	assert_false(secret_is_password(hash, ""));
	assert_string_not_equal(hash, again); /* salted */
	assert_int_equal(strncmp(hash, "$argon2id$", 10), 0);
	assert_null(strstr(hash, "horse"));
}

static void an_invalid_hash_matches_no_password(void **state)
{
	static const char *const hashes[] = { "", "*", "$argon2id$", "horse" };

	for (size_t i = 0; i < NELEM(hashes); i++) {
		assert_false(secret_is_password(hashes[i], ""));
		assert_false(secret_is_password(hashes[i], "horse"));
	}
}

static void a_password_has_limits(void **state)
{
	struct unit *u = *state;
	char hash[PASSWORD_HASH_TEXT], text[PASSWORD_MAX + 2];

	memset(text, 'x', sizeof(text));
	text[PASSWORD_MAX + 1] = '\0';
	is_err("long", &u->cx, secret_hash_password(&u->cx, text, hash), ERR_INPUT);
	text[PASSWORD_MAX] = '\0';
	MUST(secret_hash_password(&u->cx, text, hash));
	assert_true(secret_is_password(hash, text));
	text[PASSWORD_MAX - 1] = 'y'; /* no byte is ignored */
	assert_false(secret_is_password(hash, text));

	text[PASSWORD_MIN] = '\0';
	MUST(secret_hash_password(&u->cx, text, hash));
	text[PASSWORD_MIN - 1] = '\0';
	is_err("short", &u->cx, secret_hash_password(&u->cx, text, hash), ERR_INPUT);
	is_err("empty", &u->cx, secret_hash_password(&u->cx, "", hash), ERR_INPUT);
	assert_non_null(strstr(u->cx.note, "8"));
	assert_non_null(strstr(u->cx.note, "1000"));
}

static void a_wiped_secret_is_gone(void **state)
{
	char secret[] = "a secret", nothing[sizeof(secret)] = { 0 };

	secret_wipe(secret, sizeof(secret));
	assert_memory_equal(secret, nothing, sizeof(secret));
}

static void a_secret_is_masked(void **state)
{
	static const struct row {
		const char *secret, *before, *after;
	} rows[] = {
		{ "abcdefghij", "x abcdefghij y", "x ********** y" },
		{ "abcdefghij", "cut: abcdefgh", "cut: ********" },
		{ "abcdefghij", "too little: abcdefg", "too little: abcdefg" },
		{ "abcdefghij", "abcdefghijabcdefghij", "********************" },
		{ "abc", "abc ab abc", "*** ab ***" },
		{ "", "all stays", "all stays" },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		char text[100];

		snprintf(text, sizeof(text), "%s", rows[i].before);
		secret_redact(text, rows[i].secret);
		assert_string_equal(text, rows[i].after);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slug_has_26_characters_out_of_32),
		cmocka_unit_test(slugs_and_tokens_are_unique),
		cmocka_unit_test(a_token_is_a_random_uuid),
		cmocka_unit_test(other_formats_are_not_a_token),
		cmocka_unit_test(the_hash_of_a_token_ignores_case),
		cmocka_unit_test(the_hash_depends_on_every_digit),
		cmocka_unit_test(a_hash_does_not_contain_its_token),
		UNIT_TEST(a_password_is_verified),
		cmocka_unit_test(an_invalid_hash_matches_no_password),
		UNIT_TEST(a_password_has_limits),
		cmocka_unit_test(a_wiped_secret_is_gone),
		cmocka_unit_test(a_secret_is_masked),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}

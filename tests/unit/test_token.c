/* SPDX-License-Identifier: MIT */
#include "shared/crypto/token.h"

#include "shared/crypto/secret.h"
#include "tests/unit/unit.h"

static int open_secrets(void **state)
{
	struct cx cx = { .now_ms = UNIT_NOW };

	return secret_open(&cx) == OK ? 0 : -1;
}

static void a_slug_is_26_signs_of_32(void **state)
{
	int seen[256] = { 0 }, kinds = 0;

	for (int i = 0; i < 1000; i++) {
		char slug[SLUG_TEXT];

		memset(slug, '?', sizeof(slug));
		token_new_slug(slug);
		assert_int_equal(strlen(slug), 26);
		assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz"
					      "0123456789"),
			26);
		for (const char *at = slug; *at; at++)
			seen[(unsigned char)*at]++;
	}
	/* Each of 32 is due 812 times; 500 is eleven deviations away. */
	for (int i = 0; i < 256; i++) {
		if (!seen[i])
			continue;
		kinds++;
		assert_in_range(seen[i], 500, 1200);
	}
	assert_int_equal(kinds, 32);
	/* What could be read for another sign is not among them. */
	assert_int_equal(seen['l'] + seen['0'] + seen['1'] + seen['o'], 0);
}

static void no_slug_or_token_comes_twice(void **state)
{
	static char slugs[200][SLUG_TEXT], tokens[200][TOKEN_TEXT];

	for (size_t i = 0; i < NELEM(slugs); i++) {
		token_new_slug(slugs[i]);
		token_new(tokens[i]);
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

		token_new(token);
		assert_int_equal(strlen(token), 36);
		assert_true(token_has_shape(token));
		assert_int_equal(token[14], '4');           /* version */
		assert_non_null(strchr("89ab", token[19])); /* variant */
		assert_int_equal(strspn(token, "0123456789abcdef-"), 36);
	}
}

static void other_shapes_are_no_token(void **state)
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

	assert_true(token_has_shape("e96fca00-18b1-467c-80f0-8534e09ed790"));
	assert_true(token_has_shape("E96FCA00-18B1-467C-80F0-8534E09ED790"));
	for (size_t i = 0; i < NELEM(rows); i++)
		if (token_has_shape(rows[i]))
			fail_msg("\"%s\" was taken for a token", rows[i]);
}

static void the_hash_of_a_token_ignores_case(void **state)
{
	unsigned char lower[TOKEN_HASH], upper[TOKEN_HASH];

	token_hash("e96fca00-18b1-467c-80f0-8534e09ed790", lower);
	token_hash("E96FCA00-18B1-467C-80F0-8534E09ED790", upper);
	assert_memory_equal(lower, upper, TOKEN_HASH);
}

static void the_hash_depends_on_every_digit(void **state)
{
	static const char token[] = "e96fca00-18b1-467c-80f0-8534e09ed790";
	unsigned char first[TOKEN_HASH], other[TOKEN_HASH];

	token_hash(token, first);
	for (size_t i = 0; i < sizeof(token) - 1; i++) {
		char changed[TOKEN_TEXT];

		memcpy(changed, token, sizeof(token));
		if (changed[i] == '-')
			continue;
		changed[i] = changed[i] == '7' ? '8' : '7';
		token_hash(changed, other);
		assert_memory_not_equal(first, other, TOKEN_HASH);
	}
}

static void a_hash_does_not_contain_its_token(void **state)
{
	unsigned char hash[TOKEN_HASH];
	static const char token[] = "00000000-0000-4000-8000-000000000000";

	token_hash(token, hash);
	assert_memory_not_equal(hash, token, TOKEN_HASH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slug_is_26_signs_of_32),
		cmocka_unit_test(no_slug_or_token_comes_twice),
		cmocka_unit_test(a_token_is_a_random_uuid),
		cmocka_unit_test(other_shapes_are_no_token),
		cmocka_unit_test(the_hash_of_a_token_ignores_case),
		cmocka_unit_test(the_hash_depends_on_every_digit),
		cmocka_unit_test(a_hash_does_not_contain_its_token),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "shared/crypto/secret.h"

#include "tests/unit/unit.h"

static int open_secrets(void **state)
{
	struct cx cx = { .now_ms = UNIT_NOW };

	return secret_open(&cx) == OK ? 0 : -1;
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
		cmocka_unit_test(a_wiped_secret_is_gone),
		cmocka_unit_test(a_secret_is_masked),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}

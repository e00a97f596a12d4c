/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

static void every_kind_has_a_row(void **state)
{
	for (int k = OK; k < ERR__COUNT; k++) {
		const char *name = err_name((enum err)k);

		assert_non_null(name);
		assert_true(strlen(name) > 0);
		is_i64(name, "strspn", (int64_t)strspn(name, "abcdefghijklmnopqrstuvwxyz-"),
			(int64_t)strlen(name));
		assert_in_range(err_http_status((enum err)k), 200, 599);
		assert_in_range(err_exit_code((enum err)k), 0, 78);
	}
}

static void names_are_unique(void **state)
{
	for (int a = OK; a < ERR__COUNT; a++)
		for (int b = OK; b < a; b++)
			assert_string_not_equal(err_name((enum err)a), err_name((enum err)b));
}

static void a_kind_has_its_statuses(void **state)
{
	static const struct row {
		enum err kind;
		const char *name;
		int status, exit_code;
		bool passing;
	} rows[] = {
		/* clang-format off */
		{ OK,            "ok",        200,  0, false },
		{ ERR_INPUT,     "input",     400, 65, false },
		{ ERR_USAGE,     "usage",     400, 64, false },
		{ ERR_AUTH,      "auth",      401, 77, false },
		{ ERR_NOT_FOUND, "not-found", 404, 67, false },
		{ ERR_METHOD,    "method",    405, 64, false },
		{ ERR_TOO_LARGE, "too-large", 413, 65, false },
		{ ERR_FORBIDDEN, "forbidden", 403, 77, false },
		{ ERR_TOO_MANY,  "too-many",  429, 75, false },
		{ ERR_CONFLICT,  "conflict",  409, 73, false },
		{ ERR_SLOW,      "slow",      503, 75, false },
		{ ERR_BUSY,      "busy",      503, 75, true },
		{ ERR_UPSTREAM,  "upstream",  502, 75, true },
		{ ERR_STORE,     "store",     503, 74, true },
		{ ERR_CONF,      "conf",      500, 78, false },
		{ ERR_INTERNAL,  "internal",  500, 70, false },
		/* clang-format on */
	};

	is_i64("table", "rows", NELEM(rows), ERR__COUNT);
	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		is_text(r->name, "name", err_name(r->kind), r->name);
		is_i64(r->name, "status", err_http_status(r->kind), r->status);
		is_i64(r->name, "exit code", err_exit_code(r->kind), r->exit_code);
		is_i64(r->name, "passing", err_is_passing(r->kind), r->passing);
	}
}

static void only_ok_is_a_success(void **state)
{
	for (int k = OK + 1; k < ERR__COUNT; k++) {
		assert_true(err_http_status((enum err)k) >= 400);
		assert_true(err_exit_code((enum err)k) != 0);
	}
}

static void a_note_is_kept_and_the_kind_returned(void **state)
{
	struct unit *u = *state;

	assert_int_equal(err_note(&u->cx, ERR_BUSY, "%s after %d s", "locked", 5), ERR_BUSY);
	assert_string_equal(u->cx.note, "locked after 5 s");
}

static void a_field_error_has_path_and_expectation(void **state)
{
	struct unit *u = *state;

	assert_int_equal(err_field(&u->cx, "Item.Id", "a number to %d", 7), ERR_INPUT);
	assert_string_equal(u->cx.field, "Item.Id");
	assert_string_equal(u->cx.expected, "a number to 7");
	assert_string_equal(u->cx.note, "Item.Id: expected a number to 7");
}

static void a_long_note_is_truncated(void **state)
{
	struct unit *u = *state;
	char longest[2000];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(err_note(&u->cx, ERR_CONF, "%s", longest), ERR_CONF);
	assert_int_equal(strlen(u->cx.note), sizeof(u->cx.note) - 1);
	assert_int_equal(err_field(&u->cx, longest, "%s", longest), ERR_INPUT);
	assert_int_equal(strlen(u->cx.field), sizeof(u->cx.field) - 1);
	assert_int_equal(strlen(u->cx.expected), sizeof(u->cx.expected) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_a_row),
		cmocka_unit_test(names_are_unique),
		cmocka_unit_test(a_kind_has_its_statuses),
		cmocka_unit_test(only_ok_is_a_success),
		UNIT_TEST(a_note_is_kept_and_the_kind_returned),
		UNIT_TEST(a_field_error_has_path_and_expectation),
		UNIT_TEST(a_long_note_is_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

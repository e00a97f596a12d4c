/* SPDX-License-Identifier: MIT */
#include "shared/json/reader.h"

#include "shared/progress/report.h"
#include "tests/unit/unit.h"

static const struct range any = { 0, 1000 };

static struct json open_text(struct unit *u, const char *text)
{
	struct json root;

	assert_int_equal(json_open(&u->cx, text, strlen(text), &root), OK);
	return root;
}

static void values_that_are_there_are_read(void **state)
{
	struct unit *u = *state;
	struct reader in = { .cx = &u->cx };
	struct json root =
		open_text(u, "{\"o\":{\"s\":\"text\"},\"id\":7,\"n\":5,\"b\":true,\"x\":1.5}");

	assert_string_equal(
		reader_need_str(&in, reader_need_object(&in, root, "o"), "s", 9), "text");
	assert_string_equal(reader_str(&in, reader_object(&in, root, "o"), "s", 3), "tex");
	assert_string_equal(reader_idtext(&in, root, "id"), "7");
	assert_int_equal(reader_i64(&in, root, "n", any), 5);
	assert_int_equal(reader_int(&in, root, "n", any), 5);
	assert_int_equal(reader_scaled(&in, root, "x", 10), 15);
	assert_true(reader_bool(&in, root, "b"));
	assert_int_equal(in.err, OK);
}

static void absent_values_are_unsaid(void **state)
{
	struct unit *u = *state;
	struct reader in = { .cx = &u->cx };
	struct json root = open_text(u, "{\"o\":null}");

	assert_null(reader_object(&in, root, "o").value);
	assert_null(reader_str(&in, root, "s", 9));
	assert_null(reader_idtext(&in, root, "id"));
	assert_int_equal(reader_i64(&in, root, "n", any), UNSAID);
	assert_int_equal(reader_int(&in, root, "n", any), UNSAID);
	assert_int_equal(reader_scaled(&in, root, "x", 10), UNSAID);
	assert_false(reader_bool(&in, root, "b"));
	assert_int_equal(in.err, OK);
}

static void the_first_error_stays_and_later_calls_do_nothing(void **state)
{
	struct unit *u = *state;
	struct reader in = { .cx = &u->cx };
	struct json root = open_text(u, "{\"n\":\"x\",\"b\":1,\"s\":\"text\",\"o\":{}}");

	assert_int_equal(reader_int(&in, root, "n", any), UNSAID);
	assert_int_equal(in.err, ERR_INPUT);
	assert_false(reader_bool(&in, root, "b"));
	assert_null(reader_str(&in, root, "s", 9));
	assert_null(reader_need_str(&in, root, "s", 9));
	assert_null(reader_need_object(&in, root, "o").value);
	reader_refuse(&in, root, "s", "something else");
	assert_string_equal(u->cx.field, "n");
	assert_string_equal(u->cx.note, "n: expected a whole number from 0 to 1000");
}

static void what_must_be_there_is_missed_with_its_path(void **state)
{
	struct unit *u = *state;
	struct reader in = { .cx = &u->cx };
	struct json root = open_text(u, "{\"o\":{}}");

	reader_need_str(&in, reader_object(&in, root, "o"), "s", 9);
	assert_int_equal(in.err, ERR_INPUT);
	assert_string_equal(u->cx.field, "o.s");
}

static void a_refusal_of_the_caller_is_an_error_too(void **state)
{
	struct unit *u = *state;
	struct reader in = { .cx = &u->cx };

	reader_refuse(&in, open_text(u, "{}"), "lot", "a \"%\" sign");
	assert_int_equal(in.err, ERR_INPUT);
	assert_string_equal(u->cx.note, "lot: expected a \"%\" sign");
	in.err = OK;
	reader_refuse(&in, reader_object(&in, open_text(u, "{\"o\":{}}"), "o"), "s", "a word");
	assert_string_equal(u->cx.field, "o.s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(values_that_are_there_are_read),
		UNIT_TEST(absent_values_are_unsaid),
		UNIT_TEST(the_first_error_stays_and_later_calls_do_nothing),
		UNIT_TEST(what_must_be_there_is_missed_with_its_path),
		UNIT_TEST(a_refusal_of_the_caller_is_an_error_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

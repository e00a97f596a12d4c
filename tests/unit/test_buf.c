/* SPDX-License-Identifier: MIT */
#include "shared/base/buf.h"

#include "tests/unit/unit.h"

static void it_is_empty_text_at_first(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 100);
	assert_string_equal(b.text, "");
	assert_int_equal(b.length, 0);
	assert_false(b.cut);
}

static void text_is_appended_in_order(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 100);
	buf_puts(&b, "one ");
	buf_add(&b, "two and more", 4);
	buf_addf(&b, "%d%s", 3, "!");
	assert_string_equal(b.text, "one two 3!");
	assert_int_equal(b.length, 10);
	assert_false(b.cut);
}

static void a_number_is_as_printf_writes_it(void **state)
{
	struct unit *u = *state;
	static const int64_t numbers[] = { 0, 7, -7, 10, 99, 100, -100, 1234567890, INT64_MAX,
		INT64_MIN, INT64_MIN + 1 };

	for (size_t i = 0; i < NELEM(numbers); i++) {
		struct buf b;

		buf_init(&b, &u->arena, 100);
		buf_add_i64(&b, numbers[i]);
		assert_string_equal(b.text, arena_printf(&u->arena, "%" PRId64, numbers[i]));
	}
}

static void it_grows_past_its_initial_size(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 100000);
	for (int i = 0; i < 10000; i++)
		buf_addf(&b, "%04d,", i);
	assert_int_equal(b.length, 50000);
	assert_false(b.cut);
	assert_memory_equal(b.text, "0000,0001,", 10);
	assert_string_equal(b.text + 50000 - 5, "9999,");
}

static void exactly_the_maximum_fits(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 10);
	buf_puts(&b, "12345");
	buf_addf(&b, "%s", "67890");
	assert_string_equal(b.text, "1234567890");
	assert_false(b.cut);
	buf_puts(&b, "");
	assert_false(b.cut);
	buf_puts(&b, "x");
	assert_true(b.cut);
	assert_string_equal(b.text, "1234567890");
}

static void text_that_does_not_fit_is_dropped_completely(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 10);
	buf_puts(&b, "12345");
	buf_addf(&b, "%s", "678901");
	assert_true(b.cut);
	assert_string_equal(b.text, "12345");
}

/* Otherwise text would continue after a gap. */
static void after_an_overflow_nothing_is_added(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 10);
	buf_puts(&b, "a long piece of text");
	buf_puts(&b, "x");
	buf_addf(&b, "%d", 1);
	assert_string_equal(b.text, "");
	assert_int_equal(b.length, 0);
	assert_true(b.cut);
}

static void a_maximum_of_0_accepts_nothing(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 0);
	buf_puts(&b, "x");
	assert_string_equal(b.text, "");
	assert_true(b.cut);
}

static void bytes_may_be_nul(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 300);
	for (int i = 0; i < 100; i++)
		buf_add(&b, "\0a", 2);
	assert_int_equal(b.length, 200);
	assert_memory_equal(b.text + 198, "\0a", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(it_is_empty_text_at_first),
		UNIT_TEST(text_is_appended_in_order),
		UNIT_TEST(a_number_is_as_printf_writes_it),
		UNIT_TEST(it_grows_past_its_initial_size),
		UNIT_TEST(exactly_the_maximum_fits),
		UNIT_TEST(text_that_does_not_fit_is_dropped_completely),
		UNIT_TEST(after_an_overflow_nothing_is_added),
		UNIT_TEST(a_maximum_of_0_accepts_nothing),
		UNIT_TEST(bytes_may_be_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

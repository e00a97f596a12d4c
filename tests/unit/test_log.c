/* SPDX-License-Identifier: MIT */
#include "shared/base/log.h"

#include "tests/unit/unit.h"

/* The standard error of a child process that calls f(). */
static const char *said_by(void (*f)(void))
{
	static char said[8192];
	size_t length = 0;
	ssize_t got;
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		f();
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], said + length, sizeof(said) - 1 - length)) > 0)
		length += (size_t)got;
	said[length] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	return said;
}

static void each_level_once(void)
{
	log_error("e=%d", 1);
	log_warning("w=%d", 2);
	log_info("i=%d", 3);
	log_debug("d=%d", 4);
	log_flush();
}

static void at_info(void)
{
	log_open(LOG_LEVEL_INFO);
	each_level_once();
}

static void at_debug(void)
{
	log_open(LOG_LEVEL_DEBUG);
	each_level_once();
}

static void at_error(void)
{
	log_open(LOG_LEVEL_ERROR);
	each_level_once();
}

static void a_line_begins_with_its_level(void **state)
{
	assert_string_equal(said_by(at_debug), "<3>e=1\n<4>w=2\n<6>i=3\n<7>d=4\n");
}

static void lines_above_the_level_are_dropped(void **state)
{
	assert_string_equal(said_by(at_info), "<3>e=1\n<4>w=2\n<6>i=3\n");
	assert_string_equal(said_by(at_error), "<3>e=1\n");
}

static void no_flush(void)
{
	log_open(LOG_LEVEL_INFO);
	log_info("kept back");
}

static void warn_without_flush(void)
{
	log_open(LOG_LEVEL_INFO);
	log_info("first");
	log_warning("second");
}

static void lines_are_buffered_unless_they_warn(void **state)
{
	assert_string_equal(said_by(no_flush), "");
	assert_string_equal(said_by(warn_without_flush), "<6>first\n<4>second\n");
}

static void untrusted_text_is_quoted(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *given, *quoted;
	} rows[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a \"b\" \\c", "\"a \\x22b\\x22 \\x5cc\"" },
		{ "two\nlines\r\t", "\"two\\x0alines\\x0d\\x09\"" },
		{ "\x1b[31m\x7f", "\"\\x1b[31m\\x7f\"" },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_text(r->given, "quoted", log_quote(&u->arena, r->given), r->quoted);
}

static void a_quote_is_truncated_at_120_bytes(void **state)
{
	struct unit *u = *state;
	char text[1000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(strlen(log_quote(&u->arena, text)), 122);
	memset(text, '\n', sizeof(text) - 1);
	assert_int_equal(strlen(log_quote(&u->arena, text)), 4 * 120 + 2);
}

static void a_line_of_fields_quotes_untrusted_text(void **state)
{
	struct unit *u = *state;
	struct buf line;

	log_begin(&line, &u->arena, "hook");
	log_field_i64(&line, "delivery", 81);
	log_field(&line, "outcome", "tracked");
	log_field_quoted(&line, "event", "a b\n<6>c");
	assert_string_equal(line.text, "hook delivery=81 outcome=tracked event=\"a b\\x0a<6>c\"");
}

static void a_line_of_fields(void)
{
	log_line("hook delivery=81");
	log_flush();
}

static void fields_at_info(void)
{
	log_open(LOG_LEVEL_INFO);
	a_line_of_fields();
}

static void fields_at_warning(void)
{
	log_open(LOG_LEVEL_WARNING);
	a_line_of_fields();
}

static void a_line_of_fields_has_the_level_info(void **state)
{
	assert_string_equal(said_by(fields_at_info), "<6>hook delivery=81\n");
	assert_string_equal(said_by(fields_at_warning), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_begins_with_its_level),
		cmocka_unit_test(lines_above_the_level_are_dropped),
		cmocka_unit_test(lines_are_buffered_unless_they_warn),
		UNIT_TEST(untrusted_text_is_quoted),
		UNIT_TEST(a_quote_is_truncated_at_120_bytes),
		UNIT_TEST(a_line_of_fields_quotes_untrusted_text),
		cmocka_unit_test(a_line_of_fields_has_the_level_info),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

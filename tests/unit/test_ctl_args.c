/* SPDX-License-Identifier: MIT */
/*
 * These tests do not link ctl/, which would bring in ryotctl's commands. text.c
 * comes first because it selects features of the C library.
 */
#include "ctl/terminal/text.c"

#include "ctl/terminal/args.c"

#include "tests/unit/unit.h"

struct values {
	const char *name, *percent;
	bool yes;
	int64_t id, count;
};

#define AT(member) offsetof(struct values, member)
static const struct arg rows[] = {
	/* clang-format off */
	{ "NAME", NULL, ARG_TEXT, ARG_NEEDED, 4, AT(name), "" },
	{ "ID", NULL, ARG_ID, ARG_OPTIONAL, 0, AT(id), "" },
	{ "--count", "N", ARG_COUNT, ARG_OPTIONAL, 20, AT(count), "" },
	{ "--percent", "P", ARG_SETTING, ARG_OPTIONAL, 0, AT(percent), "" },
	{ "--yes", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(yes), "" },
	/* clang-format on */
};
static const struct arg_table table = { rows, NELEM(rows), sizeof(struct values) };

enum { WORDS_MAX = 8 };

/* Splits the line at blanks and parses it; "_" stands for an empty argument. */
static enum err read_words(struct cx *cx, const char *line, const struct values **out)
{
	char *argv[WORDS_MAX + 1] = { NULL };
	char *at = arena_strdup(cx->arena, line);
	void *got = NULL;
	enum err err;
	int argc = 0;

	while (*at) {
		size_t length = strcspn(at, " ");
		bool is_empty = length == 1 && *at == '_';

		ASSERT(argc < WORDS_MAX);
		argv[argc++] = arena_strndup(cx->arena, at, is_empty ? 0 : length);
		at += length;
		at += strspn(at, " ");
	}
	err = args_read(cx, &table, argc, argv, &got);
	*out = got;
	return err;
}

static void arguments_are_stored_as_their_rows_say(void **state)
{
	static const struct row {
		const char *line, *name;
		int64_t id, count;
		const char *percent;
		bool yes;
	} cases[] = {
		/* clang-format off */
		{ "a", "a", 0, 0, NULL, false },
		{ "a 7", "a", 7, 0, NULL, false },
		{ "--yes a", "a", 0, 0, NULL, true },
		{ "a --count 20 --percent=2.5", "a", 0, 20, "2.5", false },
		{ "--count=1 a --yes 9", "a", 9, 1, NULL, true },
		{ "-- --b", "--b", 0, 0, NULL, false },
		{ "-", "-", 0, 0, NULL, false },
		{ "a --percent _", "a", 0, 0, "", false },
		/* clang-format on */
	};
	struct unit *u = *state;

	for (const struct row *r = cases; r < cases + NELEM(cases); r++) {
		const struct values *v = NULL;

		is_err(r->line, &u->cx, read_words(&u->cx, r->line, &v), OK);
		is_text(r->line, "name", v->name, r->name);
		is_i64(r->line, "id", v->id, r->id);
		is_i64(r->line, "count", v->count, r->count);
		is_text(r->line, "percent", v->percent ? v->percent : "",
			r->percent ? r->percent : "");
		is_i64(r->line, "yes", v->yes, r->yes);
	}
}

static void bad_arguments_are_usage_errors(void **state)
{
	static const struct row {
		const char *line, *note;
	} cases[] = {
		/* clang-format off */
		{ "", "NAME is missing" },
		{ "--yes", "NAME is missing" },
		{ "_", "NAME must be 1 to 4 bytes of UTF-8 without control "
			"characters" },
		{ "abcde", "NAME must be 1 to 4 bytes of UTF-8 without control "
			"characters" },
		{ "a 1 2", "unexpected argument \"2\"" },
		{ "a 0", "ID is a whole number from 1, not \"0\"" },
		{ "a 9223372036854775808", "ID is a whole number from 1, not "
			"\"9223372036854775808\"" },
		{ "a --count 21",
			"--count is a whole number from 1 to 20, not \"21\"" },
		{ "a --count", "--count needs a value: --count N" },
		{ "a --count --yes", "--count needs a value: --count N" },
		{ "a --yes=no", "--yes takes no value" },
		{ "a --yes --yes", "--yes was given twice" },
		{ "a --ye", "there is no option \"--ye\"" },
		{ "a --yess", "there is no option \"--yess\"" },
		{ "a -y", "there is no option \"-y\"" },
		{ "a --NAME", "there is no option \"--NAME\"" },
		/* clang-format on */
	};
	struct unit *u = *state;

	for (const struct row *r = cases; r < cases + NELEM(cases); r++) {
		const struct values *v = NULL;

		is_err(r->line, &u->cx, read_words(&u->cx, r->line, &v), ERR_USAGE);
		is_text(r->line, "note", u->cx.note, r->note);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(arguments_are_stored_as_their_rows_say),
		UNIT_TEST(bad_arguments_are_usage_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

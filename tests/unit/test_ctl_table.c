/* SPDX-License-Identifier: MIT */
/*
 * These tests do not link ctl/, which would bring in ryotctl's commands. text.c
 * comes first because it selects features of the C library.
 */
#include "ctl/terminal/text.c"

#include "ctl/terminal/table.c"

#include <locale.h>

#include "tests/unit/unit.h"

enum { OUT_MAX = 4096 };

static void control_characters_are_escaped(void **state)
{
	static const struct row {
		const char *text, *shown;
	} rows[] = {
		/* clang-format off */
		{ "", "" },
		{ "The Matrix", "The Matrix" },
		{ "Größe 日本 \xf0\x9f\x8e\xac", "Größe 日本 \xf0\x9f\x8e\xac" },
		{ "\xc2\xa0|\xe2\x80\xa7|\xe2\x80\xaf", /* just outside the range */
			"\xc2\xa0|\xe2\x80\xa7|\xe2\x80\xaf" },
		{ "a\033[31mb", "a\\x1b[31mb" },
		{ "a\nb\tc\x7f", "a\\x0ab\\x09c\\x7f" },
		{ "\xc2\x9b" "31m", "\\xc2\\x9b31m" },           /* C1 CSI */
		{ "a\xe2\x80\xa8" "b", "a\\xe2\\x80\\xa8b" },    /* U+2028 */
		{ "a\xe2\x80\xae" "b", "a\\xe2\\x80\\xaeb" },    /* U+202E */
		{ "a\xe2\x81\xa6" "b", "a\\xe2\\x81\\xa6b" },    /* U+2066 */
		{ "a\xff" "b", "a\\xffb" },
		{ "a\xe2\x80", "a\\xe2\\x80" },                  /* truncated */
		{ "a\xc0\xaf", "a\\xc0\\xaf" },                  /* overlong */
		/* clang-format on */
	};
	struct unit *u = *state;

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		is_text(r->shown, "shown", shown_text(&u->arena, r->text), r->shown);
		is_i64(r->shown, "is_plain", shown_is_plain(r->text),
			strcmp(r->text, r->shown) == 0);
	}
}

static void some_bytes_may_be_kept(void **state)
{
	static const char text[] = "a\n\tb\0c\r";
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, OUT_MAX);
	shown_add(&b, text, sizeof(text) - 1, "\n\t");
	is_text(HERE, "text", b.text, "a\n\tb\\x00c\\x0d");
}

static void times_are_shown_to_the_minute(void **state)
{
	char text[TEXT_TIME];

	text_time(UNIT_NOW, text);
	is_text(HERE, "time", text, "2026-10-18 19:00");
	text_time(UNSAID, text);
	is_text(HERE, "time", text, "-");
}

static const char *print(struct unit *u, const struct table *t, size_t width)
{
	struct buf b;

	buf_init(&b, &u->arena, OUT_MAX);
	table_print(t, &b, width);
	assert_false(b.cut);
	return b.text;
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "TITLE", TABLE_SHORTEN },
		{ "%", TABLE_RIGHT },
		{ "LAST", 0 },
	};
	struct unit *u = *state;
	struct table t;

	table_init(&t, &u->arena, columns, NELEM(columns));
	table_addf(&t, "%d", 100);
	table_add(&t, "Die unendliche Größe der Geschichte");
	table_add_percent(&t, 344856);
	table_add_time(&t, UNIT_NOW);
	table_addf(&t, "%d", 7);
	table_add(&t, "千と千尋");
	table_add_percent(&t, SHARE_WHOLE);
	table_add(&t, NULL);
	is_text(HERE, "table", print(u, &t, 0),
		" ID  TITLE                                     %  LAST\n"
		"100  Die unendliche Größe der Geschichte   34.48  2026-10-18 19:00\n"
		"  7  千と千尋                             100.00  -\n");
	is_text(HERE, "table", print(u, &t, 50),
		" ID  TITLE                     %  LAST\n"
		"100  Die unendliche Grö…   34.48  2026-10-18 19:00\n"
		"  7  千と千尋             100.00  -\n");
	/* Below that width, lines wrap instead of losing text. */
	is_text(HERE, "table", print(u, &t, 1),
		" ID  TITLE              %  LAST\n"
		"100  Die unendli…   34.48  2026-10-18 19:00\n"
		"  7  千と千尋      100.00  -\n");
}

static void width_is_counted_in_columns_of_the_terminal(void **state)
{
	static const struct row {
		const char *text;
		int64_t width, bytes; /* bytes: of the part that fits into 5 columns */
	} rows[] = {
		/* clang-format off */
		{ "", 0, 0 },
		{ "The Matrix", 10, 5 },
		{ "Größe", 5, 7 },
		{ "千と千尋", 8, 6 },
		{ "a千と千尋", 9, 7 },
		{ "ｶﾀｶﾅ", 4, 12 },              /* half width */
		{ "\xf0\x9f\x8e\xac film", 7, 7 },     /* a clapper board */
		{ "Cafe\xcc\x81s", 5, 7 },            /* a combining accent */
		{ "abcde\xcc\x81" "f", 6, 7 },        /* ... stays with its letter */
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		is_i64(r->text, "width", (int64_t)text_width(r->text), r->width);
		is_i64(r->text, "bytes", (int64_t)text_bytes(r->text, 5), r->bytes);
	}
}

static void wide_titles_keep_the_columns_straight(void **state)
{
	static const struct column columns[] = {
		{ "TITLE", TABLE_SHORTEN },
		{ "LAST", 0 },
	};
	struct unit *u = *state;
	struct table t;

	table_init(&t, &u->arena, columns, NELEM(columns));
	table_add(&t, "ハウルの動く城と千と千尋の神隠し");
	table_add(&t, "today");
	table_add(&t, "\xf0\x9f\x8e\xac The Matrix");
	table_add(&t, "never");
	is_text(HERE, "table", print(u, &t, 0),
		"TITLE                             LAST\n"
		"ハウルの動く城と千と千尋の神隠し  today\n"
		"\xf0\x9f\x8e\xac The Matrix                     never\n");
	/* A wide character that fits only by half is replaced by a blank. */
	is_text(HERE, "table", print(u, &t, 23),
		"TITLE             LAST\n"
		"ハウルの動く城…   today\n"
		"\xf0\x9f\x8e\xac The Matrix     never\n");
}

static void pairs_need_no_titles(void **state)
{
	static const struct column pairs[] = { { NULL, 0 }, { NULL, 0 } };
	struct unit *u = *state;
	struct table t;

	table_init(&t, &u->arena, pairs, NELEM(pairs));
	is_text(HERE, "empty", print(u, &t, 80), "");
	table_add(&t, "name");
	table_add(&t, "Living room");
	table_add(&t, "on");
	table_add_percent(&t, UNSAID);
	is_text(HERE, "table", print(u, &t, 80), "name  Living room\non    -\n");
}

static int use_utf8(void **state)
{
	return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(control_characters_are_escaped),
		UNIT_TEST(some_bytes_may_be_kept),
		UNIT_TEST(times_are_shown_to_the_minute),
		UNIT_TEST(columns_are_as_wide_as_their_widest_cell),
		UNIT_TEST(width_is_counted_in_columns_of_the_terminal),
		UNIT_TEST(wide_titles_keep_the_columns_straight),
		UNIT_TEST(pairs_need_no_titles),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}

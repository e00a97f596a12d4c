/* SPDX-License-Identifier: MIT */
/* Names that are the same to people, however they are written. */
#include "shared/base/fold.h"
#include "tests/unit/unit.h"

static void names_are_compared_by_what_they_mean(void **state)
{
	static const struct row {
		const char *a, *b;
		bool is_same;
	} rows[] = {
		/* clang-format off */
		{ "al",            "al",             true },
		{ "al",            "AL",             true },
		{ "",              "",               true },
		{ "al",            "",               false },
		{ "al",            "all",            false },
		{ "al",            "el",             false },
		/* Two encodings of one accent, with and without the case. */
		{ "J\u00f6rg",     "Jo\u0308rg",     true },
		{ "J\u00d6RG",     "jo\u0308rg",     true },
		{ "J\u00f6rg",     "Jorg",           false },
		/* Marks in another order; the angstrom sign. */
		{ "q\u0307\u0323", "q\u0323\u0307",  true },
		{ "\u212b",        "\u00e5",         true },
		/* Folding that changes the length, and the two small sigmas. */
		{ "Gro\u00df",     "GROSS",          true },
		{ "\u039f\u03a3",  "\u03bf\u03c2",   true },
		{ "\u0415\u0412\u0410", "\u0435\u0432\u0430", true },
		/* Compatible, but another character. */
		{ "\uff41l",       "al",             false },
		{ "\u0131",        "i",              false },
		/* clang-format on */
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		bool is_same;

		MUST(fold_compare(&u->cx, rows[i].a, rows[i].b, &is_same));
		assert_int_equal(is_same, rows[i].is_same);
		MUST(fold_compare(&u->cx, rows[i].b, rows[i].a, &is_same));
		assert_int_equal(is_same, rows[i].is_same);
	}
}

/* The words with a blank after each. */
static const char *words_of(struct unit *u, const char *text)
{
	struct fold_words words;
	const char *all = "";

	MUST(fold_words(&u->cx, text, &words));
	for (size_t i = 0; i < words.count; i++)
		all = arena_join(&u->arena, all, words.list[i], " ");
	return all;
}

static void a_text_is_split_into_its_words(void **state)
{
	static const struct row {
		const char *text, *words;
	} rows[] = {
		/* clang-format off */
		{ "",                        "" },
		{ " %_\\?! ",                "" },
		{ "The Matrix",              "the matrix " },
		{ "100% Wolf",               "100 wolf " },
		{ "O_o cherry_pie",          "o cherry pie " },
		{ "Spider-Man: No Way Home", "spider man no way home " },
		{ "New York, New York",      "new york " },
		{ "Schindler's",             "schindlers " },
		{ "Schindler\u2019s",        "schindlers " },
		{ "S.W.A.T.",                "swat " },
		{ "Am\u00e9lie AME\u0301LIE", "amelie " },
		{ "Gro\u00df GROSS",         "gross " },
		{ "\u0415\u0412\u0410",      "\u0435\u0432\u0430 " },
		{ "\u5343\u5c0b",            "\u5343 \u5c0b " },
		{ "\uff34\uff36",            "tv " },
		/* clang-format on */
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++)
		assert_string_equal(words_of(u, rows[i].text), rows[i].words);
}

static void a_title_is_sorted_without_its_article(void **state)
{
	static const struct row {
		const char *title, *sorted;
	} rows[] = {
		{ "", "" },
		{ "...", "" },
		{ "The Salt Road", "salt road" },
		{ "Das \u00c4rgernis", "argernis" },
		{ "A", "a" },
		{ "The The", "the" },
		{ "2001: A Space Odyssey", "2001 a space odyssey" },
		{ "\u0415\u0412\u0410", "\u0435\u0432\u0430" },
	};
	struct unit *u = *state;
	struct fold_words words;

	for (size_t i = 0; i < NELEM(rows); i++) {
		MUST(fold_words(&u->cx, rows[i].title, &words));
		assert_string_equal(fold_sort(&u->cx, &words), rows[i].sorted);
	}
}

static void what_is_sorted_by_is_bounded(void **state)
{
	struct unit *u = *state;
	char title[400], *to = title;
	struct fold_words words;

	for (int i = 0; i < 40; i++)
		to += snprintf(to, 9, "\u044e\u044e%d ", i);
	MUST(fold_words(&u->cx, title, &words));
	assert_in_range(strlen(fold_sort(&u->cx, &words)), FOLD_SORT_MAX - 3, FOLD_SORT_MAX);
}

static void what_is_not_utf8_is_no_error(void **state)
{
	static const char *const texts[] = { "\xff", "wolf \xc3", "\xed\xa0\x80 wolf", "\xf8\x88" };
	struct unit *u = *state;
	struct fold_words words;

	for (size_t i = 0; i < NELEM(texts); i++)
		MUST(fold_words(&u->cx, texts[i], &words));
}

static void words_are_bounded(void **state)
{
	enum { LENGTH = 3000 };
	struct unit *u = *state;
	char text[LENGTH + 1];
	struct fold_words words;

	memset(text, 'x', LENGTH);
	text[LENGTH] = '\0';
	MUST(fold_words(&u->cx, text, &words));
	assert_int_equal(words.count, 1);
	assert_int_equal(strlen(words.list[0]), FOLD_WORD_MAX);
	for (size_t i = 0; i + 4 <= LENGTH; i += 4)
		snprintf(text + i, 5, "%03zu ", i / 4);
	MUST(fold_words(&u->cx, text, &words));
	assert_int_equal(words.count, FOLD_WORDS);
	assert_string_equal(words.list[FOLD_WORDS - 1], "063");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(names_are_compared_by_what_they_mean),
		UNIT_TEST(a_text_is_split_into_its_words),
		UNIT_TEST(a_title_is_sorted_without_its_article),
		UNIT_TEST(what_is_sorted_by_is_bounded),
		UNIT_TEST(what_is_not_utf8_is_no_error),
		UNIT_TEST(words_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "shared/progress/kind.h"

#include "tests/unit/unit.h"

static void names_are_read_back(void **state)
{
	for (int i = KIND_MOVIE; i < KIND__COUNT; i++) {
		enum kind back = KIND_NONE;

		assert_true(kind_parse(kind_name((enum kind)i), &back));
		assert_int_equal(back, i);
		assert_int_equal(kind_find(kind_name((enum kind)i)), i);
	}
}

/* They are stored in databases. */
static void names_are_these(void **state)
{
	assert_string_equal(kind_name(KIND_MOVIE), "movie");
	assert_string_equal(kind_name(KIND_SHOW), "show");
	assert_string_equal(kind_name(KIND_AUDIOBOOK), "audiobook");
	assert_string_equal(kind_name(KIND_PODCAST), "podcast");
	assert_string_equal(kind_name(KIND_BOOK), "book");
}

static void nothing_is_of_the_kind_none(void **state)
{
	enum kind k = KIND_BOOK;

	assert_false(kind_parse("none", &k));
	assert_false(kind_parse("", &k));
	assert_false(kind_parse("Movie", &k));
	assert_int_equal(k, KIND_BOOK);
	assert_int_equal(kind_find("none"), KIND_NONE);
	assert_int_equal(kind_find("music"), KIND_NONE);
}

static void every_kind_has_words_for_people(void **state)
{
	assert_string_equal(kind_one(KIND_MOVIE), "Film");
	assert_string_equal(kind_many(KIND_SHOW), "Shows");
	assert_string_equal(kind_many(KIND_PODCAST), "Podcasts");
	assert_string_equal(kind_done(KIND_SHOW), "watched");
	assert_string_equal(kind_done(KIND_PODCAST), "listened to");
	assert_string_equal(kind_done(KIND_BOOK), "read");
	for (int i = 0; i < KIND__COUNT; i++) {
		const char *one = kind_one((enum kind)i);

		assert_true(*one >= 'A' && *one <= 'Z');
		assert_string_not_equal(one, kind_many((enum kind)i));
		assert_string_equal(kind_article((enum kind)i), strchr("AEIOU", *one) ? "An" : "A");
	}
}

static void shows_and_podcasts_have_parts(void **state)
{
	for (int i = 0; i < KIND__COUNT; i++)
		is_i64(kind_name((enum kind)i), "has parts", kind_has_parts((enum kind)i),
			i == KIND_SHOW || i == KIND_PODCAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(names_are_read_back),
		UNIT_TEST(names_are_these),
		UNIT_TEST(nothing_is_of_the_kind_none),
		UNIT_TEST(every_kind_has_words_for_people),
		UNIT_TEST(shows_and_podcasts_have_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "shared/progress/catalog.h"

#include "tests/unit/unit.h"

/* Films and shows have no ISBN: their senders may not claim one. */
static void only_some_catalogs_number_films_and_shows(void **state)
{
	for (int i = 0; i < CATALOG__COUNT; i++)
		is_i64(catalog_name((enum catalog)i), "screen", catalog_is_screen((enum catalog)i),
			i <= CATALOG_IMDB);
}

static void names_are_read_back(void **state)
{
	for (int i = 0; i < CATALOG__COUNT; i++) {
		enum catalog back = CATALOG__COUNT;

		assert_true(catalog_parse(catalog_name((enum catalog)i), &back));
		assert_int_equal(back, i);
	}
}

/* They are stored in databases. */
static void names_are_these(void **state)
{
	assert_string_equal(catalog_name(CATALOG_TMDB), "tmdb");
	assert_string_equal(catalog_name(CATALOG_TVDB), "tvdb");
	assert_string_equal(catalog_name(CATALOG_IMDB), "imdb");
}

static void a_provider_key_is_found_in_any_case(void **state)
{
	static const char *const others[] = { "", "TmdbCollection", "Tvd", "TvdbSlug", "TvRage",
		"AniDB", "tmdb " };
	enum catalog s = CATALOG_IMDB;

	assert_true(catalog_parse("Tmdb", &s));
	assert_int_equal(s, CATALOG_TMDB);
	assert_true(catalog_parse("TVDB", &s));
	assert_int_equal(s, CATALOG_TVDB);
	assert_true(catalog_parse("iMdB", &s));
	assert_int_equal(s, CATALOG_IMDB);
	for (size_t i = 0; i < NELEM(others); i++)
		if (catalog_parse(others[i], &s))
			fail_msg("\"%s\" was taken for a catalog", others[i]);
	assert_int_equal(s, CATALOG_IMDB);
}

/* Whatever a person corrects, a catalog of that kind of work can be chosen. */
static void every_kind_is_numbered_by_a_catalog(void **state)
{
	for (int k = KIND_MOVIE; k < KIND__COUNT; k++) {
		int count = 0;

		for (int c = 0; c < CATALOG__COUNT; c++)
			count += catalog_numbers((enum catalog)c, (enum kind)k);
		is_i64(kind_name((enum kind)k), "numbered", count > 0, 1);
		assert_false(catalog_numbers(CATALOG_LOCAL, (enum kind)k));
	}
	assert_true(catalog_numbers(CATALOG_ITUNES, KIND_PODCAST));
	assert_false(catalog_numbers(CATALOG_ISBN, KIND_PODCAST));
	assert_false(catalog_numbers(CATALOG_TMDB, KIND_BOOK));
}

/* The example at the end of a shape is an id of that catalog. */
static void the_example_of_a_shape_is_an_id(void **state)
{
	static const char such_as[] = "such as ";

	for (int c = 0; c < CATALOG__COUNT; c++) {
		const char *shape = catalog_shape((enum catalog)c);
		const char *example = strstr(shape, such_as);
		char id[ID_TEXT];

		assert_string_not_equal(shape, "");
		if (!example)
			continue;
		example += sizeof(such_as) - 1;
		assert_true(catalog_normalise((enum catalog)c, example, id));
		assert_string_equal(id, example);
	}
}

static void a_link_follows_the_kind_of_work(void **state)
{
	assert_string_equal(
		catalog_link(CATALOG_TMDB, KIND_MOVIE), "https://www.themoviedb.org/movie/");
	assert_string_equal(
		catalog_link(CATALOG_TMDB, KIND_SHOW), "https://www.themoviedb.org/tv/");
	assert_null(catalog_link(CATALOG_TMDB, KIND_BOOK));
	assert_string_equal(catalog_link(CATALOG_IMDB, KIND_SHOW), "https://www.imdb.com/title/");
	assert_string_equal(catalog_link(CATALOG_ISBN, KIND_BOOK), "https://openlibrary.org/isbn/");
	assert_null(catalog_link(CATALOG_LOCAL, KIND_BOOK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(only_some_catalogs_number_films_and_shows),
		UNIT_TEST(names_are_read_back),
		UNIT_TEST(names_are_these),
		UNIT_TEST(a_provider_key_is_found_in_any_case),
		UNIT_TEST(every_kind_is_numbered_by_a_catalog),
		UNIT_TEST(the_example_of_a_shape_is_an_id),
		UNIT_TEST(a_link_follows_the_kind_of_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

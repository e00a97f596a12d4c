/* SPDX-License-Identifier: MIT */
/* Ids as people paste them. */
#include "shared/progress/pasted.h"

#include "tests/unit/unit.h"

static void an_id_is_read_as_it_was_pasted(void **state)
{
	static const struct row {
		enum catalog field;
		const char *text, *want; /* "catalog value", or NULL: no id */
	} rows[] = {
		{ CATALOG_TMDB, "603", "tmdb 603" },
		{ CATALOG_TMDB, " 603\t", "tmdb 603" },
		{ CATALOG_TMDB, "603-the-matrix", "tmdb 603" },
		{ CATALOG_TMDB, "603 The Matrix", "tmdb 603" },
		{ CATALOG_TMDB, "movie/603", "tmdb 603" },
		{ CATALOG_TMDB, "tv/1396-breaking-bad", "tmdb 1396" },
		{ CATALOG_TMDB, "tmdbid-603", "tmdb 603" },
		{ CATALOG_TMDB, "[tmdbid=603]", "tmdb 603" },
		{ CATALOG_TMDB, "https://www.themoviedb.org/movie/603-the-matrix?language=de",
			"tmdb 603" },
		{ CATALOG_TMDB, "themoviedb.org/tv/1396", "tmdb 1396" },
		{ CATALOG_TMDB, "tt0133093", "imdb tt0133093" },
		{ CATALOG_TMDB, "https://www.imdb.com/title/tt0133093/", "imdb tt0133093" },
		{ CATALOG_IMDB, "https://www.imdb.com/title/tt0133093/?ref_=fn", "imdb tt0133093" },
		{ CATALOG_IMDB, "https://m.imdb.com/title/tt0133093", "imdb tt0133093" },
		{ CATALOG_IMDB, "TT0133093 ", "imdb tt0133093" },
		{ CATALOG_IMDB, "title/tt0133093/", "imdb tt0133093" },
		{ CATALOG_IMDB, "tt0133093-the-matrix", "imdb tt0133093" },
		{ CATALOG_IMDB, "imdb:tt0133093", "imdb tt0133093" },
		{ CATALOG_TVDB, "https://thetvdb.com/dereferrer/series/81189", "tvdb 81189" },
		{ CATALOG_TVDB, "https://www.thetvdb.com/?id=81189&tab=series", "tvdb 81189" },
		{ CATALOG_TVDB, "series/81189", "tvdb 81189" },
		{ CATALOG_TVDB, "https://thetvdb.com/series/breaking-bad", NULL },
		{ CATALOG_TMDB, "None", NULL },
		{ CATALOG_TMDB, "null", NULL },
		{ CATALOG_TMDB, "0", NULL },
		{ CATALOG_TMDB, " ", NULL },
		{ CATALOG_TMDB, "", NULL },
		{ CATALOG_TMDB, "-", NULL },
		{ CATALOG_TMDB, "[]", NULL },
		{ CATALOG_TMDB, "tmdb", NULL },
		{ CATALOG_TMDB, "tmdbid-", NULL },
		{ CATALOG_TMDB, "603the-matrix", NULL },
		{ CATALOG_TMDB, "the-matrix-603", NULL },
		{ CATALOG_TMDB, "https://trakt.tv/movies/603", NULL },
		{ CATALOG_TMDB, "https://www.themoviedb.org/person/6384", NULL },
		{ CATALOG_IMDB, "0133093", NULL },
		{ CATALOG_IMDB, "None", NULL },
		{ CATALOG_IMDB, "nm0000206", NULL },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct id id;
		char got[ID_TEXT + 20] = "none";

		if (pasted_id(r->field, r->text, &id))
			snprintf(got, sizeof(got), "%s %s", catalog_name(id.source), id.value);
		is_text(r->text, "id", got, r->want ? r->want : "none");
	}
}

static void any_length_is_survived(void **state)
{
	static char text[5000];
	struct id id;

	memset(text, '7', sizeof(text) - 1);
	assert_false(pasted_id(CATALOG_TMDB, text, &id));
	memset(text, ' ', sizeof(text) - 1);
	assert_false(pasted_id(CATALOG_TMDB, text, &id));
	/* Its end would be lost, and with it a part of the id. */
	snprintf(text, sizeof(text), "https://%*s.themoviedb.org/movie/60399", 265, "www");
	assert_false(pasted_id(CATALOG_TMDB, text, &id));
	memset(text, '[', sizeof(text) - 1);
	assert_false(pasted_id(CATALOG_IMDB, text, &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_read_as_it_was_pasted),
		cmocka_unit_test(any_length_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

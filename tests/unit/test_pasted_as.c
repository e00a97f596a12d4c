/* SPDX-License-Identifier: MIT */
/* Ids as people enter them, by hand or as the address of a page. */
#include "shared/progress/pasted_as.h"
#include "tests/unit/unit.h"

#define FIFTY "11111111111111111111111111111111111111111111111111" /* 50 */

static const struct row {
	const char *text;
	enum kind kind;
	enum pasted what;
	const char *id; /* "tmdb 603"; or the catalog alone; NULL: neither */
} rows[] = {
	/* clang-format off */
	{ "603",                              KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "  603\t",                          KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "603-the-matrix",                   KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "tmdb:603",                         KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "TMDb 603",                         KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "tmdbid-603",                       KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "tvdb:81189",                       KIND_SHOW,  PASTED_ID, "tvdb 81189" },
	{ "tt0133093",                        KIND_MOVIE, PASTED_ID, "imdb tt0133093" },
	{ "imdb=tt0903747",                   KIND_SHOW,  PASTED_ID, "imdb tt0903747" },
	{ "tv/1396",                          KIND_SHOW,  PASTED_ID, "tmdb 1396" },
	{ "https://www.themoviedb.org/movie/603-the-matrix?language=de", KIND_MOVIE, PASTED_ID, "tmdb 603" },
	{ "themoviedb.org/tv/1396",           KIND_SHOW,  PASTED_ID, "tmdb 1396" },
	{ "http://WWW.IMDB.COM/title/tt0133093/", KIND_MOVIE, PASTED_ID, "imdb tt0133093" },
	{ "https://m.imdb.com/title/tt0903747/?ref_=x", KIND_SHOW, PASTED_ID, "imdb tt0903747" },
	{ "https://thetvdb.com/dereferrer/series/81189", KIND_SHOW, PASTED_ID, "tvdb 81189" },
	{ "https://www.audible.de/pd/Der-Marsianer-Hoerbuch/B00PZ7HE3C?qid=1", KIND_AUDIOBOOK, PASTED_ID, "audible B00PZ7HE3C" },
	{ "https://www.audible.co.uk/pd/B002V0QIIU", KIND_BOOK, PASTED_ID, "audible B002V0QIIU" },
	{ "B002V0QIIU",                       KIND_AUDIOBOOK, PASTED_ID, "audible B002V0QIIU" },
	{ "978-0-306-40615-7",                KIND_BOOK,  PASTED_ID, "isbn 9780306406157" },
	{ "0306406152",                       KIND_BOOK,  PASTED_ID, "isbn 9780306406157" },
	{ "isbn 9780306406157",               KIND_AUDIOBOOK, PASTED_ID, "isbn 9780306406157" },
	{ "https://podcasts.apple.com/us/podcast/the-daily/id1200361736?i=1", KIND_PODCAST, PASTED_ID, "itunes 1200361736" },
	{ "1200361736",                       KIND_PODCAST, PASTED_ID, "itunes 1200361736" },

	{ "",                                 KIND_MOVIE, PASTED_NOTHING, NULL },
	{ "  \n",                             KIND_MOVIE, PASTED_NOTHING, NULL },
	{ "0",                                KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "-603",                             KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "The Matrix",                       KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "1984 film",                        KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "nm0000206",                        KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "tmdb:x",                           KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "978-0-306-40615-8",                KIND_BOOK,  PASTED_NO_ID, NULL },
	{ FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY
	  FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY
	  FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY, KIND_MOVIE, PASTED_NO_ID, NULL },
	{ "https://example.org/movie/603",    KIND_MOVIE, PASTED_OTHER_SITE, NULL },
	{ "https://example.org/themoviedb.org/movie/603", KIND_MOVIE, PASTED_OTHER_SITE, NULL },
	{ "https://notimdb.com/title/tt0133093", KIND_MOVIE, PASTED_OTHER_SITE, NULL },
	{ "https://imdb.com.example.org/title/tt0133093", KIND_MOVIE, PASTED_OTHER_SITE, NULL },
	{ "https://audible.example.org/pd/B002V0QIIU", KIND_BOOK, PASTED_OTHER_SITE, NULL },
	{ "https://",                         KIND_MOVIE, PASTED_OTHER_SITE, NULL },
	{ "https://thetvdb.com/series/breaking-bad", KIND_SHOW, PASTED_NO_NUMBER, "tvdb" },
	{ "https://www.imdb.com/name/nm0000206/", KIND_MOVIE, PASTED_NO_NUMBER, NULL },
	{ "https://www.themoviedb.org/person/6384", KIND_MOVIE, PASTED_NO_NUMBER, NULL },
	{ "https://www.themoviedb.org/movie/603", KIND_SHOW, PASTED_OTHER_KIND, "tmdb" },
	{ "https://www.themoviedb.org/tv/1396", KIND_MOVIE, PASTED_OTHER_KIND, "tmdb" },
	{ "movie/603",                        KIND_SHOW,  PASTED_OTHER_KIND, NULL },
	{ "isbn:9780306406157",               KIND_MOVIE, PASTED_OTHER_CATALOG, "isbn" },
	{ "tmdb:603",                         KIND_BOOK,  PASTED_OTHER_CATALOG, "tmdb" },
	{ "https://www.imdb.com/title/tt0133093/", KIND_BOOK, PASTED_OTHER_CATALOG, "imdb" },
	{ "https://www.audible.com/pd/B002V0QIIU", KIND_MOVIE, PASTED_OTHER_CATALOG, "audible" },
	/* clang-format on */
};

static void every_text_is_read_or_refused(void **state)
{
	(void)state;
	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		enum kind kind = r->kind;
		struct id id;
		char text[200] = "";

		is_i64(r->text, "what", pasted_as(r->text, &kind, &id), r->what);
		if (!r->id)
			continue;
		snprintf(text, sizeof(text), "%s%s%s", catalog_name(id.source),
			r->what == PASTED_ID ? " " : "", r->what == PASTED_ID ? id.value : "");
		is_text(r->text, "id", text, r->id);
	}
}

static void the_other_kind_is_told(void **state)
{
	enum kind kind = KIND_SHOW;
	struct id id;

	(void)state;
	assert_int_equal(
		pasted_as("https://www.themoviedb.org/movie/603", &kind, &id), PASTED_OTHER_KIND);
	assert_int_equal(kind, KIND_MOVIE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_is_read_or_refused),
		cmocka_unit_test(the_other_kind_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

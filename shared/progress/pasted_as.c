/* SPDX-License-Identifier: MIT */
#include "shared/progress/pasted_as.h"

#include "shared/progress/pasted.h"

enum { ADDRESS_ROOM = 1000 };

static bool is_blank(char c)
{
	return c > '\0' && c <= ' ';
}

/* ---- addresses ---- */

/* Pages of works: the host, and how the path begins. */
static const struct page {
	const char *host, *path;
	enum catalog catalog;
	enum kind kind; /* KIND_NONE: the address does not say */
} pages[] = {
	/* clang-format off */
	{ "imdb.com",           "title/",              CATALOG_IMDB,    KIND_NONE },
	{ "podcasts.apple.com", "",                    CATALOG_ITUNES,  KIND_PODCAST },
	{ "themoviedb.org",     "movie/",              CATALOG_TMDB,    KIND_MOVIE },
	{ "themoviedb.org",     "tv/",                 CATALOG_TMDB,    KIND_SHOW },
	{ "thetvdb.com",        "dereferrer/movie/",   CATALOG_TVDB,    KIND_MOVIE },
	{ "thetvdb.com",        "dereferrer/series/",  CATALOG_TVDB,    KIND_SHOW },
	{ "thetvdb.com",        "movies/",             CATALOG_TVDB,    KIND_MOVIE },
	{ "thetvdb.com",        "series/",             CATALOG_TVDB,    KIND_SHOW },
	/* clang-format on */
};

/* "www.imdb.com", but not "notimdb.com". */
static bool is_host(const char *at, size_t length, const char *host)
{
	size_t of_host = strlen(host);

	if (length < of_host || strncasecmp(at + length - of_host, host, of_host) != 0)
		return false;
	return length == of_host || at[length - of_host - 1] == '.';
}

/* The shops of Audible in each country: "www.audible.de". */
static bool is_audible(const char *at, size_t length)
{
	static const char name[] = "audible.";

	if (length > 4 && strncasecmp(at, "www.", 4) == 0) {
		at += 4;
		length -= 4;
	}
	return length > sizeof(name) && length < sizeof(name) + 6 &&
	       strncasecmp(at, name, sizeof(name) - 1) == 0;
}

/* The last part of a path that is an id of that catalog, after that prefix. */
static bool take_part(const char *path, const char *prefix, enum catalog catalog, struct id *out)
{
	bool is_found = false;

	while (*path && *path != '?' && *path != '#') {
		size_t length = strcspn(path, "/?#");
		char part[ID_TEXT];

		if (length < sizeof(part) && strncmp(path, prefix, strlen(prefix)) == 0) {
			memcpy(part, path, length);
			part[length] = '\0';
			if (catalog_normalise(catalog, part + strlen(prefix), out->value))
				is_found = true;
		}
		path += length + strspn(path + length, "/");
	}
	out->source = catalog;
	return is_found;
}

static const struct page *find_page(const char *host, size_t length, const char *path, bool *known)
{
	for (size_t i = 0; i < NELEM(pages); i++) {
		if (!is_host(host, length, pages[i].host))
			continue;
		*known = true;
		if (strncasecmp(path, pages[i].path, strlen(pages[i].path)) == 0)
			return &pages[i];
	}
	return NULL;
}

static enum pasted read_page(
	const struct page *page, const char *path, enum kind *kind, struct id *out)
{
	const char *rest = path + strlen(page->path);

	out->source = page->catalog;
	if (page->kind != KIND_NONE && page->kind != *kind) {
		*kind = page->kind;
		return PASTED_OTHER_KIND;
	}
	if (!catalog_numbers(page->catalog, *kind))
		return PASTED_OTHER_CATALOG;
	if (!catalog_is_screen(page->catalog))
		return take_part(rest, "id", page->catalog, out) ? PASTED_ID : PASTED_NO_NUMBER;
	return pasted_id(page->catalog, rest, out) && out->source == page->catalog
		       ? PASTED_ID
		       : PASTED_NO_NUMBER;
}

static enum pasted read_address(const char *host, enum kind *kind, struct id *out)
{
	size_t length = strcspn(host, "/?#:");
	const char *path = host + length + strspn(host + length, "/");
	const struct page *page;
	bool is_known = false;

	if (is_audible(host, length)) {
		out->source = CATALOG_AUDIBLE;
		if (!catalog_numbers(CATALOG_AUDIBLE, *kind))
			return PASTED_OTHER_CATALOG;
		return take_part(path, "", CATALOG_AUDIBLE, out) ? PASTED_ID : PASTED_NO_NUMBER;
	}
	page = find_page(host, length, path, &is_known);
	if (page)
		return read_page(page, path, kind, out);
	return is_known ? PASTED_NO_NUMBER : PASTED_OTHER_SITE;
}

/* Where the host begins; NULL for what is no address. */
static const char *find_host(const char *text)
{
	const char *scheme = strstr(text, "://");
	size_t host = strcspn(text, "/");

	if (scheme)
		return scheme + 3;
	/* "themoviedb.org/tv/1396": a dot before the first slash. */
	return text[host] == '/' && memchr(text, '.', host) ? text : NULL;
}

/* ---- ids ---- */

/* "tvdb:81189" and "isbn 9783..." say themselves whose they are. */
static bool find_catalog(const char *text, enum catalog *out, const char **rest)
{
	for (int i = 0; i < CATALOG_LOCAL; i++) {
		const char *name = catalog_name((enum catalog)i);
		size_t length = strlen(name);

		if (strncasecmp(text, name, length) != 0)
			continue;
		if (strncasecmp(text + length, "id", 2) == 0)
			length += 2;
		if (!text[length] || !strchr(":=- ", text[length]))
			continue;
		*out = (enum catalog)i;
		*rest = text + length + 1 + strspn(text + length + 1, " ");
		return true;
	}
	return false;
}

static bool read_id(enum catalog catalog, const char *text, struct id *out)
{
	out->source = catalog;
	/* "1984 film" is a title. */
	if (catalog_is_screen(catalog))
		return !strchr(text, ' ') && pasted_id(catalog, text, out);
	return catalog_normalise(catalog, text, out->value);
}

/* "tv/1396", the end of an address. */
static enum kind kind_before(const char *text)
{
	static const struct {
		const char *word;
		enum kind kind;
	} words[] = { { "movie/", KIND_MOVIE }, { "movies/", KIND_MOVIE }, { "series/", KIND_SHOW },
		{ "tv/", KIND_SHOW } };

	for (size_t i = 0; i < NELEM(words); i++)
		if (strncasecmp(text, words[i].word, strlen(words[i].word)) == 0)
			return words[i].kind;
	return KIND_NONE;
}

static enum pasted read_plain(const char *text, enum kind *kind, struct id *out)
{
	enum kind said = kind_before(text);
	enum catalog catalog;
	const char *rest;

	if (said != KIND_NONE && said != *kind) {
		*kind = said;
		return PASTED_OTHER_KIND;
	}

	if (find_catalog(text, &catalog, &rest)) {
		out->source = catalog;
		if (!catalog_numbers(catalog, *kind))
			return PASTED_OTHER_CATALOG;
		return read_id(catalog, rest, out) ? PASTED_ID : PASTED_NO_ID;
	}
	/* Ten digits may be both; on paper they are an ISBN. */
	if (*kind == KIND_BOOK && read_id(CATALOG_ISBN, text, out))
		return PASTED_ID;
	for (int i = 0; i < CATALOG_LOCAL; i++)
		if (catalog_numbers((enum catalog)i, *kind) && read_id((enum catalog)i, text, out))
			return PASTED_ID;
	return PASTED_NO_ID;
}

enum pasted pasted_as(const char *text, enum kind *kind, struct id *out)
{
	char clean[ADDRESS_ROOM];
	const char *host;
	size_t length;

	*out = (struct id){ .source = CATALOG__COUNT };
	while (is_blank(*text))
		text++;
	length = strlen(text);
	while (length > 0 && is_blank(text[length - 1]))
		length--;
	if (length == 0)
		return PASTED_NOTHING;
	if (length >= sizeof(clean))
		return PASTED_NO_ID;
	memcpy(clean, text, length);
	clean[length] = '\0';
	host = find_host(clean);
	return host ? read_address(host, kind, out) : read_plain(clean, kind, out);
}

const char *pasted_hint(enum kind kind)
{
	static const char *const hints[KIND__COUNT] = {
		[KIND_MOVIE] =
			"Such as 603, tt0133093 or https://www.themoviedb.org/movie/603. A number "
			"alone is TMDb's; tvdb:169 is TheTVDB's.",
		[KIND_SHOW] =
			"Such as 1396, tt0903747 or https://www.themoviedb.org/tv/1396: the id "
			"of the show, not of an episode. A number alone is TMDb's; tvdb:81189 "
			"is TheTVDB's.",
		[KIND_PODCAST] = "Such as https://podcasts.apple.com/podcast/id1200361736.",
	};

	return hints[kind] ? hints[kind] : "An ISBN, or the address of its page at Audible.";
}

/* SPDX-License-Identifier: MIT */
/* pasted.c -- see pasted.h. */
#include "shared/progress/pasted.h"

enum { TEXT_ROOM = 300 };

/* The catalogs of films and shows by the hosts of their pages. */
static const struct site {
	const char *host;
	enum catalog source;
} sites[] = {
	{ "themoviedb.org/", CATALOG_TMDB },
	{ "thetvdb.com/", CATALOG_TVDB },
	{ "imdb.com/", CATALOG_IMDB },
};

/* What may stand before a number: parts of addresses, and of folders' names. */
static const char *const prefixes[] = { "dereferrer/", "movies/", "movie/", "series/", "title/",
	"tv/", "?id=" };

static bool is_blank(char c)
{
	return c > '\0' && c <= ' ';
}

/* Without blanks and brackets around it; false if it is too long to be read. */
static bool trim(const char *text, char out[static TEXT_ROOM])
{
	size_t length;

	while (is_blank(*text) || *text == '[' || *text == '{')
		text++;
	length = strlen(text);
	if (length >= TEXT_ROOM)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	while (length > 0 && (is_blank(out[length - 1]) || strchr("]}/", out[length - 1])))
		out[--length] = '\0';
	return true;
}

static bool skip_word(const char **at, const char *word)
{
	size_t length = strlen(word);

	if (strncasecmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

/* "tmdbid-603" and "imdb:tt0133093" say themselves whose they are. */
static void skip_catalog(const char **at, enum catalog *source)
{
	for (size_t i = 0; i < NELEM(sites); i++) {
		const char *rest = *at;

		if (!skip_word(&rest, catalog_name(sites[i].source)))
			continue;
		skip_word(&rest, "id");
		if (*rest != '-' && *rest != ':' && *rest != '=')
			return;
		*at = rest + 1;
		*source = sites[i].source;
		return;
	}
}

/* Whose page it is; true for an address of any other site. */
static bool skip_host(const char **at, enum catalog *source)
{
	for (size_t i = 0; i < NELEM(sites); i++) {
		const char *host = strstr(*at, sites[i].host);

		if (!host)
			continue;
		*at = host + strlen(sites[i].host);
		*source = sites[i].source;
		return false;
	}
	return strstr(*at, "://") != NULL;
}

static void skip_prefixes(const char **at)
{
	for (size_t i = 0; i < NELEM(prefixes); i++)
		if (skip_word(at, prefixes[i]))
			skip_word(at, "?id=");
}

/* The id at the start of the text, up to what cannot belong to it. */
static bool take(enum catalog source, const char *at, struct id *out)
{
	char text[ID_TEXT];
	size_t length = strcspn(at, "-/?&#_ \t.,;");

	if (length == 0 || length >= ID_TEXT)
		return false;
	memcpy(text, at, length);
	text[length] = '\0';
	if (strncasecmp(text, "tt", 2) == 0)
		source = CATALOG_IMDB;
	out->source = source;
	return catalog_normalise(source, text, out->value);
}

bool pasted_id(enum catalog field, const char *text, struct id *out)
{
	char trimmed[TEXT_ROOM];
	const char *at = trimmed;
	enum catalog source = field;

	*out = (struct id){ .source = field };
	if (catalog_normalise(field, text, out->value))
		return true;
	if (!catalog_is_screen(field))
		return false;
	if (!trim(text, trimmed) || skip_host(&at, &source))
		return false;
	skip_catalog(&at, &source);
	skip_prefixes(&at);
	return take(source, at, out);
}

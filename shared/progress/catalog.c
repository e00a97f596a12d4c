/* SPDX-License-Identifier: MIT */
/* catalog.c -- the table of catalogs, and the normal forms of their ids. */
#include "shared/progress/catalog.h"

/* Copies 1 to `most` digits, the whole string, without leading zeros. */
static bool digits_copy(const char *from, size_t most, char *to)
{
	size_t n;

	from += strspn(from, "0");
	n = strspn(from, "0123456789");
	if (n == 0 || n > most || from[n])
		return false;
	memcpy(to, from, n + 1);
	return true;
}

static bool number_copy(const char *from, char *to)
{
	return digits_copy(from, 10, to);
}

static bool long_number_copy(const char *from, char *to)
{
	return digits_copy(from, 20, to);
}

/* IMDb pads its numbers to seven digits; those zeros are part of the id. */
static bool imdb_copy(const char *from, char *to)
{
	size_t n;

	if (strncasecmp(from, "tt", 2) != 0)
		return false;
	n = strspn(from + 2, "0123456789");
	if (n < 7 || n > 10 || from[2 + n] || strspn(from + 2, "0") == n)
		return false;
	memcpy(to, "tt", 2);
	memcpy(to + 2, from + 2, n + 1);
	return true;
}

/* ASIN: ten letters or digits, whatever their case. */
static bool asin_copy(const char *from, char *to)
{
	for (size_t i = 0; i < 10; i++) {
		char c = from[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c < '0' || c > '9') && (c < 'A' || c > 'Z'))
			return false;
		to[i] = c;
	}
	to[10] = '\0';
	return from[10] == '\0';
}

/* Digits only, X last at most; the number of them, or 0 for anything else. */
static size_t isbn_digits(const char *from, int digits[13])
{
	size_t n = 0;

	for (; *from; from++) {
		if (*from == '-' || *from == ' ')
			continue;
		if (n == 13)
			return 0;
		if (*from >= '0' && *from <= '9')
			digits[n++] = *from - '0';
		else if ((*from == 'X' || *from == 'x') && n == 9)
			digits[n++] = 10;
		else
			return 0;
	}
	return n;
}

static int isbn13_check(const int *digits)
{
	int sum = 0;

	for (int i = 0; i < 12; i++)
		sum += digits[i] * (i % 2 ? 3 : 1);
	return (10 - sum % 10) % 10;
}

/* ISBN-10 becomes 978 and its first nine digits. */
static bool isbn_copy(const char *from, char *to)
{
	int digits[13];
	size_t n = isbn_digits(from, digits);

	if (n == 10) {
		int sum = 0;

		for (int i = 0; i < 10; i++)
			sum += digits[i] * (10 - i);
		if (sum % 11 != 0)
			return false;
		memmove(digits + 3, digits, 9 * sizeof(digits[0]));
		memcpy(digits, (const int[]){ 9, 7, 8 }, 3 * sizeof(int));
		digits[12] = isbn13_check(digits);
	} else if (n != 13 || digits[9] == 10 || digits[12] != isbn13_check(digits)) {
		return false;
	}
	for (int i = 0; i < 13; i++)
		to[i] = (char)('0' + digits[i]);
	to[13] = '\0';
	return true;
}

static bool local_copy(const char *from, char *to)
{
	size_t length = strlen(from);

	if (length == 0 || length >= ID_TEXT)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)from[i] <= ' ' || from[i] == 0x7f)
			return false;
	memcpy(to, from, length + 1);
	return true;
}

#define OF(kind) (1U << (kind))

static const struct row {
	const char *name, *title;
	unsigned kinds; /* that it numbers */
	bool (*normalise)(const char *from, char *to);
	const char *shape;
	const char *link[KIND__COUNT]; /* KIND_NONE: of every kind not named */
} rows[] = {
	[CATALOG_TMDB] = {
		.name = "tmdb",
		.title = "TMDb",
		.kinds = OF(KIND_MOVIE) | OF(KIND_SHOW),
		.normalise = number_copy,
		.shape = "a number, such as 603",
		.link[KIND_MOVIE] = "https://www.themoviedb.org/movie/",
		.link[KIND_SHOW] = "https://www.themoviedb.org/tv/",
	},
	[CATALOG_TVDB] = {
		.name = "tvdb",
		.title = "TheTVDB",
		.kinds = OF(KIND_MOVIE) | OF(KIND_SHOW),
		.normalise = number_copy,
		.shape = "a number, such as 603",
		.link[KIND_MOVIE] = "https://www.thetvdb.com/dereferrer/movie/",
		.link[KIND_SHOW] = "https://www.thetvdb.com/dereferrer/series/",
	},
	[CATALOG_IMDB] = {
		.name = "imdb",
		.title = "IMDb",
		.kinds = OF(KIND_MOVIE) | OF(KIND_SHOW),
		.normalise = imdb_copy,
		.shape = "\"tt\" and seven digits or more, such as tt0133093",
		.link[KIND_NONE] = "https://www.imdb.com/title/",
	},
	[CATALOG_AUDIBLE] = {
		.name = "audible",
		.title = "Audible",
		.kinds = OF(KIND_AUDIOBOOK) | OF(KIND_BOOK),
		.normalise = asin_copy,
		.shape = "ten letters and digits, such as B002V0QIIU",
		.link[KIND_NONE] = "https://www.audible.com/pd/",
	},
	[CATALOG_ISBN] = {
		.name = "isbn",
		.title = "ISBN",
		.kinds = OF(KIND_AUDIOBOOK) | OF(KIND_BOOK),
		.normalise = isbn_copy,
		.shape = "ten or thirteen digits, the last of which fits the others",
		.link[KIND_NONE] = "https://openlibrary.org/isbn/",
	},
	[CATALOG_ITUNES] = {
		.name = "itunes",
		.title = "iTunes",
		.kinds = OF(KIND_PODCAST),
		.normalise = long_number_copy,
		.shape = "a number, such as 603",
		.link[KIND_NONE] = "https://podcasts.apple.com/podcast/id",
	},
	[CATALOG_LOCAL] = {
		.name = "local",
		.title = "Media server",
		.normalise = local_copy,
		.shape = "a text without blanks",
	},
};
_Static_assert(NELEM(rows) == CATALOG__COUNT, "a catalog without a row");

const char *catalog_name(enum catalog c)
{
	return rows[c].name;
}

const char *catalog_title(enum catalog c)
{
	return rows[c].title;
}

bool catalog_numbers(enum catalog c, enum kind kind)
{
	return rows[c].kinds & OF(kind);
}

bool catalog_is_screen(enum catalog c)
{
	return rows[c].kinds & (OF(KIND_MOVIE) | OF(KIND_SHOW));
}

bool catalog_parse(const char *name, enum catalog *out)
{
	for (size_t i = 0; i < NELEM(rows); i++) {
		if (strcasecmp(rows[i].name, name) != 0)
			continue;
		*out = (enum catalog)i;
		return true;
	}
	return false;
}

bool catalog_normalise(enum catalog c, const char *id, char out[static ID_TEXT])
{
	return rows[c].normalise(id, out);
}

const char *catalog_shape(enum catalog c)
{
	return rows[c].shape;
}

const char *catalog_link(enum catalog c, enum kind kind)
{
	const char *const *link = rows[c].link;

	return link[kind] ? link[kind] : link[KIND_NONE];
}

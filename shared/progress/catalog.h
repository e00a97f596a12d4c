/* SPDX-License-Identifier: MIT */
/*
 * catalog.h -- the catalogs that number works: TMDb, ISBN, ...
 *
 * Everything that is known of a catalog is its row in catalog.c; a new one is
 * a constant here and a row there.
 */
#ifndef SHARED_PROGRESS_CATALOG_H
#define SHARED_PROGRESS_CATALOG_H

#include "shared/progress/kind.h"

/* In order of trust: where two ids disagree, the first one decides. */
enum catalog {
	CATALOG_TMDB,
	CATALOG_TVDB,
	CATALOG_IMDB,
	CATALOG_AUDIBLE, /* ASIN */
	CATALOG_ISBN,
	CATALOG_ITUNES,
	CATALOG_LOCAL, /* the media server's own ids, when no other catalog has it */
	CATALOG__COUNT
};

enum { ID_TEXT = 160 };

const char *catalog_name(enum catalog c);  /* "tmdb": in the database and the API */
const char *catalog_title(enum catalog c); /* "TMDb" */

/* Does it number works of that kind? False for CATALOG_LOCAL. */
bool catalog_numbers(enum catalog c, enum kind kind);

/* Does it number films and shows? Senders of those name no other catalog. */
bool catalog_is_screen(enum catalog c);

/* Ignores case, because senders differ: "Tmdb", "imdb". */
MUST_CHECK bool catalog_parse(const char *name, enum catalog *out);

/*
 * The normal form of an id: TMDb, TheTVDB and iTunes numbers without leading
 * zeros; IMDb as "tt" and 7 to 10 digits; an ASIN as ten capitals and digits;
 * an ISBN as its 13 digits, check digit verified; a local id unchanged. False
 * for anything else: empty, zero, the id of a person ("nm...").
 */
MUST_CHECK bool catalog_normalise(enum catalog c, const char *id, char out[static ID_TEXT]);

/* That form in words, to follow "It is": "a number, such as 603". */
const char *catalog_shape(enum catalog c);

/* The address of a work of that kind without the id at its end, or NULL. */
const char *catalog_link(enum catalog c, enum kind kind);

#endif

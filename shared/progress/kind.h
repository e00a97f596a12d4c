/* SPDX-License-Identifier: MIT */
/*
 * kind.h -- the kinds of works that are tracked.
 *
 * A new kind is a constant here, a row in kind.c and a migration, because the
 * schema lists the names as well.
 */
#ifndef SHARED_PROGRESS_KIND_H
#define SHARED_PROGRESS_KIND_H

#include "shared/base/base.h"

enum kind {
	KIND_NONE, /* not tracked: music, a trailer, live TV, ... */
	KIND_MOVIE,
	KIND_SHOW,
	KIND_AUDIOBOOK,
	KIND_PODCAST,
	KIND_BOOK,
	KIND__COUNT
};

const char *kind_name(enum kind k);    /* "movie": in the database and the API */
const char *kind_one(enum kind k);     /* "Film" */
const char *kind_many(enum kind k);    /* "Films" */
const char *kind_article(enum kind k); /* "A" or "An" */
const char *kind_done(enum kind k);    /* "watched", "listened to", "read" */
bool kind_has_parts(enum kind k);      /* its items are episodes */
bool kind_is_heard(enum kind k);       /* listened to, not watched or read */

/* False, and *out unchanged, for any other name; "none" is no kind either. */
MUST_CHECK bool kind_parse(const char *name, enum kind *out);
enum kind kind_find(const char *name); /* KIND_NONE for any other name */

#endif

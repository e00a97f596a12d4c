/* SPDX-License-Identifier: MIT */
/*
 * add.h -- a work that no sender has told of, entered by a person: watched, or
 * for the watchlist.
 *
 * As edit.h: in the caller's transaction, with an edit that undoes it. A work
 * that the id finds in the library is that work; without an id the work is a
 * new one, and a title that is there already is refused unless `is_another`.
 */
#ifndef SHARED_ACTIONS_ADD_H
#define SHARED_ACTIONS_ADD_H

#include "shared/actions/edit.h"
#include "shared/progress/kind.h"

struct add {
	int64_t user_id;
	enum kind kind;             /* no podcast */
	const char *title, *author; /* "": none */
	const char *id;             /* as a person enters it (pasted_as.h), or "" */
	int year;                   /* or UNSAID */
	int season, episode;        /* of a show that was watched, or UNSAID */
	bool is_wanted;             /* for the watchlist, not watched */
	bool is_another;            /* of the same title as one that is there */
	const struct moment *at;    /* when it was watched; NULL: now */
};
MUST_CHECK enum err add_work(
	struct cx *cx, struct store *s, const struct add *what, struct edited *out);

#endif

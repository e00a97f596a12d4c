/* SPDX-License-Identifier: MIT */
/*
 * filter.h -- what of a sender is not tracked, by a person's rules. Pure.
 *
 * A rule is a line: "only" or "not", what it is about, and a value.
 *
 *	not library Kids
 *	only kind movie
 *	only kind show
 *	not path /media/private
 *
 * What a "not" names is refused; where there is an "only", whatever none of
 * them names is refused, also what the sender says nothing of. Names are
 * compared like those of people (fold.h), a path up to the end of a folder.
 */
#ifndef SHARED_PROGRESS_FILTER_H
#define SHARED_PROGRESS_FILTER_H

#include "shared/base/err.h"

enum trait { TRAIT_ACCOUNT, TRAIT_CLIENT, TRAIT_KIND, TRAIT_LIBRARY, TRAIT_PATH, TRAIT__COUNT };

/* By each of these it is known: an account by name and id. NULL: not said. */
enum { TRAIT_NAMES = 2 };
struct traits {
	const char *names[TRAIT__COUNT][TRAIT_NAMES];
};

enum { FILTER_RULES_MAX = 50 };

const char *trait_name(enum trait which); /* "library" */

/*
 * What a person typed, in its normal form, NULL for no rule; lines may end with
 * a semicolon. offered[]: what the sender, called `who`, says in its reports.
 * ERR_INPUT with a sentence, also for rules that would let nothing through.
 */
MUST_CHECK enum err filter_read(struct cx *cx, const char *typed, const bool offered[TRAIT__COUNT],
	const char *who, const char **out);

/* Is there a rule about that? */
bool filter_asks(const char *filters, enum trait which);

/* *why is NULL if it passes, else the sentence with the rule and the value. */
MUST_CHECK enum err filter_check(
	struct cx *cx, const char *filters, const struct traits *traits, const char **why);

#endif

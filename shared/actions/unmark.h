/* SPDX-License-Identifier: MIT */
/*
 * unmark.h -- "not played, after all", where the policy takes that seriously.
 *
 * Such a report is a round of its own. The rules decide what it takes back, and
 * that is removed as by hand, so that its person can undo it.
 */
#ifndef SHARED_ACTIONS_UNMARK_H
#define SHARED_ACTIONS_UNMARK_H

#include "shared/actions/decide.h"

/* Is it one, of something that is named? */
bool unmark_takes_back(const struct incoming *in);

/* The same report, to be weighed; any other as it is. */
const struct incoming *unmark_meant(struct cx *cx, const struct incoming *in);

/* When it was written: removes what the rules have taken back. */
MUST_CHECK enum err unmark_take_back(struct cx *cx, struct store *s, const struct weighed *w);

#endif

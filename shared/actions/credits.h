/* SPDX-License-Identifier: MIT */
/*
 * credits.h -- the episode that is completed when the next one begins.
 *
 * Such a report is a round of its own: the episode before is found after those
 * before it were written, and completed after the report itself was.
 */
#ifndef SHARED_ACTIONS_CREDITS_H
#define SHARED_ACTIONS_CREDITS_H

#include "shared/actions/decide.h"

/* Does the policy of its integration want that for such a report? */
bool credits_are_wanted(const struct incoming *in);

/* When it was read: the episode that it would complete, if any. */
MUST_CHECK enum err credits_find(struct cx *cx, struct store *s, struct weighed *w);

/* When it was written: completes that if the report began its own. */
MUST_CHECK enum err credits_complete(struct cx *cx, struct store *s, const struct weighed *w);

#endif

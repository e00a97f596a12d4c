/* SPDX-License-Identifier: MIT */
/* word.h -- the words of titles, by which works are found: see search.h. */
#ifndef SHARED_STORE_WORD_H
#define SHARED_STORE_WORD_H

#include "shared/db/db.h"

/* The work has that title from now on. Within a transaction. */
MUST_CHECK enum err store_word_put(
	struct cx *cx, struct store *s, int64_t user_id, int64_t work_id, const char *title);

/*
 * Once after an upgrade: the words of the works from before, in transactions
 * of some works each. Costs one lookup when there are none.
 */
MUST_CHECK enum err store_word_fill(struct cx *cx, struct store *s);

#endif

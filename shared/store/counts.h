/* SPDX-License-Identifier: MIT */
/*
 * counts.h -- what the triggers of 033_counts.sql keep: how many deliveries,
 * works and plays there are.
 */
#ifndef SHARED_STORE_COUNTS_H
#define SHARED_STORE_COUNTS_H

#include "shared/db/db.h"

/*
 * Counts everything anew, in a transaction of its own. *mended is how many
 * integrations, works and people had a count that was wrong.
 */
MUST_CHECK enum err store_counts_mend(struct cx *cx, struct store *s, int64_t *mended);

#endif

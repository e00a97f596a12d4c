/* SPDX-License-Identifier: MIT */
/* work.h -- works, their ids and their parts. */
#ifndef SHARED_STORE_WORK_H
#define SHARED_STORE_WORK_H

#include "shared/db/db.h"
#include "shared/progress/report.h"

/*
 * The work that any of the report's ids names, the most trusted id first; a
 * new work when none does. Ids it did not have are added, and a title and
 * year when it had none. An id that belongs to another work, or a second id
 * of one source, is kept as a conflict; *conflicts counts those.
 */
MUST_CHECK enum err store_work_match(
	struct cx *cx, struct store *s, const struct report *r, int64_t *work_id, int *conflicts);

/*
 * A second id of one source: learned when it is a server's own and no work has
 * it, else kept as a conflict.
 */
MUST_CHECK enum err store_work_learn(
	struct cx *cx, struct store *s, int64_t work_id, enum kind kind, const struct id *id);

/* The part of the work that the report is about; made when new. */
MUST_CHECK enum err store_item_match(
	struct cx *cx, struct store *s, int64_t work_id, const struct report *r, int64_t *item_id);

/* How many works there are. */
MUST_CHECK enum err store_work_count(struct cx *cx, struct store *s, int64_t *count);

#endif

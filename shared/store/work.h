/* SPDX-License-Identifier: MIT */
/*
 * work.h -- works, their ids and their parts. Each work belongs to a person:
 * what the senders of one person tell is never used for another.
 */
#ifndef SHARED_STORE_WORK_H
#define SHARED_STORE_WORK_H

#include "shared/db/db.h"
#include "shared/progress/match.h"

/*
 * Reads what matching the report needs. *work is the one that its ids choose,
 * or NULL.
 */
MUST_CHECK enum err store_match_read(struct cx *cx, struct store *s, struct known *known,
	struct match *m, struct known_work **work);

/* The works, their ids and conflicts, and the items. */
MUST_CHECK enum err store_works_write(struct cx *cx, struct store *s, const struct known *known);

/*
 * Finds the person's work by the ids of the report, or adds one. The most
 * trusted known id decides, unless the work has another id of a catalog that is
 * more trusted. Adds ids that the work did not have, and title and year if it
 * had none. An id that belongs to another work, or a second id of one catalog,
 * is kept as a conflict; *conflicts counts those. A round of one.
 */
MUST_CHECK enum err store_work_match(struct cx *cx, struct store *s, int64_t user_id,
	const struct report *r, int64_t *work_id, int *conflicts);

/*
 * A second id of one catalog: added if it is a server's own and no work of the
 * person has it, else kept as a conflict.
 */
MUST_CHECK enum err store_work_learn(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, enum kind kind, const struct id *id);

/* The person's work that has this id, or 0. */
MUST_CHECK enum err store_work_find(struct cx *cx, struct store *s, int64_t user_id, enum kind kind,
	const struct id *id, int64_t *work_id);

/* The number of works of the person. */
MUST_CHECK enum err store_work_count(
	struct cx *cx, struct store *s, int64_t user_id, int64_t *count);

#endif

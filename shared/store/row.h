/* SPDX-License-Identifier: MIT */
/* row.h -- what several files of this folder ask the same way. */
#ifndef SHARED_STORE_ROW_H
#define SHARED_STORE_ROW_H

#include "shared/db/query.h"
#include "shared/progress/report.h"

/* Statements that several files run; work.c defines them. */
extern const struct statement work_id_find, work_id_add, work_id_list;

/* The statement, with :user and :item bound. */
struct query row_keyed(struct cx *cx, struct store *s, const struct statement *which,
	int64_t user_id, int64_t item_id);

/*
 * The id of the next new row of a table, of which `last` selects the greatest:
 * *last_id is 0 before the first, and then counts on.
 */
MUST_CHECK enum err row_next_id(
	struct cx *cx, struct store *s, const struct statement *last, int64_t *last_id);

/* The person's work that has this id, or 0. */
MUST_CHECK enum err row_find_work(struct cx *cx, struct store *s, int64_t user_id, enum kind kind,
	const struct id *id, int64_t *work_id);

/* Adds the ids of a work, the first one of each catalog. */
MUST_CHECK enum err row_read_ids(struct cx *cx, struct store *s, int64_t work_id, struct ids *ids);

#endif

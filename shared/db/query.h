/* SPDX-License-Identifier: MIT */
/*
 * query.h -- statements, and how a query is bound, stepped and read.
 *
 * A statement stands beside the function that reads its rows:
 *
 *	static STATEMENT(token_find, "SELECT id FROM token WHERE hash = :hash");
 *
 * A query is created with store_query, bound by name (bind_*), and then run to
 * its end by one of the functions below, or stepped (query_next, query_end; see
 * engine.h). Either way it ends reset. An unknown parameter name is a bug and
 * aborts. SQL text is never assembled at run time.
 *
 * The dialect is that of SQLite and of PostgreSQL; a test prepares every
 * statement on both.
 */
#ifndef SHARED_DB_QUERY_H
#define SHARED_DB_QUERY_H

#include "shared/db/engine.h"

/* Runs the query to its end; rows are dropped. */
MUST_CHECK enum err query_run(struct query *q);

/* Runs an INSERT ... RETURNING id; *id is 0 on failure. */
MUST_CHECK enum err query_id(struct query *q, int64_t *id);

/*
 * For a write that can also be done next time, outside a transaction: returns
 * ERR_BUSY at once if another process is writing.
 */
MUST_CHECK enum err query_run_if_free(struct query *q);

/* The first column of the first row, or 0. */
MUST_CHECK enum err query_number(struct query *q, int64_t *out);

/* Fills *row, whose type reader and caller agree on, from the current row. */
typedef void row_fn(const struct query *q, void *row);

/*
 * All rows, at most `max`, as an array of the arena whose elements have that
 * size. NULL with a count of 0 when there is none. query_end has the error:
 *
 *	*rows = query_rows(&q, user_read, sizeof(**rows), LIST_MAX, count);
 *	return query_end(&q);
 */
void *query_rows(struct query *q, row_fn *read, size_t size, size_t max, size_t *count);

/* The first row in the arena, or NULL; query_end as above. */
void *query_row(struct query *q, row_fn *read, size_t size);

/* The first row; ERR_NOT_FOUND, and *row unchanged, when there is none. */
MUST_CHECK enum err query_get(struct query *q, row_fn *read, void *row);

#endif

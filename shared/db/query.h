/* SPDX-License-Identifier: MIT */
/*
 * query.h -- statements, and how a query is bound, stepped and read. Which
 * engine answers is known to shared/db/ only.
 *
 * A statement stands beside the function that reads its rows:
 *
 *	static STATEMENT(token_find, "SELECT id FROM token WHERE hash = :hash");
 *
 * A query is taken with store_query, bound by name, and then either run to its
 * end (query_run) or stepped (query_next). Both leave it reset. An unknown
 * parameter name is our bug and aborts. SQL text is never put together.
 *
 * The dialect is that of SQLite and of PostgreSQL; a test prepares every
 * statement on both.
 */
#ifndef SHARED_DB_QUERY_H
#define SHARED_DB_QUERY_H

#include "shared/db/db.h"

struct statement {
	const char *name;
	const char *sql;
};

/*
 * The linker places all statements of a program side by side in one section. The
 * position of a statement is its slot in the cache of a connection, and a test
 * can walk through all of them. Size and alignment are equal, so there are no
 * gaps.
 */
#define STATEMENT(id, text)                                                                        \
	const struct statement id __attribute__((                                                  \
		section("statements"), used, aligned(2 * sizeof(char *)))) = { #id, text }
extern const struct statement __start_statements[], __stop_statements[];
#define STATEMENTS                                                                                 \
	(((uintptr_t)__stop_statements - (uintptr_t)__start_statements) / sizeof(struct statement))

/* One use of a statement. */
struct query {
	struct cx *cx;
	struct store *store;
	void *prepared; /* by the engine; NULL: it is reset */
	enum err err;   /* the first failure; later calls do nothing */
	int bound;      /* the number of the parameter that was bound last */
};

struct query store_query(struct cx *cx, struct store *s, const struct statement *which);

void bind_i64(struct query *q, const char *name, int64_t value);
void bind_i64_or_null(struct query *q, const char *name, int64_t value);
void bind_text(struct query *q, const char *name, const char *text_or_null);
void bind_bytes(struct query *q, const char *name, const void *at, size_t n);

/* To the end; rows are dropped. */
MUST_CHECK enum err query_run(struct query *q);

/* To the end of an INSERT ... RETURNING id; 0 on failure. */
MUST_CHECK enum err query_id(struct query *q, int64_t *id);

/*
 * For what may as well be written next time, outside a transaction: ERR_BUSY at
 * once when another process is writing just now.
 */
MUST_CHECK enum err query_run_if_free(struct query *q);

/* True with a row; false at the end or on failure: then ask query_end. */
bool query_next(struct query *q);
MUST_CHECK enum err query_end(struct query *q);

/* Of the present row. Text is copied into the arena; NULL stays NULL. */
int64_t col_i64(const struct query *q, int column);
int64_t col_i64_or_unsaid(const struct query *q, int column);
const char *col_text(const struct query *q, int column);

/* Not copied: good until the next call with this query. */
struct bytes col_bytes(const struct query *q, int column);
const char *col_text_in_place(const struct query *q, int column);

/* Rows touched by the last write. */
int64_t store_changes(const struct store *s);

#endif

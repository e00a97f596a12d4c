/* SPDX-License-Identifier: MIT */
/*
 * query.h -- statements, and how a query is bound, stepped and read. For
 * shared/store/ and its like.
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

#include <sqlite3.h>

#include "shared/db/db.h"

struct statement {
	const char *name;
	const char *sql;
};

/*
 * The linker lays all statements of a program side by side, so each is its own
 * number in the cache of a connection, and a test can look at all of them. Their
 * size is their alignment: nothing stands between two.
 */
#define STATEMENT(id, text)                                                                        \
	const struct statement id __attribute__((                                                  \
		section("statements"), used, aligned(2 * sizeof(char *)))) = { #id, text }
extern const struct statement __start_statements[], __stop_statements[];
#define STATEMENTS ((size_t)(__stop_statements - __start_statements))

struct store {
	sqlite3 *db;
	sqlite3_stmt *cache[]; /* of all statements, each prepared at first use */
};

/* One use of a statement. */
struct query {
	struct cx *cx;
	struct store *store;
	sqlite3_stmt *stmt;
	enum err err; /* the first failure; later calls do nothing */
	int bound;    /* the number of the parameter that was bound last */
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

struct store *store_new(void);

/* For another process that is writing, STORE_BUSY_MS at most; or not at all. */
void store_set_waiting(sqlite3 *db, bool waits);

/* All of the database, as it stands now, into a file that is empty or new. */
MUST_CHECK enum err store_copy_into(struct cx *cx, sqlite3 *db, const char *path);

/* Turns a result code into an error with a note that says what to do. */
enum err store_fail(struct cx *cx, sqlite3 *db, int code);

#endif

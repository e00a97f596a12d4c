/* SPDX-License-Identifier: MIT */
/*
 * engine.h -- what the database engine does for shared/db/: engine.c is SQLite,
 * and a second engine would be a second implementation of this header.
 *
 * A query is taken with store_query, bound by name, and stepped to its end;
 * query.h has what is built on that. The functions engine_* are private to
 * shared/db/.
 */
#ifndef SHARED_DB_ENGINE_H
#define SHARED_DB_ENGINE_H

#include "shared/db/file.h"

struct statement {
	const char *name;
	const char *sql;
};

/*
 * The linker places all statements of a program side by side in one section.
 * The position of a statement is its slot in the cache of a connection, and a
 * test can walk through all of them. Size and alignment are equal, so there are
 * no gaps.
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
	void *prepared;     /* by the engine; NULL: it is reset */
	enum err err;       /* the first failure; later calls do nothing */
	int bound;          /* the number of the parameter that was bound last */
	bool is_rest_null;  /* those that are not bound yet are NULL */
	const char **names; /* of the parameters, as bound so far; NULL-terminated */
};

struct query store_query(struct cx *cx, struct store *s, const struct statement *which);

/* The name is a literal. */
void bind_i64(struct query *q, const char *name, int64_t value);
void bind_i64_or_null(struct query *q, const char *name, int64_t value);
void bind_text(struct query *q, const char *name, const char *text_or_null);
void bind_bytes(struct query *q, const char *name, const void *at, size_t n);

/*
 * True with a row; false at the end or on failure, which query_end tells apart.
 */
bool query_next(struct query *q);
MUST_CHECK enum err query_end(struct query *q);

/*
 * Columns of the current row. Text is copied into the arena; NULL stays NULL.
 */
int64_t col_i64(const struct query *q, int column);
int64_t col_i64_or_unsaid(const struct query *q, int column);
const char *col_text(const struct query *q, int column);

/* Not copied: valid until the next call with this query. */
struct bytes col_bytes(const struct query *q, int column);
const char *col_text_in_place(const struct query *q, int column);

/* Rows touched by the last write. */
int64_t store_changes(const struct store *s);

/* ---- private to shared/db/ ---- */

/*
 * Checks neither the owner of the file nor its schema. Close *out after a
 * failure, too; NULL without memory.
 */
MUST_CHECK enum err engine_open(
	struct cx *cx, const char *path, enum store_mode mode, struct store **out);

/* Runs statements of the schema and pragmas; rows are dropped. */
MUST_CHECK enum err engine_exec(struct cx *cx, struct store *s, const char *sql);

/* The same, retried while another process is in the way. */
MUST_CHECK enum err engine_exec_patiently(struct cx *cx, struct store *s, const char *sql);

/* The first column of the first row; works with any schema. */
MUST_CHECK enum err engine_number(struct cx *cx, struct store *s, const char *sql, int64_t *out);

MUST_CHECK enum err engine_check_writable(struct cx *cx, struct store *s);

/* Rolls back what is open, if anything, and reports no error. */
void engine_rollback(struct store *s);

/*
 * Without waiting, a query fails at once with ERR_BUSY. The default is to wait.
 */
void engine_wait_for_others(struct store *s, bool waits);

/* See store_limit. */
void engine_limit(struct store *s, int64_t ms);

/* See store_set_lock_wait, store_close, store_copy, ... */
void engine_set_lock_wait(int64_t ms);
void engine_close(struct store *s);
void engine_settle(struct store *s);
MUST_CHECK enum err engine_copy(struct cx *cx, struct store *s, const char *path);
int64_t engine_written(const struct store *s);
bool engine_in_transaction(const struct store *s);
void engine_checkpoint(struct store *s);

void engine_sleep(int ms);

/* What the last failure means; accepts NULL. */
enum store_cause engine_cause(const struct store *s);

/* In db.c. Its first row is "ok", or what is wrong. */
extern const struct statement check_integrity;

#endif

/* SPDX-License-Identifier: MIT */
/* query.c -- how statements are used. */
#include "shared/db/query.h"

#include "shared/progress/report.h"

enum err store_fail(struct cx *cx, sqlite3 *db, int code)
{
	const char *what =
		db && sqlite3_errcode(db) != SQLITE_OK ? sqlite3_errmsg(db) : sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_note(
			cx, ERR_BUSY, "the database is locked by another process (%s)", what);
	case SQLITE_CONSTRAINT:
		return err_note(cx, ERR_CONFLICT, "%s", what);
	case SQLITE_FULL:
		return err_note(cx, ERR_STORE, "the disk with the database is full (%s)", what);
	case SQLITE_CANTOPEN:
		return err_note(cx, ERR_STORE,
			"the database cannot be opened: is its folder there, "
			"and may this user write in it? (%s)",
			what);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return err_note(cx, ERR_STORE,
			"the database file or its folder cannot be written by "
			"this user (%s)",
			what);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_note(cx, ERR_STORE,
			"the database file is damaged or is no database (%s); "
			"restore the last copy",
			what);
	default:
		return err_note(cx, ERR_STORE, "database: %s", what);
	}
}

struct query store_query(struct cx *cx, struct store *s, const struct statement *which)
{
	sqlite3_stmt **cached = &s->cache[which - __start_statements];
	struct query q = { .cx = cx, .store = s, .stmt = *cached };
	int code;

	if (q.stmt)
		return q;
	code = sqlite3_prepare_v3(s->db, which->sql, -1, SQLITE_PREPARE_PERSISTENT, &q.stmt, NULL);
	if (code != SQLITE_OK)
		q.err = store_fail(cx, s->db, code);
	*cached = q.stmt;
	return q;
}

/* Mostly they are bound in the order in which the text names them. */
static int parameter(struct query *q, const char *name)
{
	const char *next = sqlite3_bind_parameter_name(q->stmt, q->bound + 1);

	if (!next || strcmp(next, name) != 0)
		q->bound = sqlite3_bind_parameter_index(q->stmt, name) - 1;
	ASSERT(q->bound >= 0);
	return ++q->bound;
}

static void bound(struct query *q, int code)
{
	if (code != SQLITE_OK)
		q->err = store_fail(q->cx, q->store->db, code);
}

void bind_i64(struct query *q, const char *name, int64_t value)
{
	if (q->err == OK)
		bound(q, sqlite3_bind_int64(q->stmt, parameter(q, name), value));
}

void bind_i64_or_null(struct query *q, const char *name, int64_t value)
{
	if (q->err == OK && value == UNSAID)
		bound(q, sqlite3_bind_null(q->stmt, parameter(q, name)));
	else
		bind_i64(q, name, value);
}

/* Static: the text lives in the arena, longer than the query. */
void bind_text(struct query *q, const char *name, const char *text)
{
	if (q->err == OK)
		bound(q, sqlite3_bind_text(q->stmt, parameter(q, name), text, -1, SQLITE_STATIC));
}

void bind_bytes(struct query *q, const char *name, const void *at, size_t n)
{
	if (q->err == OK)
		bound(q, sqlite3_bind_blob64(q->stmt, parameter(q, name), at, n, SQLITE_STATIC));
}

/* Once: then the statement is somebody else's. */
static void query_reset(struct query *q)
{
	if (!q->stmt)
		return;
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt);
	q->stmt = NULL;
}

bool query_next(struct query *q)
{
	int code;

	if (q->err != OK || !q->stmt)
		return false;
	code = sqlite3_step(q->stmt);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		q->err = store_fail(q->cx, q->store->db, code);
	query_reset(q);
	return false;
}

enum err query_end(struct query *q)
{
	query_reset(q);
	return q->err;
}

enum err query_run(struct query *q)
{
	while (query_next(q))
		;
	return query_end(q);
}

enum err query_id(struct query *q, int64_t *id)
{
	*id = 0;
	while (query_next(q))
		*id = col_i64(q, 0);
	return query_end(q);
}

enum err query_run_if_free(struct query *q)
{
	sqlite3 *db = q->store->db;
	enum err err;

	store_set_waiting(db, false);
	err = query_run(q);
	store_set_waiting(db, true);
	return err;
}

int64_t col_i64(const struct query *q, int column)
{
	return sqlite3_column_int64(q->stmt, column);
}

int64_t col_i64_or_unsaid(const struct query *q, int column)
{
	if (sqlite3_column_type(q->stmt, column) == SQLITE_NULL)
		return UNSAID;
	return sqlite3_column_int64(q->stmt, column);
}

const char *col_text(const struct query *q, int column)
{
	const void *text = sqlite3_column_text(q->stmt, column);

	if (!text)
		return NULL;
	return arena_strndup(q->cx->arena, text, (size_t)sqlite3_column_bytes(q->stmt, column));
}

struct bytes col_bytes(const struct query *q, int column)
{
	const void *at = sqlite3_column_blob(q->stmt, column);

	return (struct bytes){ at, (size_t)sqlite3_column_bytes(q->stmt, column) };
}

const char *col_text_in_place(const struct query *q, int column)
{
	const void *text = sqlite3_column_text(q->stmt, column);

	return text;
}

int64_t store_changes(const struct store *s)
{
	return sqlite3_changes64(s->db);
}

/* SPDX-License-Identifier: MIT */
/*
 * engine.c -- SQLite behind engine.h. Besides it, columns.c, frame.c, insert.c
 * and pool.c know it.
 */
#include "shared/db/engine.h"

#include <sqlite3.h>

#include "shared/base/clock.h"
#include "shared/db/frame.h"
#include "shared/db/insert.h"
#include "shared/db/pool.h"
#include "shared/progress/report.h"

struct store {
	sqlite3 *db;
	int64_t ends_us; /* of the monotonic clock, while there is a limit */
	/* Of all statements, each prepared at first use. */
	struct slot {
		sqlite3_stmt *stmt;
		const char **names; /* see parameter() */
	} cache[];
};

/* Between two attempts to take the lock. */
enum { PAUSE_MS = 1 };

/* Of the virtual machine, between two looks at the clock: some 0.1 ms. */
enum { STEPS_BETWEEN = 10000 };

/* Global, because it is a setting and SQLite passes no store to the handler. */
static int64_t lock_wait_ms = STORE_BUSY_MS;

void engine_set_lock_wait(int64_t ms)
{
	lock_wait_ms = ms;
}

/* Turns a result code into an error with a note that says what to do. */
static enum err fail(struct cx *cx, sqlite3 *db, int code)
{
	const char *what =
		db && sqlite3_errcode(db) != SQLITE_OK ? sqlite3_errmsg(db) : sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_INTERRUPT:
		return err_slow(cx);
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

enum store_cause engine_cause(const struct store *s)
{
	switch ((s ? sqlite3_errcode(s->db) : SQLITE_NOMEM) & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return CAUSE_LOCKED;
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return CAUSE_CLOSED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return CAUSE_DAMAGED;
	default:
		return CAUSE_DISK;
	}
}

/*
 * SQLite's own busy handler sleeps up to 100 ms between attempts and rarely
 * hits the moment between two commits of a busy process.
 */
static int wait_a_moment(void *nothing, int times)
{
	(void)nothing;
	if (times >= lock_wait_ms / PAUSE_MS)
		return 0;
	sqlite3_sleep(PAUSE_MS);
	return 1;
}

void engine_wait_for_others(struct store *s, bool waits)
{
	sqlite3_busy_handler(s->db, waits ? wait_a_moment : NULL, NULL);
}

static int is_over(void *store)
{
	const struct store *s = store;

	return clock_monotonic_us() >= s->ends_us;
}

void engine_limit(struct store *s, int64_t ms)
{
	s->ends_us = clock_monotonic_us() + ms * 1000;
	sqlite3_progress_handler(s->db, STEPS_BETWEEN, ms > 0 ? is_over : NULL, s);
}

enum err engine_open(struct cx *cx, const char *path, enum store_mode mode, struct store **out)
{
	static const int flags[] = {
		[STORE_WRITE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[STORE_READ] = SQLITE_OPEN_READONLY,
	};
	struct store *s;
	int code;

	*out = s = calloc(1, sizeof(*s) + STATEMENTS * sizeof(s->cache[0]));
	if (!s)
		return err_note(cx, ERR_INTERNAL, "no memory");
	pool_configure();
	code = sqlite3_open_v2(path, &s->db, flags[mode] | SQLITE_OPEN_NOMUTEX, frame_vfs());
	if (code == SQLITE_OK) {
		sqlite3_extended_result_codes(s->db, 1);
		engine_wait_for_others(s, true);
		return OK;
	}
	return fail(cx, s->db, code);
}

void engine_close(struct store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(s->cache[i].stmt);
		free(s->cache[i].names);
	}
	sqlite3_close(s->db);
	free(s);
}

static enum err result(struct cx *cx, struct store *s, int code)
{
	return code == SQLITE_OK ? OK : fail(cx, s->db, code);
}

enum err engine_exec(struct cx *cx, struct store *s, const char *sql)
{
	return result(cx, s, sqlite3_exec(s->db, sql, NULL, NULL, NULL));
}

/*
 * Switching a new file to WAL while another process reads it fails at once,
 * without calling the busy handler; so the waiting is done here.
 */
enum err engine_exec_patiently(struct cx *cx, struct store *s, const char *sql)
{
	int code = SQLITE_BUSY;

	for (int64_t ms = 0; ms < lock_wait_ms; ms += PAUSE_MS) {
		code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
		if ((code & 0xff) != SQLITE_BUSY)
			break;
		sqlite3_sleep(PAUSE_MS);
	}
	return result(cx, s, code);
}

enum err engine_number(struct cx *cx, struct store *s, const char *sql, int64_t *out)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
	enum err err = OK;

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else
		err = fail(cx, s->db, code);
	sqlite3_finalize(stmt);
	return err;
}

enum err engine_copy(struct cx *cx, struct store *s, const char *path)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(s->db, "VACUUM INTO ?", -1, &stmt, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? OK : fail(cx, s->db, code);
}

enum err engine_check_writable(struct cx *cx, struct store *s)
{
	if (sqlite3_db_readonly(s->db, "main") == 1)
		return fail(cx, s->db, SQLITE_READONLY);
	return OK;
}

void engine_rollback(struct store *s)
{
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

void engine_sleep(int ms)
{
	sqlite3_sleep(ms);
}

bool engine_in_transaction(const struct store *s)
{
	return !sqlite3_get_autocommit(s->db);
}

int64_t engine_written(const struct store *s)
{
	return sqlite3_total_changes64(s->db);
}

void engine_checkpoint(struct store *s)
{
	sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static enum err prepare(
	struct cx *cx, struct store *s, const struct statement *which, struct slot *slot)
{
	int code = sqlite3_prepare_v3(s->db, which->sql, insert_length(which->sql),
		SQLITE_PREPARE_PERSISTENT, &slot->stmt, NULL);
	size_t names;

	if (code != SQLITE_OK)
		return fail(cx, s->db, code);
	names = (size_t)sqlite3_bind_parameter_count(slot->stmt) + 1;
	slot->names = calloc(names, sizeof(*slot->names));
	if (slot->names)
		return OK;
	sqlite3_finalize(slot->stmt);
	slot->stmt = NULL;
	return err_note(cx, ERR_INTERNAL, "no memory");
}

struct query store_query(struct cx *cx, struct store *s, const struct statement *which)
{
	struct slot *slot = &s->cache[which - __start_statements];
	struct query q = { .cx = cx, .store = s };

	if (!slot->stmt)
		q.err = prepare(cx, s, which, slot);
	q.prepared = slot->stmt;
	q.names = slot->names;
	return q;
}

/*
 * What is not bound is NULL, and not what the query before this one has bound
 * there. The values of a query stay where the next one binds all of them again,
 * as nearly every one does.
 */
static void forget_rest(struct query *q)
{
	int count = sqlite3_bind_parameter_count(q->prepared);

	for (int i = q->bound + 1; i <= count; i++)
		sqlite3_bind_null(q->prepared, i);
	q->is_rest_null = true;
}

/*
 * Usually bound in order of appearance: try the next index before searching.
 * Names are literals, so the one that was bound there before is known by its
 * address.
 */
static int parameter(struct query *q, const char *name)
{
	const char *next;

	if (q->names[q->bound] == name)
		return ++q->bound;
	if (!q->is_rest_null)
		forget_rest(q);
	next = sqlite3_bind_parameter_name(q->prepared, q->bound + 1);
	if (!next || strcmp(next, name) != 0)
		q->bound = sqlite3_bind_parameter_index(q->prepared, name) - 1;
	ASSERT(q->bound >= 0);
	q->names[q->bound] = name;
	return ++q->bound;
}

static void bound(struct query *q, int code)
{
	if (code != SQLITE_OK)
		q->err = fail(q->cx, q->store->db, code);
}

void bind_i64(struct query *q, const char *name, int64_t value)
{
	if (q->err == OK)
		bound(q, sqlite3_bind_int64(q->prepared, parameter(q, name), value));
}

void bind_i64_or_null(struct query *q, const char *name, int64_t value)
{
	if (q->err == OK && value == UNSAID)
		bound(q, sqlite3_bind_null(q->prepared, parameter(q, name)));
	else
		bind_i64(q, name, value);
}

/*
 * SQLITE_STATIC: the text is in the arena and outlives the query. SQLite does
 * not look at it afterwards.
 */
void bind_text(struct query *q, const char *name, const char *text)
{
	if (q->err == OK)
		bound(q, sqlite3_bind_text(
				 q->prepared, parameter(q, name), text, -1, SQLITE_STATIC));
}

void bind_bytes(struct query *q, const char *name, const void *at, size_t n)
{
	if (q->err == OK)
		bound(q,
			sqlite3_bind_blob64(q->prepared, parameter(q, name), at, n, SQLITE_STATIC));
}

/* At most once per query: the statement may be in use by the next one. */
static void query_reset(struct query *q)
{
	if (!q->prepared)
		return;
	sqlite3_reset(q->prepared);
	q->prepared = NULL;
}

bool query_next(struct query *q)
{
	int code;

	if (q->err != OK || !q->prepared)
		return false;
	if (!q->is_rest_null)
		forget_rest(q);
	code = sqlite3_step(q->prepared);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		q->err = fail(q->cx, q->store->db, code);
	query_reset(q);
	return false;
}

enum err query_end(struct query *q)
{
	query_reset(q);
	return q->err;
}

void engine_settle(struct store *s)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		struct query q = { .prepared = s->cache[i].stmt };

		if (q.prepared && sqlite3_stmt_busy(q.prepared))
			query_reset(&q);
	}
	engine_wait_for_others(s, true);
}

int64_t store_changes(const struct store *s)
{
	return sqlite3_changes64(s->db);
}

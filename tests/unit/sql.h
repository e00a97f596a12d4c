/* SPDX-License-Identifier: MIT */
/*
 * sql.h -- reads and damages a database behind the store's back, through a
 * separate connection.
 */
#ifndef TESTS_UNIT_SQL_H
#define TESTS_UNIT_SQL_H

#include "tests/unit/unit.h"

#include <sqlite3.h>

/* SQLite's result code for all the statements. */
static inline int try_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	int code = sqlite3_open(path, &db);

	if (code == SQLITE_OK)
		code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	return code;
}

static inline void run_sql(const char *path, const char *sql)
{
	int code = try_sql(path, sql);

	if (code != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errstr(code));
}

/* The first number of the first row. */
static inline int64_t ask_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t number;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK ||
		sqlite3_step(stmt) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return number;
}

#endif

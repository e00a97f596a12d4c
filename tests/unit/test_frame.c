/* SPDX-License-Identifier: MIT */
#include "shared/db/frame.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>

enum { LOG_HEADER = 32, FRAME_HEADER = 24, PAGE = 4096, FRAME = FRAME_HEADER + PAGE };

/* A VFS below ours that sees what reaches the write-ahead log. */
static struct {
	sqlite3_vfs vfs, *system;
	sqlite3_io_methods methods;
	const sqlite3_io_methods *real;
	int frames, others, code;
} spy;

static int spy_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
	if (spy.code != SQLITE_OK)
		return spy.code;
	if (length == FRAME)
		spy.frames++;
	else if (length != LOG_HEADER)
		spy.others++;
	return spy.real->xWrite(file, bytes, length, at);
}

static int spy_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
	int code = spy.system->xOpen(spy.system, path, file, flags, out);

	(void)vfs;
	if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
		return code;
	spy.real = file->pMethods;
	spy.methods = *spy.real;
	spy.methods.xWrite = spy_write;
	file->pMethods = &spy.methods;
	return code;
}

static int set_up(void **state)
{
	(void)state;
	spy.system = sqlite3_vfs_find(NULL);
	spy.vfs = *spy.system;
	spy.vfs.zName = "spy";
	spy.vfs.xOpen = spy_open;
	return sqlite3_vfs_register(&spy.vfs, 1);
}

static sqlite3 *open_database(struct unit *u, const char *vfs)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(arena_printf(&u->arena, "%s.frames", u->path), &db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs),
		SQLITE_OK);
	return db;
}

static int run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t out;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return out;
}

static void a_frame_is_one_write(void **state)
{
	struct unit *u = *state;
	sqlite3 *db = open_database(u, frame_vfs()), *other;

	assert_int_equal(run(db, "PRAGMA journal_mode = WAL; CREATE TABLE t (a)"), SQLITE_OK);
	for (int i = 0; i < 20; i++)
		assert_int_equal(run(db, "INSERT INTO t VALUES (randomblob(5000))"), SQLITE_OK);
	assert_true(spy.frames > 20);
	assert_int_equal(spy.others, 0);
	other = open_database(u, spy.system->zName);
	assert_int_equal(number(other, "SELECT count(*) FROM t"), 20);
	assert_int_equal(number(other, "SELECT count(*) FROM pragma_integrity_check"
				       " WHERE integrity_check = 'ok'"),
		1);
	sqlite3_close(other);
	sqlite3_close(db);
}

/*
 * What does not fit into the cache goes to the log before the commit, and is
 * read and written again there.
 */
static void a_transaction_larger_than_the_cache_is_whole(void **state)
{
	struct unit *u = *state;
	sqlite3 *db = open_database(u, frame_vfs());

	assert_int_equal(run(db, "PRAGMA journal_mode = WAL; PRAGMA cache_size = 10;"
				 "CREATE TABLE t (a); BEGIN"),
		SQLITE_OK);
	for (int i = 0; i < 100; i++)
		assert_int_equal(run(db, "INSERT INTO t VALUES (randomblob(3000))"), SQLITE_OK);
	assert_int_equal(run(db, "UPDATE t SET a = zeroblob(3000) WHERE rowid % 7 = 0;"
				 "SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT"),
		SQLITE_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM t"), 100);
	assert_int_equal(run(db, "PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM t WHERE a = zeroblob(3000)"), 14);
	sqlite3_close(db);
}

static void a_write_that_fails_fails_the_commit(void **state)
{
	struct unit *u = *state;
	sqlite3 *db = open_database(u, frame_vfs());

	assert_int_equal(run(db, "PRAGMA journal_mode = WAL; CREATE TABLE t (a)"), SQLITE_OK);
	spy.code = SQLITE_FULL;
	assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_FULL);
	spy.code = SQLITE_OK;
	assert_int_equal(number(db, "SELECT count(*) FROM t"), 0);
	assert_int_equal(run(db, "INSERT INTO t VALUES (2)"), SQLITE_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
	sqlite3_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_frame_is_one_write),
		STORE_TEST(a_transaction_larger_than_the_cache_is_whole),
		STORE_TEST(a_write_that_fails_fails_the_commit),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * sleeper.h -- replaces SQLite's sleep: it returns at once and is counted, and
 * after some sleeps the holder of the lock releases it. So waiting is tested
 * without delay.
 */
#ifndef TESTS_UNIT_SLEEPER_H
#define TESTS_UNIT_SLEEPER_H

#include "shared/db/db.h"
#include "tests/unit/unit.h"

#include <sqlite3.h>

/* Global, because the callback takes no argument; one test at a time. */
static struct {
	sqlite3_vfs vfs;
	struct store *holder;
	int times, longest_us;
	int let_go; /* after that many sleeps */
} sleeper;

static inline int sleeper_sleep(sqlite3_vfs *vfs, int us)
{
	(void)vfs;
	if (us > sleeper.longest_us)
		sleeper.longest_us = us;
	if (++sleeper.times == sleeper.let_go)
		store_rollback(sleeper.holder);
	return us;
}

/*
 * Starts counting; `holder` is in a transaction and ends it after `let_go`
 * sleeps.
 */
static inline void sleeper_begin(struct store *holder, int let_go)
{
	sleeper.vfs = *sqlite3_vfs_find(NULL);
	sleeper.vfs.zName = "sleeper";
	sleeper.vfs.xSleep = sleeper_sleep;
	sleeper.holder = holder;
	sleeper.times = sleeper.longest_us = 0;
	sleeper.let_go = let_go;
	assert_int_equal(sqlite3_vfs_register(&sleeper.vfs, 1), SQLITE_OK);
}

static inline void sleeper_end(void)
{
	assert_int_equal(sqlite3_vfs_unregister(&sleeper.vfs), SQLITE_OK);
}

#endif

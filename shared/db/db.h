/* SPDX-License-Identifier: MIT */
/*
 * db.h -- the database: opening, transactions, health.
 *
 * Rows are read and written through shared/store/. Only engine.c knows the
 * engine, so that a second one can be added beside it.
 *
 * Failures: ERR_BUSY, another process held the database past the timeout;
 * ERR_STORE, full, read-only, damaged or unreadable; ERR_CONF, not ours or
 * made by a newer version. The note says which, and what to do.
 */
#ifndef SHARED_DB_DB_H
#define SHARED_DB_DB_H

#include "shared/base/err.h"

struct store;

enum store_mode {
	STORE_WRITE, /* makes the file and migrates it when needed */
	STORE_READ,  /* never writes; the file must be there and up to date */
};

enum { STORE_BUSY_MS = 5000 };

/*
 * How long every store of this process waits for others that write, instead of
 * STORE_BUSY_MS. Called once, with the setting, before the first store is opened.
 */
void store_set_lock_wait(int64_t seconds);

MUST_CHECK enum err store_open(
	struct cx *cx, const char *path, enum store_mode mode, struct store **out);
void store_close(struct store *s); /* takes NULL */

/*
 * A transaction. begin takes the write lock. end commits when err is OK, else
 * rolls back and returns err; it also rolls back when the commit fails.
 * rollback is harmless without a transaction.
 */
MUST_CHECK enum err store_begin(struct cx *cx, struct store *s);
MUST_CHECK enum err store_end(struct cx *cx, struct store *s, enum err err);
void store_rollback(struct store *s);

/* Within a transaction: a part that can be undone alone. Not nested. */
MUST_CHECK enum err store_mark(struct cx *cx, struct store *s);
MUST_CHECK enum err store_keep(struct cx *cx, struct store *s);
void store_undo(struct store *s);

/*
 * Between two transactions of long work: gives those who wait for the write lock
 * the time to take it. Without it they would hardly ever find it free.
 */
void store_yield(void);

/* How many rows were ever written: has anything been, since? */
int64_t store_written(const struct store *s);

/* False after an error that took the whole transaction with it. */
bool store_in_transaction(const struct store *s);

/* Can it be read right now? */
MUST_CHECK enum err store_ping(struct cx *cx, struct store *s);

/* Moves the write-ahead log into the file; at a clean stop. */
void store_checkpoint(struct store *s);

/*
 * Looks at everything: the file's integrity, references, and what the schema
 * cannot say. Calls tell once for each thing found; *wrong counts what is
 * damage, not what is merely worth a look.
 */
typedef void store_tell_fn(void *arg, bool is_wrong, const char *what);
MUST_CHECK enum err store_check(
	struct cx *cx, struct store *s, store_tell_fn *tell, void *arg, int *wrong);

#endif

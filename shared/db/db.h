/* SPDX-License-Identifier: MIT */
/*
 * db.h -- the database: opening, transactions, health.
 *
 * Rows are read and written through shared/store/. Only engine.c knows the
 * engine, so that a second one can be added beside it.
 *
 * Errors: ERR_BUSY, another process held the lock past the timeout; ERR_STORE,
 * the database is full, read-only, damaged or unreadable; ERR_SLOW, over the
 * limit of time; ERR_CONF, the file belongs to another program, a newer version
 * or a user who keeps us out. The note says which it is and what to do.
 */
#ifndef SHARED_DB_DB_H
#define SHARED_DB_DB_H

#include "shared/base/err.h"

struct store;

enum store_mode {
	STORE_WRITE, /* creates the file, or migrates it if needed */
	STORE_READ,  /* never writes; the file must exist and be up to date */
};

enum { STORE_BUSY_MS = 5000 };

/*
 * So many rows at most are read at once of what everybody has; the next page
 * begins after the last id.
 */
enum { STORE_PAGE = 500 };

/*
 * Sets how long every store of this process waits for the write lock, instead
 * of STORE_BUSY_MS. Call it once, before the first store is opened.
 */
void store_set_lock_wait(int64_t seconds);

MUST_CHECK enum err store_open(
	struct cx *cx, const char *path, enum store_mode mode, struct store **out);
void store_close(struct store *s); /* accepts NULL */

/*
 * A transaction. begin takes the write lock. end commits when err is OK, else
 * rolls back and returns err; it also rolls back when the commit fails.
 * rollback is harmless without a transaction.
 */
MUST_CHECK enum err store_begin(struct cx *cx, struct store *s);
MUST_CHECK enum err store_end(struct cx *cx, struct store *s, enum err err);
void store_rollback(struct store *s);

/* Ends the queries that a unit of work, cut short, has left open. */
void store_settle(struct store *s);

/*
 * From now on every statement of this store that still runs after that many
 * milliseconds ends with ERR_SLOW; 0: none does. One that writes within a
 * transaction takes the transaction with it.
 */
void store_limit(struct store *s, int64_t ms);

/*
 * Pauses between two transactions of long work, so that other processes can
 * take the write lock. Without a pause they would rarely find it free.
 */
void store_yield(void);

/*
 * The number of rows written so far; compare two to see whether anything was.
 */
int64_t store_written(const struct store *s);

/* False after an error that rolled the whole transaction back. */
bool store_in_transaction(const struct store *s);

/* OK if the database can be read right now. */
MUST_CHECK enum err store_ping(struct cx *cx, struct store *s);

/* Moves the write-ahead log into the file, at a clean stop. */
void store_checkpoint(struct store *s);

/*
 * Checks the file's integrity, its references, and what the schema cannot
 * express. Calls tell once per finding; *wrong counts the damage among them,
 * not what is merely worth a look.
 */
typedef void store_tell_fn(void *arg, bool is_wrong, const char *what);
MUST_CHECK enum err store_check(
	struct cx *cx, struct store *s, store_tell_fn *tell, void *arg, int *wrong);

#endif

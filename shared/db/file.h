/* SPDX-License-Identifier: MIT */
/* file.h -- the database as a file: copies of it, and who has it open. */
#ifndef SHARED_DB_FILE_H
#define SHARED_DB_FILE_H

#include "shared/db/db.h"

/*
 * Copies the open database, as of this moment, to a file that is empty or does
 * not exist; others can read and write meanwhile. The copy is a single file
 * without a write-ahead log. Syncing it to disk is up to the caller.
 */
MUST_CHECK enum err store_copy(struct cx *cx, struct store *s, const char *path);

/* Why a file could not be examined: it decides what helps. */
enum store_cause {
	CAUSE_NONE,
	CAUSE_FOREIGN,  /* of another program, of a newer version, or empty */
	CAUSE_DAMAGED,  /* its content is wrong */
	CAUSE_LOCKED,   /* by another process; says nothing of the content, as */
	CAUSE_NO_LOCKS, /* all below: its disk does not lock files */
	CAUSE_CLOSED,   /* this user may not open it, or not in its folder */
	CAUSE_DISK,     /* reading failed */
};

/* About a database file, which may be older than this program. */
struct store_facts {
	enum store_cause cause;
	int64_t schema; /* as the migrations are numbered */
	bool is_older;  /* it will be migrated when it is opened for writing */
	int64_t users, plays;
};

/*
 * Checks a whole database file of this version or an older one without changing
 * it. This process must not have it open. ERR_CONF if it belongs to another
 * program or a newer version, ERR_BUSY if another process holds the lock,
 * ERR_STORE otherwise; the note says what was found, out->cause what it means.
 */
MUST_CHECK enum err store_examine(struct cx *cx, const char *path, struct store_facts *out);

/*
 * Opens such a file, which need not be the configured one, to copy it. Close
 * *out, after an error too.
 */
MUST_CHECK enum err store_open_copy(struct cx *cx, const char *path, struct store **out);

/*
 * Prevents other processes from opening the file until *fd is closed; -1 if
 * there is no file. ERR_BUSY, with the process id, if another process has it
 * open. Do not open the file meanwhile: closing it again would release the
 * lock.
 */
MUST_CHECK enum err store_hold(struct cx *cx, const char *path, int *fd);

/*
 * For a database that could not be opened: true, with a note that says whose
 * file or folder is in the way, if this user may not read and write it, or not
 * write to its folder. What is missing, or full, or damaged is not in the way.
 */
bool store_is_closed_to_us(struct cx *cx, const char *path);

/* For arena_hold: closes a store that a unit of work, cut short, has open. */
void store_release(void *store);

#endif

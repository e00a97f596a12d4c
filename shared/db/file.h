/* SPDX-License-Identifier: MIT */
/*
 * file.h -- the database as a file: copies of it, and who has it open.
 */
#ifndef SHARED_DB_FILE_H
#define SHARED_DB_FILE_H

#include "shared/db/db.h"

/*
 * Copies the open database, as it stands at this moment, to a file that is
 * empty or not there; others go on reading and writing meanwhile. The copy is
 * one file without companions; whether it is on disk yet is the caller's care.
 */
MUST_CHECK enum err store_copy(struct cx *cx, struct store *s, const char *path);

/* What a database file holds that may be older than this program. */
struct store_facts {
	int64_t schema; /* as the migrations are numbered */
	bool is_older;  /* it will be migrated when it is opened for writing */
	int64_t users, plays;
};

/*
 * Reads all of a database file, of this version or an older one, without
 * changing it. ERR_CONF when it is another program's or a newer version's,
 * ERR_STORE when it is damaged; the note says what was found.
 */
MUST_CHECK enum err store_examine(struct cx *cx, const char *path, struct store_facts *out);

/* Copies such a file, which need not be the configured one. */
MUST_CHECK enum err store_copy_file(struct cx *cx, const char *from, const char *to);

/*
 * Keeps everybody else from opening the file until *fd is closed; -1 when
 * there is none. ERR_BUSY, with the number of the process, when one has it
 * open. Do not open the file meanwhile: closing it again would let go.
 */
MUST_CHECK enum err store_hold(struct cx *cx, const char *path, int *fd);

#endif

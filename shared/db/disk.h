/* SPDX-License-Identifier: MIT */
/* disk.h -- the file system that a database is on. */
#ifndef SHARED_DB_DISK_H
#define SHARED_DB_DISK_H

#include "shared/base/err.h"

/*
 * "NFS" or "CIFS" if the file, or its folder as long as there is no file, is on
 * such a network file system; NULL otherwise. SQLite's write-ahead log needs
 * memory that all programs share, and locks, neither of which these guarantee.
 */
const char *disk_network(struct cx *cx, const char *path);

/*
 * For a database that could not be opened: true, with a note that says so, if
 * its file system refuses to lock the file. The database must be closed here:
 * closing the file ends all locks that this process has on it.
 */
bool disk_lacks_locks(struct cx *cx, const char *path);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * migrate.h -- private to the store: brings a database to this version.
 *
 * Forward only. A database with older tables is copied beside itself first
 * (<file>.<date>-v<number>), whatever happens afterwards.
 */
#ifndef SHARED_DB_MIGRATE_H
#define SHARED_DB_MIGRATE_H

#include "shared/db/db.h"

/*
 * ERR_CONF for a file of another program or of a newer version. Reads only, so
 * that such a file stays as it is.
 */
MUST_CHECK enum err migrate_check(struct cx *cx, struct store *s, const char *path);

/* How many of the migrations the file has had; 0: it is new. */
MUST_CHECK enum err migrate_version(struct cx *cx, struct store *s, int64_t *version);

MUST_CHECK enum err migrate(struct cx *cx, struct store *s, const char *path, enum store_mode mode);

#endif

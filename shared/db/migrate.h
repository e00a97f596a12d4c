/* SPDX-License-Identifier: MIT */
/*
 * migrate.h -- private to shared/db/: migrates a database to this version.
 *
 * Forward only. An older database is always copied first, to
 * <file>.<date>-v<number> beside it.
 */
#ifndef SHARED_DB_MIGRATE_H
#define SHARED_DB_MIGRATE_H

#include "shared/db/db.h"

/*
 * ERR_CONF for a file of another program or a newer version. Only reads, so
 * such a file stays unchanged.
 */
MUST_CHECK enum err migrate_check(struct cx *cx, struct store *s, const char *path);

/* The number of the last migration applied; 0 for a new file. */
MUST_CHECK enum err migrate_version(struct cx *cx, struct store *s, int64_t *version);

MUST_CHECK enum err migrate(struct cx *cx, struct store *s, const char *path, enum store_mode mode);

#endif

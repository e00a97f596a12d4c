/* SPDX-License-Identifier: MIT */
/* picture_file.h -- the files of pictures; see picture.h. */
#ifndef SHARED_STORE_PICTURE_FILE_H
#define SHARED_STORE_PICTURE_FILE_H

#include "shared/db/db.h"

/* Beside the database: DATABASE.art */
const char *picture_folder(struct cx *cx, const char *database);

/* Is it such a name? */
bool picture_is_hash(const char *text);

/* Made with the folder, if it is not there; on disk when it returns OK. */
MUST_CHECK enum err picture_file_write(
	struct cx *cx, const char *database, const char *hash, struct bytes content);

bool picture_file_is_there(struct cx *cx, const char *database, const char *hash);

/*
 * Removes the files that no row names, but for those of the last hour: their
 * row may be about to come. *kept and *removed count them.
 */
struct picture_sweep {
	int64_t kept, removed;
};
MUST_CHECK enum err picture_sweep(
	struct cx *cx, struct store *s, const char *database, struct picture_sweep *out);

#endif

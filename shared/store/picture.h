/* SPDX-License-Identifier: MIT */
/*
 * picture.h -- the pictures of works, kept as files in the folder
 * DATABASE.art and named by their content.
 *
 * A file may belong to works of several people; each row is one person's. The
 * web server reads the files by their names, which cannot be guessed, so they
 * are readable for all and the folder cannot be listed.
 */
#ifndef SHARED_STORE_PICTURE_H
#define SHARED_STORE_PICTURE_H

#include "shared/db/db.h"

enum { PICTURE_HASH_TEXT = 32 + 1 };

struct work_picture {
	char hash[PICTURE_HASH_TEXT];
	int64_t width, height, bytes;
};

/* Of a work of that person; *has says whether there is one. */
MUST_CHECK enum err store_picture_get(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, struct work_picture *out, bool *has);

/* Does a work of that person have it? */
MUST_CHECK enum err store_picture_is_own(
	struct cx *cx, struct store *s, int64_t user_id, const char *hash, bool *is_own);

/* In place of the one that the work has. Nothing if the work has gone. */
MUST_CHECK enum err store_picture_put(
	struct cx *cx, struct store *s, int64_t work_id, const struct work_picture *picture);
MUST_CHECK enum err store_picture_drop(struct cx *cx, struct store *s, int64_t work_id);

struct picture_census {
	int64_t count, bytes; /* of files */
};
MUST_CHECK enum err store_picture_census(
	struct cx *cx, struct store *s, struct picture_census *out);

/* Each file once, by its name, from that after `after`; at most STORE_PAGE. */
MUST_CHECK enum err store_picture_page(struct cx *cx, struct store *s, const char *after,
	const struct work_picture **rows, size_t *count);
/* Its file is no more: the works that had it ask for theirs again. */
MUST_CHECK enum err store_picture_lost(struct cx *cx, struct store *s, const char *hash);

/*
 * In a transaction: drops the picture of the work that was played longest ago,
 * and those with the same file; *bytes are free then, 0 if there is none.
 */
MUST_CHECK enum err store_picture_drop_oldest(struct cx *cx, struct store *s, int64_t *bytes);

#endif

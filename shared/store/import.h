/* SPDX-License-Identifier: MIT */
/*
 * import.h -- files of other trackers: which there were, what they have added,
 * and what was left out. shared/actions/tracker.h reads them.
 */
#ifndef SHARED_STORE_IMPORT_H
#define SHARED_STORE_IMPORT_H

#include "shared/crypto/digest.h"
#include "shared/store/play.h"

enum {
	IMPORTS_MAX = 100,                      /* of one person */
	IMPORT_LEFT_MAX = 500,                  /* rows that are kept of what was left out */
	IMPORT_PIECE = 128 << 10,               /* bytes */
	IMPORT_LOOKED_KEPT_MS = 60 * 60 * 1000, /* a file that is not imported after all */
};

struct import_file {
	int64_t id, user_id;
	unsigned char hash[DIGEST_BYTES];
	const char *name;   /* or "" */
	const char *format; /* the title of what is in it */
	const char *summary;
	int64_t looked_ms;
	int64_t started_ms, ended_ms; /* or UNSAID */
	int64_t added, known;
};

/* What was left out. The strings are borrowed. */
struct import_left {
	const char *place; /* "row 17" */
	const char *title; /* or NULL */
	const char *why;   /* a sentence */
};

/*
 * Finds the row of that person and hash, or adds it, and sets name, format and
 * summary; row->id becomes its id. ERR_TOO_MANY past IMPORTS_MAX.
 */
MUST_CHECK enum err store_import_put(struct cx *cx, struct store *s, struct import_file *row);

/* ERR_NOT_FOUND if the person has no such import. */
MUST_CHECK enum err store_import_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, struct import_file *out);

/* Those that were begun, the newest first, at most IMPORTS_MAX. */
MUST_CHECK enum err store_import_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct import_file **rows, size_t *count);

/* From now on its plays are being written. Keeps the first time. */
MUST_CHECK enum err store_import_start(struct cx *cx, struct store *s, int64_t id);
/* It has come to its end: row->added and row->known are added to the counts. */
MUST_CHECK enum err store_import_end(struct cx *cx, struct store *s, const struct import_file *row);

/* The bytes that wait for the import; without `bytes`, removes all pieces. */
MUST_CHECK enum err store_import_piece_put(
	struct cx *cx, struct store *s, int64_t id, int64_t number, struct bytes bytes);
/* How many bytes all pieces have; each but the last has IMPORT_PIECE. */
MUST_CHECK enum err store_import_size(struct cx *cx, struct store *s, int64_t id, int64_t *size);
/* In the arena. ERR_STORE if there is no such piece. */
MUST_CHECK enum err store_import_piece_get(
	struct cx *cx, struct store *s, int64_t id, int64_t number, struct bytes *out);

/* Replaces what was kept; beyond IMPORT_LEFT_MAX, nothing is. */
MUST_CHECK enum err store_import_left_put(
	struct cx *cx, struct store *s, int64_t id, const struct import_left *rows, size_t count);
MUST_CHECK enum err store_import_left_list(
	struct cx *cx, struct store *s, int64_t id, const struct import_left **rows, size_t *count);

/* A completed play. Its times are UNDATED_MS when it is not known when. */
struct import_play {
	int64_t import_id, user_id, item_id;
	int64_t at_ms;
	bool day_only;
	int64_t from_ms, to_ms; /* a play in that time is the same one; to_ms excluded */
};

/*
 * Adds it, unless the person has a play of the item in that time, also one that
 * was removed. Without a time, any completed play is the same one.
 */
MUST_CHECK enum err store_import_play(
	struct cx *cx, struct store *s, const struct import_play *play, bool *is_added);

/*
 * Removes some of the plays that it has added; *goes_on: there may be more. The
 * last call removes works that came with it and have nothing else, and the row.
 */
MUST_CHECK enum err store_import_undo(
	struct cx *cx, struct store *s, const struct import_file *row, bool *goes_on);

/* Files that were looked at and not imported within an hour. */
MUST_CHECK enum err store_import_prune(struct cx *cx, struct store *s);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tracker.h -- imports the history that another tracker or server hands out.
 *
 * The format is told by what is in the file: a table, JSON, or a zip archive of
 * such (shared/providers/past.h). A row that cannot be read is left out with a
 * sentence, and the others count. Every row is a completed play: one that is
 * here already, told by a report or by another file, stays as it is (same item
 * and day, in the zone in use), so the same file twice adds nothing.
 */
#ifndef SHARED_ACTIONS_TRACKER_H
#define SHARED_ACTIONS_TRACKER_H

#include "shared/actions/tracker_play.h"
#include "shared/files/input.h"

enum { TRACKER_ROWS_MAX = 1000000 };

/* What is in a file. In the arena of *cx. */
struct tracker_found {
	struct import_file file;
	struct tracker_counts counts;
	const struct import_left *left; /* the first IMPORT_LEFT_MAX */
	size_t left_count;
};

/* Only looks. ERR_INPUT: it is of no known format, or nothing can be read. */
MUST_CHECK enum err tracker_look(struct cx *cx, int64_t user_id, const char *name,
	const struct input *in, struct tracker_found *out);

/*
 * Imports it, in transactions of its own, and yields between them. *out is what
 * tracker_look has found of the same bytes; its counts become those of the
 * import. When it is broken off, the same call with the same file continues.
 */
MUST_CHECK enum err tracker_import(
	struct cx *cx, struct store *s, const struct input *in, struct tracker_found *out);

/*
 * Keeps the bytes, and what was found in them, for tracker_import_kept; in
 * transactions of its own. out->file.id is its id. Of a file without a play
 * that can be named, the bytes are not kept: there is nothing to import.
 */
MUST_CHECK enum err tracker_keep(
	struct cx *cx, struct store *s, const struct input *in, struct tracker_found *out);
/* ERR_NOT_FOUND; ERR_CONFLICT: it was imported, or its bytes are gone. */
MUST_CHECK enum err tracker_import_kept(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, struct tracker_found *out);

/* Takes back all of an import, in transactions of its own. */
MUST_CHECK enum err tracker_undo(struct cx *cx, struct store *s, int64_t user_id, int64_t id);

#endif

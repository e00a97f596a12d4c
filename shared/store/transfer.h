/* SPDX-License-Identifier: MIT */
/*
 * transfer.h -- a person's plays, out of one database and into another.
 *
 * Rows are exported one at a time, so that a long history needs no more memory
 * than a short one. An imported row is merged with the stored rows and never
 * overwrites what is known.
 */
#ifndef SHARED_STORE_TRANSFER_H
#define SHARED_STORE_TRANSFER_H

#include "shared/store/play.h"

/* What was played; only the identifying members of the report are set. */
struct transfer_item {
	struct report named;
	const struct id *more; /* ids beyond the first of their source */
	size_t more_count;
};

struct transfer_play {
	struct transfer_item of;
	const char *provider; /* of the integration, also of a removed one, or NULL; export only */
	enum play_state state;
	int64_t share, furthest;
	int64_t position_ms, duration_ms; /* or UNSAID */
	const char *session;              /* or NULL */
	int64_t started_ms, updated_ms;
	int64_t completed_ms; /* or UNSAID */
	int64_t removed_ms;   /* or UNSAID */
	bool day_only;        /* of the times, only the day is known */
};

struct transfer_sitting {
	struct transfer_item of;
	const char *session;   /* or NULL */
	int64_t play_event_ms; /* or UNSAID */
	int64_t heard_ms;
	bool is_done;
};

/*
 * Calls each with every play of the person, in the order of their start. The
 * context and the row are valid during the call only. An error of `each` ends
 * the pass and is returned, with its note.
 *
 * No statement is open during a call: `each` may take its time, and the log of
 * the database can be moved into its file meanwhile. So each row is as it is
 * then; what is added during the pass may be missing.
 */
typedef enum err transfer_play_fn(struct cx *cx, void *arg, const struct transfer_play *row);
MUST_CHECK enum err store_transfer_plays(
	struct cx *cx, struct store *s, int64_t user_id, transfer_play_fn *each, void *arg);

/* The same for sittings, ordered by item. */
typedef enum err transfer_sitting_fn(struct cx *cx, void *arg, const struct transfer_sitting *row);
MUST_CHECK enum err store_transfer_sittings(
	struct cx *cx, struct store *s, int64_t user_id, transfer_sitting_fn *each, void *arg);

/* Finds the person's item by the ids of its work, or adds it. */
MUST_CHECK enum err store_transfer_item(struct cx *cx, struct store *s, int64_t user_id,
	const struct transfer_item *item, int64_t *item_id);

enum transfer_result {
	TRANSFER_ADDED,
	TRANSFER_MOVED, /* a known play, with newer progress */
	TRANSFER_KNOWN, /* nothing changed */
};

/*
 * A play is identified by its start. An item has at most one open play: of two,
 * the one with the newer report wins. Completed plays stay completed, and
 * removed ones stay removed.
 */
MUST_CHECK enum err store_transfer_play(struct cx *cx, struct store *s,
	const struct viewing *viewing, const struct transfer_play *play, enum transfer_result *how);

/* Only the newest sitting of an item is kept. */
MUST_CHECK enum err store_transfer_sitting(struct cx *cx, struct store *s,
	const struct viewing *viewing, const struct transfer_sitting *sitting,
	enum transfer_result *how);

#endif

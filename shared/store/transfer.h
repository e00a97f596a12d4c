/* SPDX-License-Identifier: MIT */
/*
 * transfer.h -- a person's plays on their way out of one database and into
 * another.
 *
 * Going out, rows come one at a time, so that a long history needs no more
 * memory than a short one. Coming in, a row meets what is stored already and
 * changes nothing that is known.
 */
#ifndef SHARED_STORE_TRANSFER_H
#define SHARED_STORE_TRANSFER_H

#include "shared/store/play.h"

/* What was played. Of the report only what names it is filled. */
struct transfer_item {
	struct report named;
	const struct id *more; /* ids beyond the first of their source */
	size_t more_count;
};

struct transfer_play {
	struct transfer_item of;
	const char *provider; /* that told of it, or NULL; only going out */
	enum play_state state;
	int64_t share, furthest;
	int64_t position_ms, duration_ms; /* or UNSAID */
	const char *session;              /* or NULL */
	int64_t started_ms, updated_ms;
	int64_t completed_ms; /* or UNSAID */
	int64_t removed_ms;   /* its person took it out then, or UNSAID */
};

struct transfer_sitting {
	struct transfer_item of;
	const char *session;   /* or NULL */
	int64_t play_event_ms; /* or UNSAID */
	int64_t heard_ms;
	bool is_done;
};

/*
 * Calls each with every play of the person in the order in which they began.
 * The context handed to it, and the row, are for that call only. An error of
 * `each` ends it and is returned, with its note.
 */
typedef enum err transfer_play_fn(struct cx *cx, void *arg, const struct transfer_play *row);
MUST_CHECK enum err store_transfer_plays(
	struct cx *cx, struct store *s, int64_t user_id, transfer_play_fn *each, void *arg);

/* The same for sittings, in the order of the items. */
typedef enum err transfer_sitting_fn(struct cx *cx, void *arg, const struct transfer_sitting *row);
MUST_CHECK enum err store_transfer_sittings(
	struct cx *cx, struct store *s, int64_t user_id, transfer_sitting_fn *each, void *arg);

/* The item, found by any id of its work; made when new. */
MUST_CHECK enum err store_transfer_item(
	struct cx *cx, struct store *s, const struct transfer_item *item, int64_t *item_id);

enum carried {
	CARRIED_ADDED,
	CARRIED_MOVED, /* a play that is known, further than it was known */
	CARRIED_KNOWN, /* nothing changed */
};

/*
 * A play is known by when it began. Besides, an item has one open play: where
 * two meet, the newer word stands. What is completed stays completed, and what
 * was taken out stays out.
 */
MUST_CHECK enum err store_transfer_play(struct cx *cx, struct store *s,
	const struct viewing *viewing, const struct transfer_play *play, enum carried *how);

/* Only the newest sitting of an item is kept. */
MUST_CHECK enum err store_transfer_sitting(struct cx *cx, struct store *s,
	const struct viewing *viewing, const struct transfer_sitting *sitting, enum carried *how);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * lists.h -- a run: the rows, their items, and the requests that are still to
 * be made to learn about these.
 */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_LISTS_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_LISTS_H

#include "shared/providers/audiobookshelf/copies.h"
#include "shared/providers/source.h"

enum abs_step_kind {
	STEP_ME,
	STEP_BATCH,  /* the wanted items [first, first + count) */
	STEP_SINGLE, /* wanted item number first */
	STEP_LIBRARIES,
	STEP_LIBRARY, /* podcasts of the library `id` */
	STEP_EPISODE, /* of row number first */
};

struct abs_step {
	enum abs_step_kind kind;
	size_t first, count;
	const char *id;
	bool is_split; /* a batch of which each is asked for alone if refused */
};

enum { BATCH_MAX = 100 };

struct abs_run {
	struct target target;
	const char *user, *etag;
	bool is_refresh; /* rows are requested even if they have not changed */
	size_t row_count, seen;
	struct abs_row *rows; /* oldest word first */
	size_t item_count;
	struct abs_item *items;   /* by id */
	struct abs_names names;   /* which of them are copies of one work */
	struct abs_item **wanted; /* books and ebooks that are asked for */
	size_t wanted_count;
	bool has_all;           /* every item that is due is among them */
	struct abs_step *steps; /* a queue: [next_step, step_count) */
	size_t step_count, step_room, next_step;
	size_t answered;  /* of them */
	size_t batch_max; /* shrinks when an answer is too large */
	size_t lost_in_a_row;
	size_t lost_count;      /* items that the server failed to show: is_lost */
	size_t lost_last, good; /* the last step that was lost in the end; that was not */
	const char *lost;       /* how it failed the last time */
};

/* Makes run->items from the rows: one per item, sorted by id. */
void abs_collect_items(struct cx *cx, struct abs_run *run);

/* Is one of the items a podcast that is asked for? */
bool abs_wants_podcast(const struct abs_run *run);

/* The key under which an episode is remembered. */
const char *abs_episode_key(struct cx *cx, const struct abs_row *row);

/*
 * The server has answered what was asked after them: it is well, so those items
 * that it failed to show are passed over, each for itself.
 */
void abs_pass_over_lost(struct cx *cx, struct abs_run *run, struct batch *out);

/* The answers to the steps of the same names; see struct source. */
MUST_CHECK enum err abs_accept_batch(struct cx *cx, struct abs_run *run,
	const struct abs_step *step, const struct answer *a, struct batch *out);
MUST_CHECK enum err abs_accept_single(struct cx *cx, struct abs_run *run,
	const struct abs_step *step, const struct answer *a, struct batch *out);
MUST_CHECK enum err abs_accept_libraries(
	struct cx *cx, struct abs_run *run, const struct answer *a, struct batch *out);
MUST_CHECK enum err abs_accept_library(
	struct cx *cx, struct abs_run *run, const struct answer *a, struct batch *out);
void abs_accept_episode(struct cx *cx, struct abs_run *run, const struct abs_step *step,
	const struct answer *a, struct batch *out);

#endif

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
};

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
};

void abs_add_step(struct cx *cx, struct abs_run *run, struct abs_step step);

/* Makes run->items from the rows: one per item, sorted by id. */
void abs_collect_items(struct cx *cx, struct abs_run *run);

/* Is one of the items a podcast that is asked for? */
bool abs_wants_podcast(const struct abs_run *run);

/* The key under which an episode is remembered. */
const char *abs_episode_key(struct cx *cx, const struct abs_row *row);

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

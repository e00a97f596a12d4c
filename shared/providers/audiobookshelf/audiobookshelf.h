/* SPDX-License-Identifier: MIT */
/*
 * audiobookshelf.h -- private to the source: its rows and items.
 *
 * The server's numbers are seconds with decimals. They are kept as whole
 * microseconds, fine enough that 95 % of a book is exactly 95 % here too.
 */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_AUDIOBOOKSHELF_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_AUDIOBOOKSHELF_H

#include "shared/json/reader.h"
#include "shared/providers/source.h"

enum { SECOND = 1000000, MICROS_PER_MS = 1000 };

/* What the server says of a book or a podcast, or of an episode. */
struct abs_item {
	const char *id;
	enum { ITEM_UNKNOWN, ITEM_KNOWN, ITEM_HIDDEN } standing;
	bool is_asked;   /* in this run */
	bool is_podcast; /* by the rows that name it */
	bool has_audio;
	const char *title, *author;
	const char *asin, *isbn, *itunes; /* as spelled there, or NULL */
	int64_t duration;                 /* microseconds, 0 unknown */
	int year;                         /* or UNSAID */
};

/* One entry of mediaProgress. */
struct abs_row {
	const char *id, *item_id, *episode_id; /* episode_id or NULL */
	struct abs_item *item;
	struct abs_item episode;                     /* only its id, standing and title */
	bool is_finished, is_done;                   /* done: handed out */
	bool was_hidden;                             /* the same row, of an item not shown */
	bool was_over;                               /* finished or near the end, last time */
	bool is_again;                               /* finished then, and once more since */
	int64_t duration, position, progress, ebook; /* the last two: shares */
	int64_t updated_ms, finished_ms;             /* 0: not said */
	const char *state;                           /* what to remember */
	const char *text;                            /* the row as JSON */
};

/*
 * Reads an entry. ERR_INPUT when it has no usable ids; row->text is set all
 * the same.
 */
MUST_CHECK enum err abs_row_read(struct cx *cx, struct json entry, struct abs_row *row);

/* Compares with what was remembered; true when there is something new. */
bool abs_row_is_news(struct abs_row *row, const char *remembered);

/* What to remember of a row whose item is settled. */
const char *abs_row_state(struct cx *cx, const struct abs_row *row);

/* The message of a row whose item is settled. `server` names local ids. */
void abs_row_message(struct cx *cx, const struct abs_row *row, const char *server, const char *user,
	struct message *out);

/* From the expanded or the minified form of an item. */
void abs_item_read(struct cx *cx, struct json entry, struct abs_item *item);

/* To and from what is remembered of an item. */
const char *abs_item_text(struct cx *cx, const struct abs_item *item);
void abs_item_recall(struct cx *cx, const char *text, struct abs_item *item);

/* How long it may be believed. */
int64_t abs_item_until(int64_t now_ms, const struct abs_item *item);

/* Letters, digits, '-' and '_' only: it goes into paths. */
bool abs_is_id(const char *id);

enum abs_step_kind {
	STEP_ME,
	STEP_BATCH,  /* wanted books [first, first + count) */
	STEP_SINGLE, /* wanted book number first */
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
	size_t row_count, seen;
	struct abs_row *rows; /* only those that are news */
	size_t item_count;
	struct abs_item *items;   /* by id */
	struct abs_item **wanted; /* those of them that are unknown books */
	struct abs_step *steps;   /* a queue: [next_step, step_count) */
	size_t step_count, step_room, next_step;
};

void abs_add_step(struct cx *cx, struct abs_run *run, struct abs_step step);
bool abs_is_json(const struct answer *a); /* 200, and says it is JSON */

/* Makes run->items of the rows: one each, sorted by id. */
void abs_collect_items(struct cx *cx, struct abs_run *run);

/* One of them; NULL: no row names it. */
struct abs_item *abs_find_item(const struct abs_run *run, const char *id);

/* What an episode is remembered by. */
const char *abs_episode_key(struct cx *cx, const struct abs_row *row);

/* The answers to the steps of the same names; see struct source_kind. */
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

/* SPDX-License-Identifier: MIT */
/*
 * audiobookshelf.h -- private to the source: its rows and items.
 *
 * The server sends seconds with decimals. They are kept as whole microseconds,
 * which is precise enough for 95 % of a book to stay exactly 95 %.
 */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_AUDIOBOOKSHELF_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_AUDIOBOOKSHELF_H

#include "shared/json/reader.h"
#include "shared/providers/source.h"

enum { SECOND = 1000000, MICROS_PER_MS = 1000 };

/* A book, a podcast or an episode, as the server describes it. */
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
	bool is_finished, is_done;                   /* done: passed on */
	bool was_hidden;                             /* the same row, when its item was hidden */
	bool was_over;                               /* finished or near the end, last time */
	bool is_again;                               /* finished then, and again since */
	int64_t duration, position, progress, ebook; /* the last two: shares */
	int64_t updated_ms, finished_ms;             /* 0: not said */
	const char *state;                           /* what to remember */
	const char *text;                            /* the row as JSON */
};

/* Reads an entry. ERR_INPUT without usable ids; row->text is set anyway. */
MUST_CHECK enum err abs_row_read(struct cx *cx, struct json entry, struct abs_row *row);

/* True if the row differs from what was remembered of it. */
bool abs_row_is_news(struct abs_row *row, const char *remembered);

/* What to remember of a row whose item is settled. */
const char *abs_row_state(struct cx *cx, const struct abs_row *row);

/* The message of a row whose item is settled. `server` names local ids. */
void abs_row_message(struct cx *cx, const struct abs_row *row, const char *server, const char *user,
	struct message *out);

/* From the expanded or the minified form of an item. */
void abs_item_read(struct cx *cx, struct json entry, struct abs_item *item);

/* The remembered form of an item, and back. */
const char *abs_item_text(struct cx *cx, const struct abs_item *item);
void abs_item_recall(struct cx *cx, const char *text, struct abs_item *item);

/* Until when that form may be used. */
int64_t abs_item_until(int64_t now_ms, const struct abs_item *item);

/* Letters, digits, '-' and '_' only, because ids become parts of paths. */
bool abs_is_id(const char *id);

enum abs_step_kind {
	STEP_ME,
	STEP_BATCH,  /* the wanted books [first, first + count) */
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

/* Makes run->items from the rows: one per item, sorted by id. */
void abs_collect_items(struct cx *cx, struct abs_run *run);

/* NULL if no row names it. */
struct abs_item *abs_find_item(const struct abs_run *run, const char *id);

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

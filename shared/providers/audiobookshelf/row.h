/* SPDX-License-Identifier: MIT */
/* row.h -- the progress of one item, as the server lists it. */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_ROW_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_ROW_H

#include "shared/providers/audiobookshelf/item.h"

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

#endif

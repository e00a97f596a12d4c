/* SPDX-License-Identifier: MIT */
/* row.h -- the progress of one item, as the server lists it. */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_ROW_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_ROW_H

#include "shared/providers/audiobookshelf/item.h"

/* What counts in an entry of mediaProgress: a change of it is news. */
struct abs_state {
	bool is_finished;
	int64_t finished_ms;                         /* 0: not said */
	int64_t duration, position, progress, ebook; /* the last two: shares */
};

/* What is remembered of a row, besides that. */
struct abs_past {
	bool is_known;   /* the row was passed on before, and its item was known */
	bool was_hidden; /* its item was not */
	bool was_over;   /* finished or near the end, at any time */
	int64_t at_ms;   /* when it was true; 0: not known */
	uint64_t print;  /* of the item, as passed on; 0: not known */
	struct abs_state state;
};

/* One entry of mediaProgress. */
struct abs_row {
	const char *id, *item_id, *episode_id; /* episode_id or NULL */
	struct abs_item *item;
	struct abs_item episode; /* only its id, standing, title and guid */
	struct abs_row *next_of_item;
	struct abs_state now;
	struct abs_past past;
	int64_t updated_ms, started_ms; /* 0: not said */
	bool is_news, is_done;          /* done: passed on, or nothing to pass on */
	bool is_older;                  /* another row of this work has newer word */
	bool starts;                    /* another listening than the last one */
	struct json entry;              /* valid as long as the answer is */
	const char *text;               /* the row as JSON, once it is needed */
};

/* Reads an entry. ERR_INPUT without usable ids. */
MUST_CHECK enum err abs_row_read(struct cx *cx, struct json entry, struct abs_row *row);

/* Compares it with what was remembered of it, or NULL; sets past, is_news. */
void abs_row_compare(struct abs_row *row, const char *remembered);

/* What to remember of a row whose item is settled. */
const char *abs_row_state(struct cx *cx, const struct abs_row *row);

/* When it was true; a finished one: when it was finished. 0: not said. */
int64_t abs_row_at(const struct abs_row *row);

/* Position and duration in one unit, as the row means them. */
struct abs_place {
	int64_t position, duration;
	int64_t units_per_ms;
};
struct abs_place abs_row_place(const struct abs_row *row);

/* Is it finished, or so near the end that little is left? */
bool abs_row_is_over(const struct abs_row *row);

/* The episode's own name within its podcast: it outlives its id. */
const char *abs_row_part(const struct abs_row *row);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * library.h -- what a person sees of their own: what is playing, what was
 * begun and finished, their works, and each work with its parts and plays.
 *
 * Read only, and of the person that is asked for only. Plays that were taken
 * out show up in store_library_plays alone. Works, their parts and ids belong
 * to everybody; which of them a person sees is decided by their own plays.
 */
#ifndef SHARED_STORE_LIBRARY_H
#define SHARED_STORE_LIBRARY_H

#include "shared/progress/state.h"
#include "shared/store/library_work.h"

struct library_play {
	int64_t id, work_id;
	enum kind kind;
	const char *title;             /* of the work, or NULL */
	int season, episode;           /* or UNSAID */
	const char *part_title;        /* or NULL */
	const char *provider, *teller; /* of the integration and its name; */
				       /* NULL: by hand, or it is gone */
	enum play_state state;
	int64_t share;                    /* a completed play: the whole */
	int64_t position_ms, duration_ms; /* or UNSAID */
	int64_t started_ms, updated_ms;
	int64_t completed_ms; /* or UNSAID */

	/* Filled by store_library_plays only: what was last changed by hand. */
	int64_t edit_id; /* 0: nothing that stands */
	const char *change;
	int64_t edited_ms;
	bool is_removed;
};

/* A play whose last word is not older counts as playing now. */
enum { NOW_MS = 90 * 1000 };

enum library_list {
	LIBRARY_NOW,       /* open plays heard of within NOW_MS */
	LIBRARY_OPEN,      /* the other open ones */
	LIBRARY_COMPLETED, /* newest completion first; the others newest word */
};
struct library_play_filter {
	enum library_list which;
	int64_t user_id;
	size_t limit;
};
MUST_CHECK enum err store_library_list(struct cx *cx, struct store *s,
	const struct library_play_filter *filter, const struct library_play **rows, size_t *count);

enum library_order { ORDER_RECENT, ORDER_TITLE, ORDER_NEWEST };

struct library_filter {
	int64_t user_id;
	enum kind kind;        /* KIND_NONE: all */
	enum play_state state; /* PLAY_COMPLETED: nothing is open */
	const char *words;     /* part of the title in any case; "": all */
	enum library_order order;
	int page; /* from 1 */
};
enum { LIBRARY_PAGE = 30, LIBRARY_PAGES = 1000, LIBRARY_WORDS_MAX = 100 };

/* Works with a play; *total is how many there are on all pages. */
MUST_CHECK enum err store_library_works(struct cx *cx, struct store *s,
	const struct library_filter *filter, const struct library_work **rows, size_t *count,
	int64_t *total);

/* Newest first, those taken out in the last 30 days among them. */
MUST_CHECK enum err store_library_plays(struct cx *cx, struct store *s,
	const struct library_slice *slice, const struct library_play **rows, size_t *count);

#endif

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

#include "shared/db/db.h"
#include "shared/progress/report.h"
#include "shared/progress/state.h"

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
MUST_CHECK enum err store_library_list(struct cx *cx, struct store *s, enum library_list which,
	int64_t user_id, size_t limit, const struct library_play **rows, size_t *count);

struct library_work {
	int64_t id;
	enum kind kind;
	const char *title, *author; /* or NULL */
	int year;                   /* or UNSAID */

	/* What counts of this person's plays. */
	int64_t parts, completed; /* items, and those completed once at least */
	int64_t open;             /* plays in progress */
	int64_t share;            /* of the open one, or UNSAID */
	int64_t updated_ms;       /* newest word, or UNSAID */
};

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

/* ERR_NOT_FOUND without any play of it, be it one that was taken out. */
MUST_CHECK enum err store_library_work(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct library_work **out);

/* All ids of a work, in the order of enum catalog; `local` may be several. */
MUST_CHECK enum err store_library_ids(
	struct cx *cx, struct store *s, int64_t work_id, const struct id **rows, size_t *count);

/* The episodes that were played, by season, the last one first. */
struct library_season {
	int season; /* UNSAID: what has none, as a podcast's episodes */
	int64_t parts, completed, open;
};
MUST_CHECK enum err store_library_seasons(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct library_season **rows, size_t *count);

struct library_part {
	int64_t item_id;
	int season, episode;  /* or UNSAID */
	const char *title;    /* or NULL */
	int64_t times;        /* it was completed */
	int64_t completed_ms; /* last, or UNSAID */
	int64_t share;        /* of the open play, or UNSAID */
};

/* Which rows of a list: the person, the work, and where to begin. */
struct library_slice {
	int64_t user_id, work_id;
	int season; /* of parts: the season */
	size_t skip, limit;
};
MUST_CHECK enum err store_library_parts(struct cx *cx, struct store *s,
	const struct library_slice *slice, const struct library_part **rows, size_t *count);

/* Newest first, those taken out in the last 30 days among them. */
MUST_CHECK enum err store_library_plays(struct cx *cx, struct store *s,
	const struct library_slice *slice, const struct library_play **rows, size_t *count);

struct library_delivery {
	int64_t id, last_ms, count;
	const char *event; /* or NULL */
	enum reason reason;
};
MUST_CHECK enum err store_library_deliveries(struct cx *cx, struct store *s, int64_t user_id,
	int64_t play_id, size_t limit, const struct library_delivery **rows, size_t *count);

#endif

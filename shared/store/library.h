/* SPDX-License-Identifier: MIT */
/*
 * library.h -- a person's library: what is playing, started and completed, the
 * works, and the plays of a work.
 *
 * Reads only, and only the works and plays of the given person. Removed plays
 * are listed by store_library_plays alone. Works without a play are left out.
 */
#ifndef SHARED_STORE_LIBRARY_H
#define SHARED_STORE_LIBRARY_H

#include "shared/base/lengths.h"
#include "shared/progress/state.h"
#include "shared/store/library_work.h"

struct library_play {
	int64_t id, work_id;
	enum kind kind;
	const char *title;                  /* of the work, or NULL */
	const char *author;                 /* or NULL */
	int season, episode;                /* or UNSAID */
	const char *part_title;             /* or NULL */
	const char *provider, *integration; /* NULL: entered manually; of a removed one too */
	enum play_state state;
	int64_t share;                    /* SHARE_WHOLE for a completed play */
	int64_t position_ms, duration_ms; /* or UNSAID */
	int64_t started_ms, updated_ms;
	int64_t completed_ms; /* or UNSAID */

	/* Set by store_library_plays only: the last edit. */
	int64_t edit_id; /* 0: none, or all are undone */
	const char *change;
	int64_t edited_ms;
	bool is_removed;
};

/* A play that was reported within that time counts as playing now. */
enum { NOW_MS = 90 * 1000 };

enum library_list {
	LIBRARY_NOW,       /* open plays reported within NOW_MS */
	LIBRARY_OPEN,      /* the other open ones */
	LIBRARY_COMPLETED, /* newest completion first; the others newest report first */
};
struct library_play_filter {
	enum library_list which;
	int64_t user_id;
	size_t limit;
};
MUST_CHECK enum err store_library_list(struct cx *cx, struct store *s,
	const struct library_play_filter *filter, const struct library_play **rows, size_t *count);

enum library_order {
	ORDER_RECENT,
	ORDER_TITLE,
	ORDER_NEWEST,
	ORDER_BEST, /* only with words: the title that has least besides them first */
};

struct library_filter {
	int64_t user_id;
	enum kind kind;        /* KIND_NONE: all */
	enum play_state state; /* PLAY_COMPLETED: without an open play */
	const char *words;     /* each begins a word of the title (fold.h); "": all */
	enum library_order order;
	int page; /* from 1 */

	/* Without words, instead of `page`: */
	const char *from; /* ORDER_TITLE: titles from there on (fold_sort); NULL: all */
	int64_t after;    /* ORDER_TITLE, ORDER_NEWEST: works behind that one; 0: all */
};
enum { LIBRARY_PAGE = 60, LIBRARY_PAGES = 1000 };

/* Of more works that have some words, it is only known that they are more. */
enum { LIBRARY_COUNTED = 1000 };

struct library_found {
	const struct library_work *rows; /* of the page */
	size_t count;
	int64_t total; /* of all pages; with words at most LIBRARY_COUNTED + 1 */
	bool has_more; /* there is a next page */
};

/* Works with a play. Behind a work that is not there: from the start. */
MUST_CHECK enum err store_library_works(struct cx *cx, struct store *s,
	const struct library_filter *filter, struct library_found *out);

/* Newest first, including those removed in the last 30 days. */
MUST_CHECK enum err store_library_plays(struct cx *cx, struct store *s,
	const struct library_slice *slice, const struct library_play **rows, size_t *count);

#endif

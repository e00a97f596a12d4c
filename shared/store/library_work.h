/* SPDX-License-Identifier: MIT */
/*
 * library_work.h -- one work as a person sees it: its ids, its parts, and which
 * deliveries changed its plays.
 */
#ifndef SHARED_STORE_LIBRARY_WORK_H
#define SHARED_STORE_LIBRARY_WORK_H

#include "shared/db/db.h"
#include "shared/progress/report.h"

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

struct library_delivery {
	int64_t id, last_ms, count;
	const char *event; /* or NULL */
	enum reason reason;
};
struct library_delivery_filter {
	int64_t user_id, play_id;
	size_t limit;
};
MUST_CHECK enum err store_library_deliveries(struct cx *cx, struct store *s,
	const struct library_delivery_filter *filter, const struct library_delivery **rows,
	size_t *count);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * library_work.h -- a work in the library of a person: its ids, its parts, and
 * the deliveries that changed its plays.
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

	/* Of this person's plays that count. */
	int64_t parts, completed; /* items played, and those completed at least once */
	int64_t open;             /* plays in progress */
	int64_t share;            /* of the open one, or UNSAID */
	int64_t updated_ms;       /* of the latest report, or UNSAID */
};

/*
 * ERR_NOT_FOUND if the person has no play of it, not even a removed one, and
 * has never said anything of it (edit.h).
 */
MUST_CHECK enum err store_library_work(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct library_work **out);

/*
 * All ids of a work, in the order of enum catalog; there may be several `local`
 * ones.
 */
MUST_CHECK enum err store_library_ids(
	struct cx *cx, struct store *s, int64_t work_id, const struct id **rows, size_t *count);

/* The seasons with episodes that were played, last season first. */
struct library_season {
	int season; /* UNSAID: without a season, such as a podcast's episodes */
	int64_t parts, completed, open;
};
MUST_CHECK enum err store_library_seasons(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct library_season **rows, size_t *count);

struct library_part {
	int64_t item_id;
	int season, episode;  /* or UNSAID */
	const char *title;    /* or NULL */
	int64_t times;        /* how often it was completed */
	int64_t completed_ms; /* the last time, or UNSAID */
	int64_t share;        /* of the open play, or UNSAID */
};

/* A part of a list: whose, of which work, and which rows. */
struct library_slice {
	int64_t user_id, work_id;
	int season; /* for parts */
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

/* SPDX-License-Identifier: MIT */
/*
 * guide.h -- the episodes of a show as its server lists them, with what its
 * person has watched of them.
 */
#ifndef SHARED_STORE_GUIDE_H
#define SHARED_STORE_GUIDE_H

#include "shared/db/db.h"
#include "shared/progress/episode.h"

/*
 * A show of the integration whose list is due, with the server's id of it; 0:
 * none. Played in the last two weeks, it is asked for every day.
 */
struct guide_due {
	int64_t work_id;
	const char *item;
	int64_t failures;
	int64_t played_ms; /* last time */
};
MUST_CHECK enum err store_guide_next(
	struct cx *cx, struct store *s, int64_t integration_id, struct guide_due *out);
MUST_CHECK enum err store_guide_asked(
	struct cx *cx, struct store *s, int64_t work_id, int64_t failures, int64_t next_ms);
MUST_CHECK enum err store_guide_put_off(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t next_ms);

/* In place of what was listed before. */
MUST_CHECK enum err store_guide_put(struct cx *cx, struct store *s, int64_t work_id,
	const struct guide_episode *rows, size_t count);

/* Is anything listed? */
MUST_CHECK enum err store_guide_has(struct cx *cx, struct store *s, int64_t work_id, bool *has);

/*
 * Every episode that is listed or was reported, in their order, at most
 * GUIDE_ROWS_MAX of them.
 */
struct guide_row {
	struct guide_episode episode;
	int64_t times;        /* completed */
	int64_t completed_ms; /* last time, or UNSAID */
	int64_t share;        /* of an open play, or UNSAID */
};
enum { GUIDE_ROWS_MAX = 3500 };
MUST_CHECK enum err store_guide_rows(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct guide_row **rows, size_t *count);

/*
 * The first listed episode after that one that is not completed, without the
 * specials; title NULL and season UNSAID if there is none. *left counts those
 * that were broadcast by now.
 */
MUST_CHECK enum err store_guide_after(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, struct guide_episode *at, int64_t *left);

#endif

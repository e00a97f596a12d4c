/* SPDX-License-Identifier: MIT */
/*
 * history.h -- what one person watched, when, and for how long.
 *
 * A completed play is listed at the time of its completion and counts with its
 * whole duration. One in progress is listed at its last report and counts up to
 * its furthest position. Time counts on the day it was spent (spent.h). Days
 * are those of the current time zone (zone.h).
 */
#ifndef SHARED_STORE_HISTORY_H
#define SHARED_STORE_HISTORY_H

#include "shared/db/db.h"
#include "shared/progress/report.h"
#include "shared/progress/state.h"

struct history_filter {
	int64_t user_id;
	enum play_state state; /* of a list: not PLAY_ANY */
	enum kind kind;        /* KIND_NONE: all */
	/* Only plays before that moment, and at that moment with a lower id. */
	int64_t before_ms, before_id;
	int limit; /* at most HISTORY_LIST_MAX */
};
enum { HISTORY_LIST_MAX = 100 };

struct history_row {
	int64_t id, work_id;
	enum kind kind;
	const char *title;       /* of the work, or NULL */
	const char *author;      /* or NULL */
	int season, episode;     /* or UNSAID */
	const char *part_title;  /* or NULL */
	const char *provider;    /* of a removed integration too; or NULL */
	const char *integration; /* its name, or NULL */
	int64_t at_ms;           /* or UNDATED_MS */
	bool day_only;           /* of that time, only the day is known */
	int64_t duration_ms;     /* or UNSAID */
	int64_t watched_ms;      /* 0 if the duration is unknown */
	int64_t furthest;        /* a share */
};

/* Newest first. */
MUST_CHECK enum err store_history_list(struct cx *cx, struct store *s,
	const struct history_filter *filter, const struct history_row **rows, size_t *count);

struct history_sum {
	int64_t watched_ms, completed;
	int64_t listened_ms; /* of watched_ms: what is heard, not seen */
};

struct history_by {
	int64_t integration_id;      /* 0: entered manually, or it is gone */
	bool is_gone;                /* a removed integration of that name */
	const char *provider, *name; /* NULL: entered manually, or not known */
	struct history_sum sum;
};

enum { HISTORY_GONE_MAX = 50 };
struct history_sums {
	struct history_sum whole;
	int64_t first_day;
	struct history_sum *days; /* one per day of the span, none longer than it was */
	int64_t unplaced_ms;      /* of the whole: on no day, as its day is full */
	struct history_sum kinds[KIND__COUNT];
	struct history_by *sources; /* all integrations, even those without plays */
	size_t source_count, gone_count;
};

/* From the beginning of the first day to the end of the last. */
struct history_span {
	int64_t user_id;
	enum play_state state;
	enum kind kind; /* KIND_NONE: all */
	int64_t first_day, last_day;
};

/* One pass over the plays of the span per state. */
MUST_CHECK enum err store_history_sums(
	struct cx *cx, struct store *s, const struct history_span *span, struct history_sums *out);

/* The time of the oldest play that has one; UNSAID if there is none. */
MUST_CHECK enum err store_history_first(
	struct cx *cx, struct store *s, int64_t user_id, int64_t *at_ms);

#endif

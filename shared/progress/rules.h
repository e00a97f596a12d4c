/* SPDX-License-Identifier: MIT */
/*
 * rules.h -- more than 2 % is started, more than 95 % is completed.
 *
 * Pure: no clock, no database, no allocation, no floating point. Decides what
 * a report changes in the stored progress of a user and an item, and why. The
 * tests are a table. Times are milliseconds UTC; shares are ten-thousandths of
 * a percent (SHARE_WHOLE is 100 %).
 */
#ifndef SHARED_PROGRESS_RULES_H
#define SHARED_PROGRESS_RULES_H

#include "shared/progress/report.h"

/* In hundredths of a percent; both are strict: exactly 2.00 % is not over. */
struct limits {
	int start, complete;
};

enum { LIMIT_START = 200, LIMIT_COMPLETE = 9500, LIMIT_WHOLE = 10000 };

/* A limit as a share. */
static inline int64_t limit_share(int limit)
{
	return (int64_t)limit * (SHARE_WHOLE / LIMIT_WHOLE);
}

/* A sitting ends after this long without a report of the item. */
enum { SITTING_GAP_MS = 10 * 60 * 1000 };

/* What is stored for a user and an item before the report. */
struct progress {
	bool has_play; /* the newest play: open or completed */
	bool is_open;
	/*
	 * Some play of this item is completed. While one is open, that matters
	 * only to a report that looks back (rules_looks_back).
	 */
	bool has_completed;
	int64_t share, furthest;
	int64_t position_ms, duration_ms; /* or UNSAID */
	int64_t updated_ms;               /* of the newest report in it */

	bool has_sitting;
	const char *session;   /* of the sitting, or NULL */
	int64_t play_event_ms; /* when its Play came, or UNSAID */
	int64_t heard_ms;      /* of its last report */
	bool sitting_done;     /* it has completed its play */
	bool session_done;     /* the session of the report has completed one, at any time */
};

enum change {
	CHANGE_NONE,
	CHANGE_CREATE, /* a play */
	CHANGE_MOVE,   /* the open play */
};

struct decision {
	enum reason reason;
	enum change change;
	bool completes; /* the play, with this report */
	int64_t share, furthest, position_ms, duration_ms;
	int64_t at_ms;       /* when it became true */
	int64_t started_ms;  /* of a play that it creates */
	const char *told_by; /* the session of the report, or NULL */

	/* The sitting afterwards; always to be stored. */
	const char *session;
	int64_t play_event_ms, heard_ms;
	bool sitting_done;
};

/*
 * True when position / duration is over limit hundredths of a percent.
 * Exact for any two numbers; false when either is negative, or duration 0.
 */
bool rules_over(int64_t position, int64_t duration, int limit);

/* True when the report alone counts as the whole: finished, or over. */
bool rules_completes(const struct limits *limits, const struct report *r);

/*
 * Does the effect on an open play depend on earlier completions? Not for a
 * player that only sends positions, so the caller can skip the query.
 */
bool rules_looks_back(const struct report *r);

/*
 * Weighs a report of a single item (see report_part) at the time now_ms. Never
 * fails; out->reason says why a report changes nothing.
 */
void rules_weigh(const struct limits *limits, const struct progress *was, const struct report *r,
	int64_t now_ms, struct decision *out);

#endif

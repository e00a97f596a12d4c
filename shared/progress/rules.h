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

#include "shared/progress/limits.h"
#include "shared/progress/report.h"

/* A sitting ends after this long without a report of the item. */
enum { SITTING_GAP_MS = 10 * 60 * 1000 };

/*
 * What is remembered of a sitting besides its bounds; all 0 when nothing is.
 * Times are 0 where unknown.
 */
struct told {
	int64_t told_ms;       /* when the player told its place last */
	int64_t place, length; /* that place, and the file's length; ms */
	int64_t own_ms;        /* the last report that was the player's own */
	int64_t own_place;     /* the place that the server kept then; ms */
	/*
	 * End of the sitting before, if that one had seen (nearly) all of it.
	 */
	int64_t before_ms;
	bool paused;     /* or stopped: no time passes */
	bool followed;   /* reports other than a Stop are heard */
	bool stopped;    /* then: only another Play goes on */
	bool silent;     /* the server has counted on alone since own_ms */
	bool marked;     /* completed by a person's mark */
	bool was_played; /* the server called it played already at its Play */
};

/* Which rule kept the server's word from counting; see rules_told.h. */
enum rule {
	RULE_NONE,
	RULE_TOLD,        /* the player told a place a moment before */
	RULE_NO_NEWS,     /* it was called played already when this began */
	RULE_SILENT,      /* the server counts on alone */
	RULE_SERVER_STOP, /* ... and has stopped it */
	RULE_BEFORE,      /* late, of the viewing before */
};

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
	int64_t started_ms, updated_ms;   /* of its first and its newest report */
	bool day_only;                    /* of these, only the day is known */
	int64_t watched_ms;               /* of an open one; UNSAID: not counted so far */

	bool has_sitting;
	const char *session;   /* of the sitting, or NULL */
	int64_t play_event_ms; /* when its Play came, or UNSAID */
	int64_t heard_ms;      /* of its last report */
	bool sitting_done;     /* it has completed its play */
	bool session_done;     /* the session of the report has completed one, at any time */
	struct told memory;    /* of the sitting */

	/*
	 * There is one sitting for each device. Above is that of the report's,
	 * or the one heard last when the report names none.
	 */
	const char *device;
	bool is_row;             /* ... and it is stored by that name */
	int64_t others_heard_ms; /* the last report of any other device; 0: none */
	int devices;

	int64_t longest_ms; /* the longest length known of the item; 0: none */
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
	enum rule rule; /* that kept the server's word from counting, if any */
	int64_t share, furthest, position_ms, duration_ms;
	int64_t at_ms;       /* when it became true */
	int64_t started_ms;  /* of a play that it creates */
	const char *told_by; /* the session of the report, or NULL */

	int64_t watched_ms; /* of the play, with this report; UNSAID: not counted */

	int64_t dated_ms; /* when it happened, by its person; or UNSAID */

	/*
	 * Nothing is to be stored: the report is of another item, or the word
	 * of a server was not taken and the device has no sitting. One of its
	 * own would hide what other devices told when the word comes again.
	 */
	bool is_passed_by;
	bool is_apart;   /* what is known of the sittings stays as it is */
	bool is_put_off; /* it is being played: to be weighed again later */
	/* The sitting afterwards. */
	const char *session, *device;
	int64_t play_event_ms, heard_ms;
	bool sitting_done;
	struct told memory;
	int64_t longest_ms; /* the same as before, or longer */
};

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

/* SPDX-License-Identifier: MIT */
/*
 * round.h -- what the reports of a round need, read; and what they change,
 * written. Both in the caller's transaction; shared/progress/known.h says what
 * lies between.
 *
 * A write that fails leaves the transaction as it is: roll it back, and run the
 * round again without the report that is to blame.
 */
#ifndef SHARED_STORE_ROUND_H
#define SHARED_STORE_ROUND_H

#include "shared/db/db.h"
#include "shared/progress/journal.h"
#include "shared/progress/match.h"

/* More are read and written in several goes. */
enum { ROUND_REPORTS = 256 };

/* One item that a report is about. */
struct asked_part {
	struct known_slot *slot, *before; /* before: by its earlier id, or NULL */
	struct known_item *item;          /* of either, as it is stored, or NULL */
	bool session_done;                /* the session of the report has completed a play */
};

/* A report, and what was read for it. */
struct asked {
	int64_t user_id, integration_id;
	const struct message *message;
	struct bytes body;
	const char *run; /* that it folds into, or NULL */
	bool is_daily;   /* ... for a day */
	bool is_replay;  /* of a delivery that is in the journal */
	bool waits;      /* for what its sender's server answers */
	bool wants_more; /* of an open play: see struct viewing */
	bool is_allowed; /* by the integration: else nothing is weighed */

	/* Read. After a repeated event nothing else is. */
	struct journal_event *event; /* or NULL, as the next three */
	struct journal_run *of_run, *ends;
	struct journal_body kept;
	struct known_stack *stack;
	bool is_film;    /* a further file of a film that is known */
	bool is_weighed; /* what follows is read */
	const struct report *report;
	struct match match;
	struct known_work *work; /* NULL: not known */
	int parts;
	struct asked_part *list;
};

MUST_CHECK enum err store_round_read(
	struct cx *cx, struct store *s, struct known *known, struct asked list[], size_t count);

/* Afterwards every entry has its id. */
MUST_CHECK enum err store_round_write(struct cx *cx, struct store *s, const struct known *known);

#endif

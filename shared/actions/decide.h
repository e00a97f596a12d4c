/* SPDX-License-Identifier: MIT */
/*
 * decide.h -- what a report of a round leads to, from what was read for it.
 *
 * No database: what is decided changes the entries of the round (known.h), and
 * can be decided again from the same rows.
 */
#ifndef SHARED_ACTIONS_DECIDE_H
#define SHARED_ACTIONS_DECIDE_H

#include "shared/actions/receive.h"
#include "shared/store/credits.h"
#include "shared/store/round.h"

/* What one item of a report was weighed to be. */
struct weighed_part {
	const struct known_item *item;
	const struct standing_play *play; /* NULL: it has none */
	enum reason reason;
	int64_t share, was;
};

/* A report on its way through a round. */
struct weighed {
	const struct incoming *in;
	struct verdict *out;
	struct asked asked;
	/* Why the integration does not take it; REASON_NONE: it does. */
	enum reason barred;
	const char *bar_detail;
	int64_t stranger_id;              /* the account that it waits for, or 0 */
	const struct show_answer *answer; /* that it waits for, or is named by; or NULL */
	struct limits limits;             /* for what it is about */
	struct credits left;              /* what is completed when it begins an episode */
	bool has_begun;                   /* ... and it does */
	/* What it led to. */
	const struct journal_row *row;
	struct weighed_part *parts;
	size_t count;
};

/*
 * False, and nothing is changed, when another report of the round has made it
 * necessary to read rows for this one again.
 */
MUST_CHECK bool decide_report(struct cx *cx, struct known *known, struct weighed *w);

/* When all is written: completes the verdict with the ids of its rows. */
void decide_end(const struct weighed *w);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * naming.h -- a person says what a thing is that no id names; and the undo.
 *
 * The choice is remembered: reports of the thing that come later are taken for
 * that work, too. Those that waited are weighed again at once. Everything runs
 * in the caller's transaction, and everything is checked before it is written:
 * an error has changed nothing. A preview is the same with a rollback.
 *
 * ERR_INPUT: what was entered is wrong; ERR_NOT_FOUND: that person has no such
 * thing, or no such work; ERR_CONFLICT: it was named meanwhile, or not at all.
 */
#ifndef SHARED_ACTIONS_NAMING_H
#define SHARED_ACTIONS_NAMING_H

#include "shared/store/thing.h"

/* So many choices can be remembered of one integration. */
enum { NAMINGS_MAX = 5000 };

/* What a person says; one of the three, and for a show the shift. */
struct naming {
	int64_t user_id; /* 0: of anybody */
	int64_t thing_id;
	const char *id;  /* as it is entered (pasted_as.h), or NULL */
	int64_t work_id; /* one of their works, or 0 */
	bool never;      /* it is not to be tracked */
	struct shift shift;
};

/* What it led to. */
enum { NAMING_PLAYS = 50 };
struct naming_effect {
	const struct thing_row *row; /* as it was before */
	struct thing thing;          /* with the choice */
	int64_t work_id;             /* 0: a work that nothing is known of */
	const char *title;           /* of the work, or NULL */
	struct thing_tally tally;
	const struct thing_play *plays; /* the first NAMING_PLAYS */
	size_t play_count;
	int64_t play_total;
};

MUST_CHECK enum err naming_apply(
	struct cx *cx, struct store *s, const struct naming *naming, struct naming_effect *out);

/* Forgets the choice, and takes back what it led to (store/thing_play.h). */
MUST_CHECK enum err naming_undo(struct cx *cx, struct store *s, int64_t user_id, int64_t thing_id,
	struct naming_effect *out);

/* Its catalog and id, or "never tracked", or "nothing yet". */
const char *naming_words(struct cx *cx, const struct thing *thing);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * rules_sitting.h -- which sitting a report belongs to.
 *
 * The hard part is telling "more of what was just completed" from "watched
 * again": a play is completed once, but its last ticks, its Stop, and the
 * repeats of both keep coming. The sitting decides: a new one begins with
 * another session of the player, with a Play, or after ten minutes of silence,
 * unless those lie between a Play and the completion.
 */
#ifndef SHARED_PROGRESS_RULES_SITTING_H
#define SHARED_PROGRESS_RULES_SITTING_H

#include "shared/progress/rules.h"

/* The sitting of a report, as far as the decision needs it. */
struct place {
	enum {
		PLACE_SAME,
		PLACE_ANOTHER,
		PLACE_PAST,   /* a newer one is known */
		PLACE_BEFORE, /* late: of the one before, which had seen the end */
	} sitting;
	bool done;             /* it has already completed its play */
	bool by_word;          /* the sender says explicitly that it is another one */
	int64_t play_event_ms; /* when its Play came, or UNSAID */
};

struct place sitting_find(
	const struct progress *was, const struct report *r, const struct decision *out);

/* Records that its completion was taken back. */
void sitting_take_back(const struct progress *was, const struct report *r, struct decision *out);

/* Records the sitting for the next report. */
void sitting_keep(const struct progress *was, const struct report *r, const struct place *place,
	struct decision *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * state.h -- the states of a play.
 *
 * A new state is a constant here, a row in state.c and a migration, because the
 * schema lists the names as well.
 */
#ifndef SHARED_PROGRESS_STATE_H
#define SHARED_PROGRESS_STATE_H

#include "shared/base/base.h"

enum play_state {
	PLAY_ANY, /* in a filter: no play is in it */
	PLAY_IN_PROGRESS,
	PLAY_COMPLETED,
	PLAY__COUNT
};

/* The times of a play of which it is not known when it was. */
enum { UNDATED_MS = 0 };

const char *state_name(enum play_state s);  /* "in_progress": in the database and the API */
const char *state_title(enum play_state s); /* "In progress" */
const char *state_word(enum play_state s);  /* "in progress" */

/* False, and *out unchanged, for any other name; "" is no state either. */
MUST_CHECK bool state_parse(const char *name, enum play_state *out);

#endif

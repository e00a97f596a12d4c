/* SPDX-License-Identifier: MIT */
/*
 * attempt.h -- wrong passwords and codes, counted.
 *
 * The first failures in a row have no effect, then each one doubles the wait,
 * from four seconds on. An hour without a failure resets the count.
 *
 * What keeps somebody out is counted by what that somebody has: the network
 * together with the name, the network alone, the browser. By the name alone
 * nobody is kept out, or anybody who knows it could lock its owner out; a name
 * that is guessed from many networks only leaves each of them fewer attempts.
 */
#ifndef SHARED_STORE_ATTEMPT_H
#define SHARED_STORE_ATTEMPT_H

#include "shared/db/db.h"

enum attempt {
	ATTEMPT_NAME,       /* from anywhere; 20 until store_attempt_is_free is false */
	ATTEMPT_GUEST,      /* network and name; 5 are free, a minute at most */
	ATTEMPT_GUEST_SLOW, /* the same count, of which 1 is free */
	ATTEMPT_ADDRESS,    /* network, maybe of a household; 20 are free, 15 minutes at most */
	ATTEMPT_DEVICE,     /* browser that signed in before; 5 are free, a minute at most */
	ATTEMPT_CODE,       /* short codes, by person; 5 are free, 15 minutes at most */
};

/* *until_ms is 0 if there is no need to wait. */
MUST_CHECK enum err store_attempt_wait(
	struct cx *cx, struct store *s, enum attempt by, const char *what, int64_t *until_ms);
/* Fewer failures than are free? */
MUST_CHECK enum err store_attempt_is_free(
	struct cx *cx, struct store *s, enum attempt by, const char *what, bool *is_free);
MUST_CHECK enum err store_attempt_failed(
	struct cx *cx, struct store *s, enum attempt by, const char *what);
MUST_CHECK enum err store_attempt_forget(
	struct cx *cx, struct store *s, enum attempt by, const char *what);

#endif

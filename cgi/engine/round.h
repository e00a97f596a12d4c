/* SPDX-License-Identifier: MIT */
/* round.h -- the requests that share one commit, and their answers. */
#ifndef CGI_ENGINE_ROUND_H
#define CGI_ENGINE_ROUND_H

#include "cgi/engine/aside.h"
#include "cgi/engine/exchange.h"

/* Enough to share a commit well, few enough that nobody waits long. */
enum { ROUND_MAX = 256 };

struct round {
	struct exchange list[ROUND_MAX];
	size_t count;
	struct share shares[ROUND_MAX + ASIDES_MAX];
	size_t sharers;
	size_t bytes;     /* of all bodies */
	bool has_secrets; /* passwords are in the arena */
	struct asides asides;
	int64_t began_us; /* when the first was read, by clock_monotonic_us */
	/*
	 * The previous round: how long its commit took, when it was answered.
	 */
	int64_t commit_us, answered_us;
};

bool round_has_room(const struct cx *cx, const struct round *round);

/*
 * How long to hold the commit for more requests. A client that was just
 * answered usually sends its next request at once; waiting up to one commit
 * time lets it share this fsync. Zero on a fast disk or when idle.
 */
int round_patience_ms(const struct round *round);

enum round_got {
	ROUND_OVER,  /* destroy the connection */
	ROUND_IN,    /* the request is part of the round */
	ROUND_ASIDE, /* it was put aside: leave its connection alone until it is answered */
};

/*
 * Reads one request into the round and does everything for it that needs no
 * transaction.
 */
MUST_CHECK enum round_got round_read(
	struct cx *cx, const struct app *app, struct round *round, struct conn *conn);

/* The same for a request that was put aside and is ready now. */
MUST_CHECK enum round_got round_resume(
	struct cx *cx, const struct app *app, struct round *round, struct aside *aside);

/* Runs what is pending and commits; afterwards every answer is final. */
void round_serve(struct cx *cx, const struct app *app, struct round *round);

/* Sends the answer. False: the connection is over, destroy it. */
MUST_CHECK bool round_answer(struct cx *cx, struct exchange *x);

#endif

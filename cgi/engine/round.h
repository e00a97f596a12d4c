/* SPDX-License-Identifier: MIT */
/* round.h -- the requests that share one commit, and their answers. */
#ifndef CGI_ENGINE_ROUND_H
#define CGI_ENGINE_ROUND_H

#include "cgi/http/route.h"

/* So many that a commit is well shared, so few that nobody waits long. */
enum { ROUND_MAX = 256 };

struct exchange {
	struct conn *conn;
	struct req req;
	struct res res;
	const struct route *route; /* NULL: no such address */
	handler_fn *writer;        /* inside the transaction, or NULL */
	struct res prepared;       /* what the writer begins with, each time */
};

struct round {
	struct exchange list[ROUND_MAX];
	size_t count;
	size_t bytes;     /* of all bodies */
	int64_t began_us; /* when the first was read, by metrics_clock_us */
	/* Of the round before: what its commit took, and when all had answers. */
	int64_t commit_us, answered_us;
};

bool round_has_room(const struct cx *cx, const struct round *round);

/*
 * How long it still waits for more. Where a commit takes 10 ms, one who comes a
 * moment too late for it waits for two. Those who were answered just now come
 * back at once, if they do; so they are waited for as long as their commit took:
 * on a fast disk, or when nobody was there, not at all.
 */
int round_patience_ms(const struct round *round);

/*
 * Reads one request into the round, and does for it what needs no transaction.
 * False: destroy the connection.
 */
MUST_CHECK bool round_read(
	struct cx *cx, const struct app *app, struct round *round, struct conn *conn);

/* The rest for all of the round, and commits; every answer is final then. */
void round_serve(struct cx *cx, const struct app *app, struct round *round);

#endif

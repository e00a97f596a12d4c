/* SPDX-License-Identifier: MIT */
/* round.h -- the requests that share one commit, and their answers. */
#ifndef CGI_ROUND_H
#define CGI_ROUND_H

#include "cgi/route.h"

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
	size_t count;     /* 0: the rest is not set yet */
	size_t octets;    /* of all bodies */
	int64_t began_us; /* when the first was read, by metrics_clock_us */
};

/* May one more be read, or has it taken long enough? */
bool round_has_room(const struct cx *cx, const struct round *round);

/*
 * Reads one request into the round, and does for it what needs no transaction.
 * False: destroy the connection.
 */
MUST_CHECK bool round_read(struct cx *cx, const struct app *app,
	struct round *round, struct conn *conn);

/* The rest for all of the round, and commits; every answer is final then. */
void round_serve(struct cx *cx, const struct app *app, struct round *round);

#endif

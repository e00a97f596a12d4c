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
	size_t count;
	size_t octets;    /* of all bodies */
	int64_t began_us; /* when it began to read, by metrics_clock_us */
};

/* Reads one request into the round. False: destroy the connection. */
MUST_CHECK bool round_read(
	struct cx *cx, struct round *round, struct conn *conn);

/* Handles all of the round and commits; every answer is final then. */
void round_serve(struct cx *cx, const struct app *app, struct round *round);

#endif

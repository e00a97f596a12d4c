/* SPDX-License-Identifier: MIT */
/*
 * route.h -- which handler answers which path.
 *
 * The table in routes.c is the table of contents of the whole interface. Its
 * columns are preconditions that are checked before a handler runs: the handler
 * of a page can rely on an authorised person and on a form that we issued.
 */
#ifndef CGI_HTTP_ROUTE_H
#define CGI_HTTP_ROUTE_H

#include "cgi/http/call.h"

enum who {
	WHO_SENDER, /* a player or a probe: the handler checks by itself */
	WHO_ANYONE, /* a page before signing in */
	WHO_USER,   /* a page of a person who has signed in */
	WHO_ADMIN,  /* a page for administrators; others get a 404 */
	WHO_TOKEN,  /* the API: a bearer token */
};

enum {
	APART = 1,   /* `before` is slow, or opens a transaction: it may write */
	REPORTS = 2, /* sends reports: a token that may only report may do this */
	LONG = 4,    /* `before` reads everything of a person: no limit of time */
};

/*
 * A row has one handler or both. `before` runs before the transaction of the
 * round, on a connection that cannot write: it reads, parses, and refuses. If
 * it returns OK, `inside` runs inside the transaction. `inside` may run twice:
 * when the round has to be repeated, everything it wrote is undone, and the
 * answer is again what it was after `before`.
 */
struct route {
	const char *method;  /* GET answers HEAD too */
	const char *pattern; /* the exact path; ":name": one segment, not empty, no escapes */
	enum who who;
	unsigned flags;
	size_t body_max;          /* bytes; 0 for a GET */
	call_fn *before, *inside; /* NULL: none */
};

extern const struct route routes[];
extern const size_t route_count;

/*
 * Finds the row and fills c->params, or returns NULL. Then res->allow is set if
 * the path exists with another method.
 */
const struct route *route_find(struct call *c);

/* The error for a request without a row: ERR_NOT_FOUND or ERR_METHOD. */
enum err route_none(const struct call *c);

/* The largest body allowed; a small one if there is no row (NULL). */
size_t route_body_max(const struct route *route);

#endif

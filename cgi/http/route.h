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

#include "cgi/http/response.h"
#include "shared/base/conf.h"
#include "shared/db/db.h"

/* What handlers work with, for the life of the process. */
struct app {
	/* For writing; a handler whose row has no flag gets `reader` here. */
	struct store *store;
	struct store *reader; /* a connection that cannot write */
	const struct conf *conf;
};

enum who {
	WHO_SENDER, /* a player or a probe: the handler checks by itself */
	WHO_ANYONE, /* a page before signing in */
	WHO_USER,   /* a page of a person who has signed in */
	WHO_ADMIN,  /* a page for administrators; others get a 404 */
	WHO_TOKEN,  /* the API: a bearer token */
};

enum {
	WRITES = 1, /* the handler runs inside the round's transaction */
	APART = 2,  /* slow, or opens a transaction: the handler runs alone */
};

struct route {
	const char *method;  /* GET answers HEAD too */
	const char *pattern; /* ":name" matches one non-empty segment */
	enum who who;
	unsigned flags;
	size_t body_max; /* bytes; 0 for a GET */
	handler_fn *handler;
};

extern const struct route routes[];
extern const size_t route_count;

/*
 * Finds the row and fills req->params, or returns NULL. Then res->allow is set
 * if the path exists with another method.
 */
const struct route *route_find(struct cx *cx, struct req *req, struct res *res);

/* The error for a request without a row: ERR_NOT_FOUND or ERR_METHOD. */
enum err route_none(struct cx *cx, const struct res *res);

/* ERR_NOT_FOUND, for a thing that is absent or belongs to somebody else. */
enum err route_nothing(struct cx *cx);

/* The number in the path's first ":name"; anything else is ERR_NOT_FOUND. */
MUST_CHECK enum err route_id(struct cx *cx, const struct req *req, int64_t *id);

/* The largest body allowed; a small one if there is no row (NULL). */
size_t route_body_max(const struct route *route);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * route.h -- which handler answers which path.
 *
 * The table in routes.c is the table of contents of the whole interface. Its
 * columns are preconditions, checked before a handler runs.
 */
#ifndef CGI_ROUTE_H
#define CGI_ROUTE_H

#include "cgi/response.h"
#include "shared/conf.h"
#include "shared/store.h"

/* What handlers work with; lives as long as the process. */
struct app {
	struct store *store;
	const struct conf *conf;
};

enum { WRITES = 1 }; /* all of it inside the round's transaction */

struct route {
	const char *method;  /* GET answers HEAD too */
	const char *pattern; /* ":name" is one segment that is not empty */
	unsigned flags;
	handler_fn *handler;
};

extern const struct route routes[];
extern const size_t route_count;

/*
 * Finds the row and fills req->params. NULL: ERR_NOT_FOUND, or ERR_METHOD with
 * res->allow set; the note says so.
 */
const struct route *route_find(
	struct cx *cx, struct req *req, struct res *res, enum err *err);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * response.h -- an answer: built in the arena, sent when it may be.
 *
 * The security headers are written by res_send, so that no handler can
 * forget them.
 */
#ifndef CGI_RESPONSE_H
#define CGI_RESPONSE_H

#include "cgi/request.h"
#include "shared/buf.h"

struct app;
struct res;

/* An error undoes what the handler wrote, and becomes the answer. */
typedef enum err handler_fn(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res);

struct res {
	int status;
	struct buf body;   /* JSON */
	const char *allow; /* for a 405, or NULL */
	const char *log;   /* what to log once it is certain, or NULL */
	/*
	 * What goes on inside the round's transaction, or NULL. So a handler
	 * does first what needs no database, while nobody is locked out.
	 */
	handler_fn *then;
	const void *work; /* for it, from the handler */
};

enum { ANSWER_MAX = 256 << 10 };

void res_init(struct res *res, struct arena *a);

/* Replaces what was there by a refusal: status, reason and detail. */
void res_fail(struct cx *cx, struct res *res, enum err err);

/* False: the connection is over, destroy it. */
MUST_CHECK bool res_send(
	struct conn *c, const struct req *req, const struct res *res);

#endif

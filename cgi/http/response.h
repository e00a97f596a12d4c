/* SPDX-License-Identifier: MIT */
/*
 * response.h -- an answer: built in the arena, sent when it may be.
 *
 * The security headers are written by res_send, so that no handler can
 * forget them.
 */
#ifndef CGI_HTTP_RESPONSE_H
#define CGI_HTTP_RESPONSE_H

#include "cgi/http/request.h"
#include "shared/base/buf.h"
#include "shared/progress/reason.h"

struct app;
struct res;

/* An error undoes what the handler wrote, and becomes the answer. */
typedef enum err handler_fn(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res);

/* What the body is: it decides what a browser may do with it. */
enum res_kind {
	RES_JSON, /* for a program */
	RES_TEXT, /* for a monitor */
	RES_PAGE, /* HTML; style, script and pictures of our own only */
	RES_FILE, /* to be saved: `type` and `file_name` say as what */
};

struct res {
	int status;
	enum res_kind kind;
	struct buf body;
	FILE *file;                   /* what is too long for the body; closed when sent */
	const char *allow;            /* for a 405, or NULL */
	const char *location;         /* of a redirection, or NULL */
	const char *cookie;           /* the whole value of Set-Cookie, or NULL */
	const char *type, *file_name; /* of a RES_FILE; a plain literal */
	int64_t retry_after;          /* seconds, for a 429 or 503; 0: the usual */
	const char *log;              /* what to log once it is certain, or NULL */
	const char *provider;         /* of a report, for the count; or NULL */
	enum outcome outcome;         /* what it led to */
	/*
	 * What goes on inside the round's transaction, or NULL. So a handler
	 * does first what needs no database, while nobody is locked out.
	 */
	handler_fn *then;
	const void *work; /* for it, from the handler */
};

enum { ANSWER_MAX = 256 << 10 };

void res_init(struct res *res, struct arena *a);

/*
 * Replaces what was there by a refusal in JSON: status, reason, detail, and
 * which value was wrong.
 * What is not the sender's to mend stays within our own log.
 */
void res_fail(struct cx *cx, struct res *res, enum err err);

/* The kind that may be told outside, and the words for it. */
enum err res_outward(struct cx *cx, enum err err, const char **detail);

/* False: the connection is over, destroy it. */
MUST_CHECK bool res_send(struct conn *c, const struct req *req, const struct res *res);

#endif

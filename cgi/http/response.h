/* SPDX-License-Identifier: MIT */
/*
 * response.h -- an answer: built in the arena, sent after the commit.
 *
 * res_send writes the security headers, so no handler can forget them.
 */
#ifndef CGI_HTTP_RESPONSE_H
#define CGI_HTTP_RESPONSE_H

#include "cgi/http/request.h"
#include "shared/base/buf.h"
#include "shared/progress/reason.h"

/* The kind of body decides what a browser may do with it. */
enum res_kind {
	RES_JSON,    /* for a program */
	RES_TEXT,    /* for a monitor */
	RES_PAGE,    /* HTML; loads style, script and pictures from this host only */
	RES_FILE,    /* a download, of that `type` and `file_name` */
	RES_SEARCH,  /* for a browser: how to search here */
	RES_PICTURE, /* a file that nginx sends: `picture` */
};

struct hash_task;

enum { RES_COOKIES = 4 };

struct res {
	int status;
	enum res_kind kind;
	struct buf body;
	FILE *file;           /* instead of a body, for long answers; the round closes it */
	const char *allow;    /* for a 405, or NULL */
	const char *location; /* of a redirection, or NULL */
	const char *cookies[RES_COOKIES]; /* whole values of Set-Cookie, or NULL */
	const char *type, *file_name;     /* of a RES_FILE; literals */
	const char *picture;              /* its name in the folder of pictures */
	int64_t retry_after;              /* seconds, for a 429 or 503; 0: the default */
	const char *log;                  /* the line to log after the commit, or NULL */
	const char *provider;             /* of reports, to be counted; or NULL */
	unsigned int reports[OUTCOME__COUNT];
	bool wakes_worker;            /* after the commit */
	const struct hash_task *task; /* to be done before the handler runs again, or NULL */
};

enum { ANSWER_MAX = 256 << 10 };

void res_init(struct res *res, struct arena *a);

/*
 * Replaces the answer by a refusal in JSON: status, reason, detail, and which
 * value was wrong. Errors that the sender cannot correct are described in our
 * log only.
 */
void res_fail(struct cx *cx, struct res *res, enum err err);

/* An empty answer with the status of the error; allocates nothing. */
void res_bare(struct res *res, enum err err);

/* The error as the sender may see it, and its description. */
enum err res_outward(struct cx *cx, enum err err, const char **detail);

/* Sends the answer. False: the connection is over, destroy it. */
MUST_CHECK bool res_send(struct conn *c, const struct req *req, const struct res *res);

#endif

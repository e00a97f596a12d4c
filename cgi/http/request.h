/* SPDX-License-Identifier: MIT */
/* request.h -- one request, read from its connection. */
#ifndef CGI_HTTP_REQUEST_H
#define CGI_HTTP_REQUEST_H

#include "shared/base/err.h"

struct conn;

/* Strings are valid until the answer is sent. */
struct req {
	const char *method;
	const char *path;          /* raw, without the query string */
	const char *authorization; /* this and those below: "" when absent */
	const char *content_encoding, *content_type;
	const char *query; /* after the "?", encoded */
	const char *idempotency_key;
	const char *cookie, *fetch_site, *user_agent;
	const char *id; /* 32 hexadecimal digits from nginx, or "-" */
	const char *remote;
	bool is_tls;             /* between the browser and the first proxy */
	bool is_refused;         /* by nginx, which answers with a 429; without its body */
	const char *body;        /* followed by a NUL */
	size_t length, declared; /* length < declared: the body was cut short */
	bool is_too_large;       /* the body was not read */
};

/*
 * Reads one request except its body. False: the connection is over, destroy
 * it. Otherwise the body must be read next, whatever happens to the request.
 */
MUST_CHECK bool req_read_head(struct cx *cx, struct conn *c, struct req *out);

/* The head once more, of a request that has not been answered yet. */
void req_read_again(struct cx *cx, const struct conn *c, struct req *out);

/* Skips a body of more than `max` bytes and sets is_too_large. */
void req_read_body(struct cx *cx, struct conn *c, size_t max, struct req *req);

#endif

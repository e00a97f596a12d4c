/* SPDX-License-Identifier: MIT */
/*
 * request.h -- FastCGI connections, and one request read from one of them.
 *
 * nginx keeps its connections to us open and sends one request after the
 * other on each. The loop waits until one is readable; then libfcgi parses
 * the records of exactly one request. Reads block, so a timeout on the socket
 * bounds what a half-sent request can cost.
 */
#ifndef CGI_HTTP_REQUEST_H
#define CGI_HTTP_REQUEST_H

#include "shared/base/err.h"

struct conn;

/* Once, before the first connection. */
MUST_CHECK enum err conn_open_library(struct cx *cx);

/* Takes the accepted socket over; NULL, and the socket closed, on failure. */
struct conn *conn_create(int fd);
void conn_destroy(struct conn *c); /* takes NULL */

/* From conn_read_head until its answer was sent. */
bool conn_is_waiting(const struct conn *c);

enum { PARAMS_MAX = 2 };

struct form;
struct visitor;

/* Strings live as long as the request: until its answer is sent. */
struct req {
	const char *method;
	const char *path;          /* raw, without the query string */
	const char *authorization; /* as the other two: "" when absent */
	const char *content_encoding, *content_type;
	const char *query; /* behind the "?", encoded */
	const char *cookie, *fetch_site, *user_agent;
	const char *id; /* 32 hexadecimal digits of nginx's, or "-" */
	const char *remote;
	bool is_tls;                    /* between the browser and the first proxy */
	const struct form *form;        /* of a page or the API, never NULL there */
	const struct visitor *visitor;  /* likewise */
	const char *params[PARAMS_MAX]; /* the path's ":name" parts, in order */
	const char *body;               /* NUL behind it */
	size_t length, declared;        /* length < declared: it was cut short */
	bool is_too_large;              /* body not read */
};

/*
 * Reads one request: all but its body. False: the connection is over, destroy
 * it. Otherwise the body must be read next, whatever becomes of the request.
 */
MUST_CHECK bool conn_read_head(struct cx *cx, struct conn *c, struct req *out);

/* A body of more bytes than that is passed over, and told in the request. */
void conn_read_body(struct cx *cx, struct conn *c, size_t max, struct req *req);

#endif

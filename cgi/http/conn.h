/* SPDX-License-Identifier: MIT */
/*
 * conn.h -- FastCGI connections; conn.c is the only file that knows libfcgi.
 *
 * nginx keeps its connections to us open and sends one request after the
 * other on each. The loop waits until one is readable; then libfcgi parses
 * the records of exactly one request. Reads block; a request that is not
 * complete after two seconds ends its connection, and so does an answer of
 * which the peer does not read a MiB in two seconds.
 */
#ifndef CGI_HTTP_CONN_H
#define CGI_HTTP_CONN_H

#include "shared/base/err.h"

struct conn;

/* Once, before the first connection. */
MUST_CHECK enum err conn_open_library(struct cx *cx);

/* Takes over the accepted socket. On failure returns NULL and closes it. */
struct conn *conn_create(int fd);
void conn_destroy(struct conn *c); /* accepts NULL */

/* The socket; -1 when it was closed by an error. */
int conn_fd(const struct conn *c);

/* From conn_begin until conn_end. */
bool conn_is_waiting(const struct conn *c);

/* Begins the next request. False: the connection is over, destroy it. */
MUST_CHECK bool conn_begin(struct conn *c);

/*
 * The parameters of the request, "NAME=value", then NULL; valid until conn_end.
 */
char *const *conn_params(const struct conn *c);

/* Reads up to `size` bytes of the body. Fewer: the body has ended. */
size_t conn_read(struct conn *c, char *to, size_t size);

/* The request has been read as far as it will be. */
void conn_is_read(struct conn *c);

/* Close this connection after the answer: its next request cannot be found. */
void conn_give_up(struct conn *c);

void conn_write(struct conn *c, const char *bytes, size_t length);

/* Sends what was written. False: the connection is over, destroy it. */
MUST_CHECK bool conn_end(struct conn *c);

#endif

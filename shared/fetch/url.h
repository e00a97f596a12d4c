/* SPDX-License-Identifier: MIT */
/*
 * url.h -- addresses of servers: which are good, and where a redirect may lead.
 */
#ifndef SHARED_FETCH_URL_H
#define SHARED_FETCH_URL_H

#include "shared/base/err.h"

/* Accepts a base address: http(s), a host, no user, no query. Trims it. */
MUST_CHECK enum err fetch_check_url(struct cx *cx, const char *url, const char **out);

/* Same scheme, host and port: the key may be sent there again. */
bool fetch_may_redirect(const char *from, const char *to);

#endif

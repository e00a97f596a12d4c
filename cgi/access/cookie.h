/* SPDX-License-Identifier: MIT */
/* cookie.h -- cookies that hold one of our random tokens. */
#ifndef CGI_ACCESS_COOKIE_H
#define CGI_ACCESS_COOKIE_H

#include "cgi/http/call.h"

enum {
	COOKIE_REMOVE = 0,   /* delete it now */
	COOKIE_BROWSER = -1, /* keep it until the browser is closed */
};

struct cookie {
	const char *name, *value;
	int64_t max_age; /* seconds, or one of the above */
};

/* The value of that cookie if it has the form of a token, else NULL. */
const char *cookie_token(const struct call *c, const char *name);

/* Sets the cookie in the answer; an answer carries one at most. */
void cookie_set(const struct call *c, const struct cookie *cookie);

#endif

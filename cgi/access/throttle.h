/* SPDX-License-Identifier: MIT */
/*
 * throttle.h -- a password that is tried; after wrong ones the next has to wait.
 *
 * Counted by name and by address (store_session.h has the numbers). Who has
 * signed in from an address already does not wait there for what strangers
 * guess elsewhere: nobody is kept out for good.
 */
#ifndef CGI_ACCESS_THROTTLE_H
#define CGI_ACCESS_THROTTLE_H

#include "cgi/http/route.h"
#include "shared/store/user.h"

struct throttle {
	const struct user *user; /* NULL: nobody has that name */
	const char *name;        /* as it is counted */
	const char *address;     /* likewise: of IPv6 the network */
};

/* Finds whoever is meant. ERR_TOO_MANY, and res->retry_after: not now. */
MUST_CHECK enum err throttle_begin(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res, const char *name, struct throttle *out);

/*
 * Is it the password? Counts a wrong one, which is ERR_INPUT, and forgets
 * those before a right one. Takes a tenth of a second and a transaction of its
 * own, whether there is such a person or not.
 */
MUST_CHECK enum err throttle_check(struct cx *cx, const struct app *app,
	const struct throttle *throttle, const char *password_or_null);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * throttle.h -- checks a password; after wrong ones the next attempt must wait.
 *
 * Attempts are counted by name and by address (the limits are in
 * shared/store/session.h). An address from which a person has signed in before
 * is exempt from the delay by name, so strangers cannot lock that person out.
 */
#ifndef CGI_ACCESS_THROTTLE_H
#define CGI_ACCESS_THROTTLE_H

#include "cgi/http/call.h"
#include "shared/store/user.h"

struct throttle {
	const struct user *user; /* NULL: nobody has that name */
	const char *name;        /* as it is counted */
	const char *address;     /* as it is counted: of IPv6, the network */
};

/* Finds the person. ERR_TOO_MANY, with res->retry_after: must wait. */
MUST_CHECK enum err throttle_begin(const struct call *c, const char *name, struct throttle *out);

/*
 * Checks the password. A wrong one is counted and is ERR_INPUT; a right one
 * clears the count of that name. Takes a tenth of a second, whether there is
 * such a person or not, and opens a transaction.
 */
MUST_CHECK enum err throttle_check(
	const struct call *c, const struct throttle *throttle, const char *password_or_null);

#endif

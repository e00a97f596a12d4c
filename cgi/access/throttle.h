/* SPDX-License-Identifier: MIT */
/*
 * throttle.h -- checks a password; after wrong ones the next attempt must wait.
 *
 * A stranger's attempts are counted by network and name together, and by
 * network (the limits are in shared/store/attempt.h). A browser in which the
 * person has signed in before, or is signed in, has a count of its own: what
 * others guess, from the same network too, never delays it.
 */
#ifndef CGI_ACCESS_THROTTLE_H
#define CGI_ACCESS_THROTTLE_H

#include "cgi/http/call.h"
#include "shared/store/user.h"

struct throttle {
	const struct user *user; /* NULL: nobody has that name */
	const char *name;        /* as it is counted */
	const char *network;     /* as it is counted: an IPv4 address, or an IPv6 /64 */
	const char *guest;       /* network and name, counted together */
	const char *device;      /* the person's browser, as it is counted; NULL: a stranger's */
};

/* Finds the person. ERR_TOO_MANY, with res->retry_after: must wait. */
MUST_CHECK enum err throttle_begin(const struct call *c, const char *name, struct throttle *out);

/*
 * Checks the password. A wrong one is counted and is ERR_INPUT; a right one
 * clears the count of that name. The password is hashed first, whether there is
 * such a person or not; see hashing.h. Opens a transaction.
 */
MUST_CHECK enum err throttle_check(
	const struct call *c, const struct throttle *throttle, const char *password_or_null);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * cookie.h -- the cookies of this service; each but one holds a random token.
 *
 * Behind TLS at the root of a host their names begin with "__Host-": browsers
 * accept such a cookie only from that host itself, so neither a neighbouring
 * host of the same domain nor plain http can plant one.
 */
#ifndef CGI_ACCESS_COOKIE_H
#define CGI_ACCESS_COOKIE_H

#include "cgi/http/call.h"

enum cookie {
	COOKIE_SESSION, /* who has signed in */
	COOKIE_DEVICE,  /* in which browsers a person has signed in before */
	COOKIE_VISIT,   /* ties a sign-in form to the browser that loaded it */
	COOKIE_FLASH,   /* what a form has done, for the next page; no secret */
	COOKIE__COUNT
};

/*
 * The token, or NULL if there is none. ERR_INPUT: the cookie was sent twice,
 * so somebody else may have planted one of them.
 */
MUST_CHECK enum err cookie_read(const struct call *c, enum cookie which, const char **out);

/*
 * What the flash says, "play-removed.12", or NULL. Whoever can plant cookies
 * can plant it: it may name a text of ours and nothing more.
 */
const char *cookie_flash(const struct call *c);

/* Sets it in the answer, to that token; the flash to a-z, 0-9, - and ".". */
void cookie_set(const struct call *c, enum cookie which, const char *token);

/* Makes the browser forget it. */
void cookie_remove(const struct call *c, enum cookie which);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * auth.h -- who sends a request, and whether they may.
 *
 * A browser that has signed in sends a session's cookie, a random secret whose
 * hash is in the database. The sign-in form has a cookie of its own, the
 * visit's, which ends with the sign-in: a form that somebody else loaded signs
 * nobody in. The value that a form must send back as "csrf" is derived from
 * the cookie and is not stored.
 */
#ifndef CGI_ACCESS_AUTH_H
#define CGI_ACCESS_AUTH_H

#include "cgi/http/route.h"
#include "shared/crypto/token.h"
#include "shared/store/looks.h"
#include "shared/store/user.h"

struct visitor {
	int64_t user_id;       /* 0: nobody has signed in */
	int64_t session_id;    /* 0: none, or by token */
	int64_t token_id;      /* 0: none */
	enum scope scope;      /* of the token */
	const char *name;      /* "" for nobody */
	const char *time_zone; /* or NULL: UTC */
	struct looks looks;    /* of a session; the defaults otherwise */
	bool is_admin;
	char csrf[CSRF_TEXT];       /* of the session; "" without one */
	char visit_csrf[CSRF_TEXT]; /* of the visit; "" unless the route is WHO_ANYONE */
};

/*
 * Checks what the route demands: the person, the form and its csrf field. Fills
 * c->visitor and c->form. OK with *admitted false: the answer is complete,
 * a redirect to the sign-in page.
 */
MUST_CHECK enum err auth_admit(struct call *c, const struct route *route, bool *admitted);

/* Fills c->visitor only, for an address without a route. */
MUST_CHECK enum err auth_recognise(struct call *c);

/* The token of "Authorization: Bearer <token>", or NULL. */
const char *auth_bearer(const struct req *req);

/*
 * Starts a session for that person: a row, and the cookie in the answer. Ends
 * this browser's previous one. Opens a transaction.
 */
MUST_CHECK enum err auth_sign_in(const struct call *c, int64_t user_id);

/* Ends the visitor's session, in the database and in the browser. */
MUST_CHECK enum err auth_sign_out(const struct call *c);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * auth.h -- who is asking, and may they?
 *
 * A browser that has signed in carries the cookie "ryot_session", a random
 * secret of which the database keeps the hash. One that has not carries
 * "ryot_visit", good for nothing but to tie the sign-in form to the browser
 * that asked for it. What a form must send back as "csrf" is derived from
 * the cookie, so it needs no room of its own.
 */
#ifndef CGI_ACCESS_AUTH_H
#define CGI_ACCESS_AUTH_H

#include "cgi/http/route.h"
#include "shared/crypto/secret.h"

struct visitor {
	int64_t user_id;       /* 0: nobody has signed in */
	int64_t session_id;    /* 0: none, or by token */
	const char *name;      /* "" for nobody */
	const char *time_zone; /* or NULL: UTC */
	bool is_admin;
	char csrf[CSRF_TEXT]; /* "" with a token */
};

/*
 * Checks the row's columns: person, form and its csrf field; fills
 * req->visitor and req->form. With *admitted false and OK, the answer is
 * there already: the way to the sign-in page.
 */
MUST_CHECK enum err auth_admit(struct cx *cx, const struct app *app, const struct route *route,
	struct req *req, struct res *res, bool *admitted);

/* Who is it? For an address that has no row; fills req->visitor alone. */
MUST_CHECK enum err auth_recognise(
	struct cx *cx, const struct app *app, struct req *req, struct res *res);

/* The token of "Authorization: Bearer <token>", or NULL. */
const char *auth_bearer(const struct req *req);

/*
 * Makes a session for that person: a row, and the cookie in the answer. Another
 * one of this browser ends. In a transaction of its own.
 */
MUST_CHECK enum err auth_sign_in(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res, int64_t user_id);

/* Ends the visitor's session, in the database and in the browser. */
MUST_CHECK enum err auth_sign_out(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res);

#endif

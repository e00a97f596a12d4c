/* SPDX-License-Identifier: MIT */
/* auth.c -- sessions, tokens and the csrf field of forms. */
#include "cgi/access/auth.h"

#include "cgi/access/cookie.h"
#include "shared/base/form.h"
#include "shared/base/log.h"
#include "shared/base/url.h"
#include "shared/crypto/token.h"
#include "shared/store/session.h"
#include "shared/store/user.h"

static const char session_cookie[] = "ryot_session";
static const char visit_cookie[] = "ryot_visit";

enum { SESSION_DAYS = 90, DAY_SECONDS = 24 * 60 * 60 };

/* The sign-in form needs a cookie for its csrf field as well. */
static void know_visit(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	struct visitor *v)
{
	const char *visit = cookie_token(cx, req, visit_cookie);
	char fresh[TOKEN_TEXT];

	if (!visit) {
		token_new(fresh);
		visit = fresh;
		cookie_set(
			cx, app, req, res, &(struct cookie){ visit_cookie, fresh, COOKIE_BROWSER });
	}
	token_csrf(visit, v->csrf);
}

static void keep_signed_in(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res, const char *token)
{
	cookie_set(cx, app, req, res,
		&(struct cookie){ session_cookie, token, SESSION_DAYS * DAY_SECONDS });
}

/*
 * The row and the cookie both expire 90 days after their last renewal. If the
 * row cannot be written now, the page is shown all the same.
 */
static void renew(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	const char *token)
{
	struct cx aside = { .arena = cx->arena, .now_ms = cx->now_ms };
	int64_t id = req->visitor->session_id;
	enum err err = store_session_touch(&aside, app->store, id);

	if (err == ERR_BUSY)
		return;
	if (err != OK) {
		log_warning("session not renewed note=%s", log_quote(cx->arena, aside.note));
		return;
	}
	keep_signed_in(cx, app, req, res, token);
}

static enum err know_session(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res, struct visitor *v)
{
	const char *token = cookie_token(cx, req, session_cookie);
	const struct session *session = NULL;
	unsigned char hash[TOKEN_HASH];

	if (!token)
		return OK;
	token_hash(token, hash);
	TRY(store_session_find(cx, app->reader, hash, &session));
	if (!session)
		return OK;
	v->user_id = session->user_id;
	v->session_id = session->id;
	v->name = session->user_name;
	v->time_zone = session->time_zone;
	v->is_admin = session->is_admin;
	token_csrf(token, v->csrf);
	/* Renew as well if the clock was set back. */
	if (cx->now_ms < session->last_used_ms ||
		cx->now_ms - session->last_used_ms >= SESSION_TOUCH_MS)
		renew(cx, app, req, res, token);
	return OK;
}

const char *auth_bearer(const struct req *req)
{
	static const char scheme[] = "Bearer ";
	const char *token;

	if (strncasecmp(req->authorization, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	token = req->authorization + sizeof(scheme) - 1;
	token += strspn(token, " ");
	return token_has_shape(token) ? token : NULL;
}

static enum err know_token(
	struct cx *cx, const struct app *app, const struct req *req, struct visitor *v)
{
	const char *token = auth_bearer(req);
	const struct user *user = NULL;
	unsigned char hash[TOKEN_HASH];

	if (!token)
		return err_note(cx, ERR_AUTH,
			"Send an application token as \"Authorization: Bearer "
			"<token>\".");
	token_hash(token, hash);
	TRY(store_token_use(cx, app->store, hash, req->remote, &v->user_id));
	if (v->user_id != 0)
		TRY(store_user_by_id(cx, app->reader, v->user_id, &user));
	if (!user)
		return err_note(cx, ERR_AUTH, "This token is not known.");
	v->name = user->name;
	v->time_zone = user->time_zone;
	v->is_admin = user->is_admin;
	return OK;
}

/*
 * Browsers say which site made a request; refuse those of other sites whatever
 * else they carry. Older browsers do not: then the csrf field alone decides.
 */
static bool is_cross_site(const struct req *req)
{
	return *req->fetch_site && strcmp(req->fetch_site, "same-origin") != 0 &&
	       strcmp(req->fetch_site, "none") != 0;
}

static enum err check_form(struct cx *cx, const struct req *req, const struct visitor *v)
{
	const char *csrf = form_text(req->form, "csrf");

	if (is_cross_site(req) || !csrf || !token_is_same(csrf, v->csrf))
		return err_note(cx, ERR_FORBIDDEN,
			"This form is out of date. Go back, reload the page "
			"and try again.");
	return OK;
}

static enum err read_form(struct cx *cx, struct req *req, const struct route *route)
{
	struct form *form = arena_alloc(cx->arena, sizeof(*form));

	req->form = form;
	if (req->is_too_large)
		return err_note(
			cx, ERR_TOO_LARGE, "This is more than %zu KiB.", route->body_max >> 10);
	if (req->length < req->declared)
		return err_note(cx, ERR_INPUT, "The request was cut short.");
	if (strcmp(route->method, "GET") == 0)
		return form_read_query(cx, form, req->query, strlen(req->query));
	if (route->who == WHO_TOKEN)
		return OK; /* its body is JSON */
	return form_read_body(cx, form, req->content_type, req->body, req->length);
}

/* Redirects to the sign-in page, which returns here after a GET. */
static void send_to_login(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	bool is_get = strcmp(req->method, "GET") == 0 && req->path[1];
	const char *back =
		is_get ? arena_printf(cx->arena, "?next=%s", url_encode(cx->arena, req->path + 1))
		       : "";

	res->kind = RES_PAGE;
	res->status = 303;
	res->location = arena_printf(cx->arena, "%slogin%s", app->conf->base_path, back);
}

static struct visitor *nobody(struct cx *cx)
{
	struct visitor *v = arena_alloc(cx->arena, sizeof(*v));

	v->name = "";
	return v;
}

enum err auth_recognise(struct cx *cx, const struct app *app, struct req *req, struct res *res)
{
	struct visitor *v = nobody(cx);

	req->visitor = v;
	return know_session(cx, app, req, res, v);
}

enum err auth_admit(struct cx *cx, const struct app *app, const struct route *route,
	struct req *req, struct res *res, bool *admitted)
{
	struct visitor *v;

	*admitted = true;
	if (route->who == WHO_SENDER)
		return OK;
	v = nobody(cx);
	req->visitor = v;
	if (route->who == WHO_TOKEN)
		TRY(know_token(cx, app, req, v));
	else
		TRY(know_session(cx, app, req, res, v));
	if (v->user_id == 0)
		know_visit(cx, app, req, res, v);
	if (v->user_id == 0 && route->who != WHO_ANYONE) {
		*admitted = false;
		send_to_login(cx, app, req, res);
		return OK;
	}
	if (route->who == WHO_ADMIN && !v->is_admin)
		return route_nothing(cx);
	TRY(read_form(cx, req, route));
	if (strcmp(route->method, "POST") == 0 && route->who != WHO_TOKEN)
		return check_form(cx, req, v);
	return OK;
}

/* The User-Agent is untrusted: keep printable ASCII only. */
static const char *plain(struct cx *cx, const char *user_agent)
{
	char *text = arena_printf(cx->arena, "%.200s", user_agent);

	for (char *at = text; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	return text;
}

/* Ends the browser's previous session, which its cookie will no longer name. */
static enum err replace_session(struct cx *cx, const struct app *app, const struct visitor *before,
	const struct session *row, const unsigned char hash[static TOKEN_HASH])
{
	bool found;

	if (before->session_id != 0)
		TRY(store_session_end(cx, app->store, before->user_id, before->session_id, &found));
	return store_session_add(cx, app->store, row, hash);
}

enum err auth_sign_in(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	int64_t user_id)
{
	struct session row = {
		.user_id = user_id,
		.user_agent = plain(cx, req->user_agent),
		.remote = req->remote,
	};
	unsigned char hash[TOKEN_HASH];
	char token[TOKEN_TEXT];

	token_new(token);
	token_hash(token, hash);
	TRY(store_begin(cx, app->store));
	TRY(store_end(cx, app->store, replace_session(cx, app, req->visitor, &row, hash)));
	keep_signed_in(cx, app, req, res, token);
	return OK;
}

enum err auth_sign_out(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	bool found;
	enum err err = store_session_end(
		cx, app->store, req->visitor->user_id, req->visitor->session_id, &found);

	cookie_set(cx, app, req, res, &(struct cookie){ session_cookie, "", COOKIE_REMOVE });
	return err;
}

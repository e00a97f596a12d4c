/* SPDX-License-Identifier: MIT */
/* auth.c -- sessions, tokens and the csrf field of forms. */
#include "cgi/access/auth.h"

#include "cgi/access/cookie.h"
#include "cgi/access/return_path.h"
#include "shared/actions/quota.h"
#include "shared/base/form.h"
#include "shared/base/log.h"
#include "shared/base/url.h"
#include "shared/crypto/token.h"
#include "shared/store/device.h"
#include "shared/store/session.h"
#include "shared/store/user.h"

/*
 * The sign-in form needs a cookie for its csrf field as well. A session's will
 * not do: then a page that leaks its csrf field could sign the browser in as
 * somebody else.
 */
static enum err know_visit(const struct call *c, struct visitor *v)
{
	const char *visit;
	char fresh[TOKEN_TEXT];

	TRY(cookie_read(c, COOKIE_VISIT, &visit));
	if (!visit) {
		token_new(fresh);
		visit = fresh;
		cookie_set(c, COOKIE_VISIT, fresh);
	}
	token_csrf(visit, v->visit_csrf);
	return OK;
}

/*
 * The row and the cookie both expire 90 days after their last renewal. If the
 * row cannot be written now, the page is shown all the same.
 */
static void renew(const struct call *c, const char *token)
{
	struct cx aside = { .arena = c->cx->arena, .now_ms = c->cx->now_ms };
	int64_t id = c->visitor->session_id;
	enum err err = store_session_touch(&aside, c->app->writer, id);

	if (err == ERR_BUSY)
		return;
	if (err != OK) {
		log_warning("session not renewed note=%s", log_quote(c->cx->arena, aside.note));
		return;
	}
	cookie_set(c, COOKIE_SESSION, token);
}

static enum err know_session(const struct call *c, struct visitor *v)
{
	const struct session *session = NULL;
	const char *token;
	unsigned char hash[TOKEN_HASH];

	TRY(cookie_read(c, COOKIE_SESSION, &token));
	if (!token)
		return OK;
	token_hash(token, hash);
	TRY(store_session_find(c->cx, c->app->reader, hash, &session));
	if (!session)
		return OK;
	v->user_id = session->user_id;
	v->session_id = session->id;
	v->name = session->user_name;
	v->time_zone = session->time_zone;
	v->looks = session->looks;
	v->is_admin = session->is_admin;
	token_csrf(token, v->csrf);
	/* Renew as well if the clock was set back. */
	if (c->cx->now_ms < session->last_used_ms ||
		c->cx->now_ms - session->last_used_ms >= SESSION_TOUCH_MS)
		renew(c, token);
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

/*
 * Reports are for tokens that may report, reading is for those that may read;
 * everything else is for those that may do everything.
 */
static enum err check_scope(struct cx *cx, enum scope scope, const struct route *route)
{
	if (scope == SCOPE_ALL)
		return OK;
	if (scope == SCOPE_REPORT && route->flags & REPORTS)
		return OK;
	if (scope == SCOPE_REPORT)
		return err_note(cx, ERR_FORBIDDEN, "This token may send reports only.");
	if (strcmp(route->method, "GET") == 0)
		return OK;
	return err_note(cx, ERR_FORBIDDEN, "This token may read only.");
}

static enum err know_token(const struct call *c, const struct route *route, struct visitor *v)
{
	const char *token = auth_bearer(c->req);
	const struct user *user = NULL;
	struct token_use use;
	unsigned char hash[TOKEN_HASH];

	if (!token)
		return err_note(c->cx, ERR_AUTH,
			"Send an application token as \"Authorization: Bearer "
			"<token>\".");
	token_hash(token, hash);
	TRY(store_token_use(c->cx, c->app->writer, hash, c->req->remote, &use));
	if (use.user_id != 0)
		TRY(store_user_by_id(c->cx, c->app->reader, use.user_id, &user));
	if (!user)
		return err_note(c->cx, ERR_AUTH, "This token is not known.");
	TRY(check_scope(c->cx, use.scope, route));
	v->user_id = use.user_id;
	v->token_id = use.id;
	v->scope = use.scope;
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

static enum err check_form(const struct call *c, const struct route *route)
{
	const struct visitor *v = c->visitor;
	const char *ours = route->who == WHO_ANYONE ? v->visit_csrf : v->csrf;
	const char *csrf = form_text(c->form, "csrf");

	if (is_cross_site(c->req) || !csrf || !*ours || !token_is_same(csrf, ours))
		return err_note(c->cx, ERR_FORBIDDEN,
			"This form is out of date. Go back, reload the page "
			"and try again.");
	return OK;
}

static enum err read_form(struct call *c, const struct route *route)
{
	struct form *form = arena_alloc(c->cx->arena, sizeof(*form));

	c->form = form;
	if (c->req->is_too_large)
		return err_note(
			c->cx, ERR_TOO_LARGE, "This is more than %zu KiB.", route->body_max >> 10);
	if (c->req->length < c->req->declared)
		return err_note(c->cx, ERR_INPUT, "The request was cut short.");
	if (strcmp(route->method, "GET") == 0)
		return form_read_query(c->cx, form, c->req->query, strlen(c->req->query));
	if (route->who == WHO_TOKEN)
		return OK; /* its body is JSON */
	return form_read_body(c->cx, form, c->req->content_type, c->req->body, c->req->length);
}

/* Redirects to the sign-in page, which returns here after a GET. */
static void send_to_login(const struct call *c)
{
	const char *page = return_path_of(c);
	const char *back =
		*page ? arena_join(c->cx->arena, "?next=", "", url_encode(c->cx->arena, page)) : "";

	c->res->kind = RES_PAGE;
	c->res->status = 303;
	c->res->location = arena_printf(c->cx->arena, "%slogin%s", c->app->conf->base_path, back);
}

static struct visitor *nobody(struct cx *cx)
{
	struct visitor *v = arena_alloc(cx->arena, sizeof(*v));

	v->name = "";
	return v;
}

enum err auth_recognise(struct call *c)
{
	struct visitor *v = nobody(c->cx);

	c->visitor = v;
	return know_session(c, v);
}

enum err auth_admit(struct call *c, const struct route *route, bool *admitted)
{
	struct visitor *v;

	*admitted = true;
	if (route->who == WHO_SENDER)
		return OK;
	v = nobody(c->cx);
	c->visitor = v;
	if (route->who == WHO_TOKEN)
		TRY(know_token(c, route, v));
	else
		TRY(know_session(c, v));
	if (route->who == WHO_ANYONE) {
		TRY(know_visit(c, v));
	} else if (v->user_id == 0) {
		*admitted = false;
		send_to_login(c);
		return OK;
	}
	if (route->who == WHO_ADMIN && !v->is_admin)
		return call_not_found(c);
	TRY(read_form(c, route));
	if (strcmp(route->method, "POST") == 0 && route->who != WHO_TOKEN)
		return check_form(c, route);
	return OK;
}

/* The User-Agent is untrusted: keep printable ASCII only. */
static const char *plain(struct cx *cx, const char *user_agent)
{
	char *text = arena_printf(cx->arena, "%.*s", USER_AGENT_MAX, user_agent);

	for (char *at = text; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	return text;
}

/* The browser is one in which that person has signed in; its cookie is new. */
static enum err remember_device(const struct call *c, int64_t user_id)
{
	unsigned char hash[TOKEN_HASH];
	char token[TOKEN_TEXT];
	const char *before;
	int64_t id = 0;

	TRY(cookie_read(c, COOKIE_DEVICE, &before));
	if (before) {
		token_hash(before, hash);
		TRY(store_device_find(c->cx, c->store, user_id, hash, &id));
	}
	if (id != 0)
		TRY(store_device_remove(c->cx, c->store, id));
	token_new(token);
	token_hash(token, hash);
	cookie_set(c, COOKIE_DEVICE, token);
	return store_device_add(c->cx, c->store, user_id, hash);
}

/* Ends the browser's previous session, which its cookie will no longer name. */
static enum err replace_session(const struct call *c, const struct session *row,
	const unsigned char hash[static TOKEN_HASH])
{
	const struct visitor *before = c->visitor;
	bool found;

	TRY(remember_device(c, row->user_id));
	if (before->session_id != 0)
		TRY(store_session_end(
			c->cx, c->store, before->user_id, before->session_id, &found));
	TRY(quota_trim_session(c->cx, c->store, c->app->conf, row->user_id));
	return store_session_add(c->cx, c->store, row, hash);
}

enum err auth_sign_in(const struct call *c, int64_t user_id)
{
	struct session row = {
		.user_id = user_id,
		.user_agent = plain(c->cx, c->req->user_agent),
		.remote = c->req->remote,
	};
	unsigned char hash[TOKEN_HASH];
	char token[TOKEN_TEXT];

	token_new(token);
	token_hash(token, hash);
	TRY(store_begin(c->cx, c->store));
	TRY(store_end(c->cx, c->store, replace_session(c, &row, hash)));
	cookie_set(c, COOKIE_SESSION, token);
	cookie_remove(c, COOKIE_VISIT);
	return OK;
}

enum err auth_sign_out(const struct call *c)
{
	bool found;
	enum err err = store_session_end(
		c->cx, c->store, c->visitor->user_id, c->visitor->session_id, &found);

	cookie_remove(c, COOKIE_SESSION);
	return err;
}

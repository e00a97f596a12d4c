/* SPDX-License-Identifier: MIT */
/* login.c -- signing in; wrong passwords delay the next attempt. */
#include "cgi/access/throttle.h"
#include "cgi/pages/pages.h"
#include "cgi/web/page.h"
#include "shared/crypto/password.h"

/* The page to return to; only one below our own path. */
static const char *next_of(const struct req *req)
{
	const char *next = form_text(req->form, "next");

	if (!next || strstr(next, "//") || strchr(next, ':') || strchr(next, '\\') ||
		*next == '/' || strlen(next) > 200 ||
		strspn(next, "abcdefghijklmnopqrstuvwxyz0123456789/-_?=&") != strlen(next))
		return "";
	return next;
}

static void put_form(const struct page *p, const char *name, const char *error)
{
	html(p->out, "<section class='door'>\n<h1>Sign in</h1>\n");
	page_error(p, error);
	page_form(p, "login");
	htmlf(p->out,
		"<input type='hidden' name='next' value='%s'>\n"
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d' autocomplete='username' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		next_of(p->req), name, USER_NAME_MAX);
	htmlf(p->out,
		"<label>Password <input name='password' type='password' "
		"required maxlength='%d' "
		"autocomplete='current-password'></label>\n"
		"<button class='primary'>Sign in</button></form>\n",
		PASSWORD_MAX);
	html(p->out, "<details><summary>Forgot your password?</summary>\n<p>An "
		     "administrator can set a new one under Settings, People; or "
		     "on the server: <code>ryotctl user passwd NAME</code>"
		     ".</p></details>\n</section>\n");
}

static void show(const struct page *p, const char *name, const char *error)
{
	page_open(p, SECTION_NONE, "Sign in");
	put_form(p, name, error);
	page_close(p);
}

enum err login_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	bool nobody = false;

	TRY(store_user_is_nobody(cx, app->store, &nobody));
	if (nobody)
		page_redirect(&p, "setup", NULL, 0);
	else if (req->visitor->user_id != 0)
		page_redirect(&p, "", NULL, 0);
	else
		show(&p, "", NULL);
	return OK;
}

static enum err try(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	const char *name)
{
	struct throttle throttle;

	TRY(throttle_begin(cx, app, req, res, name, &throttle));
	TRY(throttle_check(cx, app, &throttle, form_text(req->form, "password")));
	return auth_sign_in(cx, app, req, res, throttle.user->id);
}

enum err login_post(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const char *name = form_trimmed(cx, req->form, "name");
	enum err err = try(cx, app, req, res, name);

	if (err == ERR_INPUT || err == ERR_TOO_MANY) {
		res->status = err_http_status(err);
		show(&p, words_clip(cx, name, USER_NAME_MAX), cx->note);
		return OK;
	}
	TRY(err);
	page_redirect(&p, next_of(req), NULL, 0);
	return OK;
}

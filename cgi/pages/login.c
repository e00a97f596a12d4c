/* SPDX-License-Identifier: MIT */
/* login.c -- signing in; wrong passwords delay the next attempt. */
#include "cgi/access/return_path.h"
#include "cgi/access/throttle.h"
#include "cgi/pages/pages.h"
#include "cgi/web/page.h"
#include "shared/crypto/password.h"

static const char *next_of(const struct call *c)
{
	const char *next = form_text(c->form, "next");

	return next && return_path_is_ours(next) ? next : "";
}

static void put_form(const struct call *c, const char *name, const char *error)
{
	html(c->out, "<section class='door'>\n<h1>Sign in</h1>\n");
	page_error(c, error);
	page_door_form(c, "login");
	htmlf(c->out,
		"<input type='hidden' name='next' value='%s'>\n"
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d' autocomplete='username' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		next_of(c), name, USER_NAME_MAX);
	htmlf(c->out,
		"<label>Password <input name='password' type='password' "
		"required maxlength='%d' "
		"autocomplete='current-password'></label>\n"
		"<button class='primary'>Sign in</button></form>\n",
		PASSWORD_MAX);
	html(c->out, "<details><summary>Forgot your password?</summary>\n<p>An "
		     "administrator can set a new one under Settings, People; or "
		     "on the server: <code>ryotctl user passwd NAME</code>"
		     ".</p></details>\n</section>\n");
}

static void show(const struct call *c, const char *name, const char *error)
{
	page_open(c, SECTION_NONE, "Sign in");
	put_form(c, name, error);
	page_close(c);
}

enum err login_get(struct call *c)
{
	bool nobody = false;

	page_make(c);
	TRY(store_user_is_nobody(c->cx, c->store, &nobody));
	if (nobody)
		page_redirect(c, "setup", NULL, 0);
	else if (c->visitor->user_id != 0)
		page_redirect(c, "", NULL, 0);
	else
		show(c, "", NULL);
	return OK;
}

static enum err try(const struct call *c, const char *name)
{
	struct throttle throttle;

	TRY(throttle_begin(c, name, &throttle));
	TRY(throttle_check(c, &throttle, form_text(c->form, "password")));
	return auth_sign_in(c, throttle.user->id);
}

enum err login_post(struct call *c)
{
	const char *name = form_trimmed(c->cx, c->form, "name");
	enum err err = try(c, name);

	page_make(c);
	if (err == ERR_INPUT || err == ERR_TOO_MANY) {
		c->res->status = err_http_status(err);
		show(c, words_clip(c->cx, name, USER_NAME_MAX), c->cx->note);
		return OK;
	}
	TRY(err);
	page_redirect(c, next_of(c), NULL, 0);
	return OK;
}

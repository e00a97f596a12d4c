/* SPDX-License-Identifier: MIT */
/* login.c -- signing in; who guesses has to wait. */
#include "cgi/page.h"
#include "cgi/pages/pages.h"
#include "shared/store_session.h"
#include "shared/store_user.h"

/* Back to where they wanted to go: below our own path only. */
static const char *next_of(const struct req *req)
{
	const char *next = form_text(req->form, "next");

	if (!next || strstr(next, "//") || strchr(next, ':') ||
		strchr(next, '\\') || *next == '/' || strlen(next) > 200 ||
		strspn(next, "abcdefghijklmnopqrstuvwxyz0123456789/-_?=&") !=
			strlen(next))
		return "";
	return next;
}

static void put_form(const struct page *p, const char *name, const char *error)
{
	html(p->out, "<section class=\"door\">\n<h1>Sign in</h1>\n");
	page_error(p, error);
	page_form(p, "login");
	htmlf(p->out,
		"<input type=\"hidden\" name=\"next\" value=\"%s\">\n"
		"<label>Name <input name=\"name\" value=\"%s\" required "
		"maxlength=\"%d\" autocomplete=\"username\" "
		"autocapitalize=\"none\" spellcheck=\"false\"></label>\n",
		next_of(p->req), name, USER_NAME_MAX);
	htmlf(p->out,
		"<label>Password <input name=\"password\" type=\"password\" "
		"required maxlength=\"%d\" "
		"autocomplete=\"current-password\"></label>\n"
		"<button class=\"primary\">Sign in</button></form>\n",
		PASSWORD_MAX);
	html(p->out,
		"<details><summary>Password forgotten?</summary>\n<p>An "
		"administrator can set a new one under Settings, People; or "
		"on the machine itself: <code>ryotctl user passwd NAME</code>"
		".</p></details>\n</section>\n");
}

static void show(const struct page *p, const char *name, const char *error)
{
	page_open(p, SECTION_NONE, "Sign in");
	put_form(p, name, error);
	page_close(p);
}

enum err login_get(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	bool nobody = false;
	enum err err = store_user_is_nobody(cx, app->store, &nobody);

	if (err != OK)
		return err;
	if (nobody)
		page_redirect(&p, "setup", NULL, 0);
	else if (req->visitor->user_id != 0)
		page_redirect(&p, "", NULL, 0);
	else
		show(&p, "", NULL);
	return OK;
}

/* The two things whose failures are counted. */
struct guess {
	const char *name, *address;
};

static struct guess guess_of(
	struct cx *cx, const struct req *req, const char *name)
{
	char lower[USER_NAME_MAX + 1] = "";

	for (size_t i = 0; i < USER_NAME_MAX && name[i]; i++)
		lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 32
							    : name[i];
	return (struct guess){
		.name = arena_printf(cx->arena, "name %s", lower),
		.address = arena_printf(cx->arena, "address %s", req->remote),
	};
}

static enum err check_wait(struct cx *cx, const struct app *app,
	const struct guess *guess, struct res *res)
{
	int64_t by_name = 0, by_address = 0, until;
	enum err err =
		store_attempt_wait(cx, app->store, guess->name, &by_name);

	if (err == OK)
		err = store_attempt_wait(
			cx, app->store, guess->address, &by_address);
	until = by_name > by_address ? by_name : by_address;
	if (err != OK || until == 0)
		return err;
	res->retry_after = (until - cx->now_ms + 999) / 1000;
	return err_note(cx, ERR_TOO_MANY,
		"Too many wrong passwords. Try again in %s.",
		say_count(cx, res->retry_after, "second", "seconds"));
}

/* Counts the failure, or forgets those before. */
static enum err note_guess(struct cx *cx, const struct app *app,
	const struct guess *guess, bool is_right)
{
	enum err err = store_begin(cx, app->store);

	if (err == OK && is_right)
		err = store_attempt_forget(cx, app->store, guess->name);
	if (err == OK && !is_right) {
		err = store_attempt_failed(cx, app->store, guess->name);
		if (err == OK)
			err = store_attempt_failed(
				cx, app->store, guess->address);
	}
	return store_end(cx, app->store, err);
}

static enum err try(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res, const char *name)
{
	struct guess guess = guess_of(cx, req, name);
	const char *password = form_text(req->form, "password");
	const struct user *user = NULL;
	bool is_right;
	enum err err = check_wait(cx, app, &guess, res);

	if (err == OK)
		err = store_user_find(cx, app->reader, name, &user);
	if (err != OK)
		return err;
	is_right = secret_is_password(user ? user->password_hash : NULL,
		password && strlen(password) <= PASSWORD_MAX ? password : "");
	err = note_guess(cx, app, &guess, user && is_right);
	if (err == OK && (!user || !is_right))
		err = err_note(
			cx, ERR_INPUT, "The name or the password is wrong.");
	if (err == OK)
		err = auth_sign_in(cx, app, req, res, user->id);
	return err;
}

enum err login_post(struct cx *cx, const struct app *app, const struct req *req,
	struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const char *name = form_trimmed(cx, req->form, "name");
	enum err err = try(cx, app, req, res, name);

	if (err == ERR_INPUT || err == ERR_TOO_MANY) {
		res->status = err_http_status(err);
		show(&p, say_clip(cx, name, USER_NAME_MAX), cx->note);
		return OK;
	}
	if (err == OK)
		page_redirect(&p, next_of(req), NULL, 0);
	return err;
}

/* SPDX-License-Identifier: MIT */
/* people.c -- adding and removing people; for administrators only. */
#include "shared/store/people.h"
#include "cgi/pages/pages.h"
#include "cgi/web/list.h"
#include "cgi/web/new_password.h"
#include "shared/base/url.h"
#include "shared/crypto/password.h"
#include "shared/store/session.h"
#include "shared/store/user.h"

static void put_new_password(const struct page *p, const char *label)
{
	htmlf(p->out,
		"<label>%s <input name='password' required minlength='%d' "
		"maxlength='%d' autocomplete='off' "
		"autocapitalize='none' spellcheck='false' "
		"aria-describedby='tell'></label>\n",
		label, PASSWORD_MIN, PASSWORD_MAX);
	htmlf(p->out,
		"<p class='hint' id='tell'>At least %d characters. It is "
		"visible as you type. Tell it to the person, who can change "
		"it under Settings, Account.</p>\n",
		PASSWORD_MIN);
}

static bool is_self(const struct page *p, const struct user_summary *r)
{
	return r->id == p->req->visitor->user_id;
}

/* "3 integrations, 120 plays" */
static const char *words_belongings(struct cx *cx, const struct user_summary *r)
{
	return arena_printf(cx->arena, "%s, %s",
		words_count(cx, r->integrations, "integration", "integrations"),
		words_count(cx, r->plays, "play", "plays"));
}

/* "settings/people/7", followed by `rest`. */
static const char *path_of(const struct page *p, const struct user_summary *r, const char *rest)
{
	return arena_printf(p->cx->arena, "settings/people/%" PRId64 "%s", r->id, rest);
}

static void put_user_summary(const struct page *p, const struct user_summary *r)
{
	htmlf(p->out,
		"<li><div class='what'><a href='%s'><bdi>%s</bdi></a>\n"
		"<span class='meta'>%s; ",
		path_of(p, r, ""), r->name, words_belongings(p->cx, r));
	if (r->last_used_ms == UNSAID) {
		html(p->out, "not signed in");
	} else {
		html(p->out, "seen ");
		page_time(p, r->last_used_ms);
	}
	html(p->out, "</span></div>\n<div class='row'>");
	if (r->is_admin)
		html(p->out, "<span class='badge'>Administrator</span>");
	if (is_self(p, r))
		html(p->out, "<span class='badge good'>You</span>");
	html(p->out, "</div></li>\n");
}

/* Forward only: few instances have more than a handful of people. */
static void put_pager(const struct page *p, const char *after, const char *next)
{
	struct pager pager = { .back_label = "From the start", .on_label = "More" };

	if (*after)
		pager.back = "settings/people";
	if (next)
		pager.on = arena_printf(
			p->cx->arena, "settings/people?after=%s", url_encode(p->cx->arena, next));
	list_pager(p, &pager);
}

static void put_add(const struct page *p, const char *error)
{
	html(p->out, "<section class='card'>\n<h2>Add a person</h2>\n"
		     "<p class='soft'>Everybody has their own integrations "
		     "and plays, which nobody else sees.</p>\n");
	page_error(p, error);
	page_form(p, "settings/people");
	htmlf(p->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d' autocomplete='off' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		error ? words_clip(p->cx, form_trimmed(p->cx, p->req->form, "name"), USER_NAME_MAX)
		      : "",
		USER_NAME_MAX);
	put_new_password(p, "First password");
	htmlf(p->out,
		"<label class='check'><input type='checkbox' "
		"name='admin' value='yes'%s> Administrator: may add and "
		"remove people</label>\n"
		"<button class='primary'>Add person</button></form>\n"
		"</section>\n",
		error && form_has(p->req->form, "admin") ? " checked" : "");
}

static enum err show_list(const struct page *p, const char *error)
{
	const char *after = form_trimmed(p->cx, p->req->form, "after");
	const struct user_summary *rows = NULL;
	size_t count = 0;
	bool more = false;

	TRY(store_people_list(p->cx, p->app->store, after, &rows, &count, &more));
	page_open(p, SECTION_PEOPLE, "People");
	html(p->out, "<h1>People</h1>\n<ul class='list'>\n");
	for (size_t i = 0; i < count; i++)
		put_user_summary(p, &rows[i]);
	html(p->out, "</ul>\n");
	put_pager(p, after, more ? rows[count - 1].name : NULL);
	put_add(p, error);
	page_close(p);
	return OK;
}

enum err settings_people_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return show_list(&p, NULL);
}

/* Hashes before the transaction, because it takes a while. */
static enum err add(struct cx *cx, const struct app *app, const struct req *req)
{
	const char *password = form_text(req->form, "password");
	char hash[PASSWORD_HASH_TEXT];
	struct user user = {
		.name = form_trimmed(cx, req->form, "name"),
		.password_hash = hash,
		.is_admin = form_has(req->form, "admin"),
	};
	int64_t id;

	TRY(store_user_check_name(cx, user.name));
	TRY(password_hash(cx, password ? password : "", hash));
	TRY(store_begin(cx, app->store));
	return store_end(cx, app->store, store_user_add(cx, app->store, &user, &id));
}

enum err settings_people_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	enum err err = add(cx, app, req);

	if (err == ERR_INPUT || err == ERR_CONFLICT) {
		res->status = err_http_status(err);
		return show_list(&p, words_sentence(cx, cx->note));
	}
	TRY(err);
	page_redirect(&p, "settings/people", "user-added", 0);
	return OK;
}

/* The person whom the address names. */
static enum err find_person(struct cx *cx, const struct app *app, const struct req *req,
	const struct user_summary **out)
{
	int64_t id = 0;

	*out = NULL;
	TRY(route_id(cx, req, &id));
	TRY(store_people_get(cx, app->store, id, out));
	return *out ? OK : route_nothing(cx);
}

static void put_facts(const struct page *p, const struct user_summary *r)
{
	htmlf(p->out,
		"<dl class='facts'><dt>Has</dt><dd>%s</dd>\n"
		"<dt>Administrator</dt><dd>%s</dd>\n<dt>Added</dt><dd>",
		words_belongings(p->cx, r), r->is_admin ? "yes, may add and remove people" : "no");
	page_time(p, r->created_ms);
	html(p->out, "</dd>\n<dt>Last seen</dt><dd>");
	if (r->last_used_ms == UNSAID)
		html(p->out, "not signed in anywhere");
	else
		page_time(p, r->last_used_ms);
	html(p->out, "</dd></dl>\n");
}

static void put_others_password(
	const struct page *p, const struct user_summary *r, const char *error)
{
	html(p->out, "<section class='card'>\n<h2>A new password</h2>\n"
		     "<p class='soft'>For someone who has forgotten theirs. "
		     "Signs them out everywhere.</p>\n");
	page_error(p, error);
	page_form(p, path_of(p, r, "/password"));
	put_new_password(p, "New password");
	html(p->out, "<button>Set password</button></form>\n</section>\n");
}

static void show_one(const struct page *p, const struct user_summary *r, const char *error)
{
	page_open(p, SECTION_PEOPLE, r->name);
	htmlf(p->out, "<h1><bdi>%s</bdi></h1>\n", r->name);
	put_facts(p, r);
	if (is_self(p, r)) {
		html(p->out, "<p>This is you. Change your password under "
			     "<a href='settings/account'>Account</a>.</p>\n");
	} else {
		put_others_password(p, r, error);
		htmlf(p->out, "<p><a href='%s'>Remove <bdi>%s</bdi></a></p>\n",
			path_of(p, r, "/remove"), r->name);
	}
	html(p->out, "<p><a href='settings/people'>All people</a></p>\n");
	page_close(p);
}

enum err settings_people_one_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct user_summary *r;

	TRY(find_person(cx, app, req, &r));
	show_one(&p, r, NULL);
	return OK;
}

/*
 * Not for your own password: that form asks for the current one, which somebody
 * at an unlocked desk does not know.
 */
enum err settings_people_password_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct user_summary *r;
	enum err err;

	TRY(find_person(cx, app, req, &r));
	if (is_self(&p, r))
		return err_note(cx, ERR_CONFLICT, "Your own password is changed under Account.");
	err = new_password_set(cx, app->store, r->id, 0, form_text(req->form, "password"));
	if (err == ERR_INPUT) {
		res->status = err_http_status(err);
		show_one(&p, r, words_sentence(cx, cx->note));
		return OK;
	}
	TRY(err);
	page_redirect(&p, path_of(&p, r, ""), "password-set", 0);
	return OK;
}

/* The same; ERR_CONFLICT if it is the visitor. */
static enum err find_removable(const struct page *p, const struct user_summary **out)
{
	TRY(find_person(p->cx, p->app, p->req, out));
	if (is_self(p, *out))
		return err_note(p->cx, ERR_CONFLICT, "You cannot remove yourself.");
	return OK;
}

enum err settings_people_remove_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct user_summary *r;

	TRY(find_removable(&p, &r));
	page_open(&p, SECTION_PEOPLE, "Remove a person");
	htmlf(p.out,
		"<section class='card'>\n<h1>Remove <bdi>%s</bdi>?</h1>\n"
		"<p class='warning'>%s and all tokens and deliveries of "
		"<bdi>%s</bdi> will be deleted. This cannot be undone.</p>\n"
		"<p>To keep a copy, <bdi>%s</bdi> can first export everything "
		"under Settings, Account.</p>\n<div class='row'>",
		r->name, words_belongings(cx, r), r->name, r->name);
	page_button(&p, &(struct button){ .action = path_of(&p, r, "/remove"),
				.label = "Remove for good",
				.style = "danger" });
	htmlf(p.out, "<a class='button' href='%s'>Keep</a></div>\n</section>\n",
		path_of(&p, r, ""));
	page_close(&p);
	return OK;
}

/*
 * Checks again that the remover is an administrator: two may remove each other
 * at once, and the second removal must fail, so that one is always left.
 */
static enum err check_remover(struct cx *cx, const struct app *app, const struct visitor *v)
{
	const struct user *remover = NULL;

	TRY(store_user_by_id(cx, app->store, v->user_id, &remover));
	return remover && remover->is_admin ? OK : route_nothing(cx);
}

enum err settings_people_remove_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct user_summary *r = NULL;

	TRY(check_remover(cx, app, req->visitor));
	TRY(find_removable(&p, &r));
	TRY(store_user_remove(cx, app->store, r->id));
	page_redirect(&p, "settings/people", "user-removed", 0);
	return OK;
}

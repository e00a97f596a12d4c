/* SPDX-License-Identifier: MIT */
/* people.c -- adding and removing people; for administrators only. */
#include "shared/store/people.h"
#include "cgi/access/hashing.h"
#include "cgi/pages/pages.h"
#include "cgi/web/list.h"
#include "cgi/web/new_password.h"
#include "shared/base/url.h"
#include "shared/store/session.h"
#include "shared/store/user.h"

static void put_new_password(const struct call *c, const char *label)
{
	htmlf(c->out,
		"<label>%s <input name='password' required minlength='%d' "
		"maxlength='%d' autocomplete='off' "
		"autocapitalize='none' spellcheck='false' "
		"aria-describedby='tell'></label>\n",
		label, PASSWORD_MIN, PASSWORD_MAX);
	htmlf(c->out,
		"<p class='hint' id='tell'>At least %d characters. It is "
		"visible as you type. Tell it to the person, who can change "
		"it under Settings, Account.</p>\n",
		PASSWORD_MIN);
}

static bool is_self(const struct call *c, const struct user_summary *r)
{
	return r->id == c->visitor->user_id;
}

/* "3 integrations, 120 plays" */
static const char *words_belongings(struct cx *cx, const struct user_summary *r)
{
	return arena_printf(cx->arena, "%s, %s",
		words_count(cx, r->integrations, "integration", "integrations"),
		words_count(cx, r->plays, "play", "plays"));
}

/* "settings/people/7", followed by `rest`. */
static const char *path_of(const struct call *c, const struct user_summary *r, const char *rest)
{
	return arena_printf(c->cx->arena, "settings/people/%" PRId64 "%s", r->id, rest);
}

static void put_user_summary(const struct call *c, const struct user_summary *r)
{
	htmlf(c->out,
		"<li><div class='what'><a href='%s'><bdi>%s</bdi></a>\n"
		"<span class='meta'>%s; ",
		path_of(c, r, ""), r->name, words_belongings(c->cx, r));
	if (r->last_used_ms == UNSAID) {
		html(c->out, "not signed in");
	} else {
		html(c->out, "seen ");
		page_time(c, r->last_used_ms);
	}
	html(c->out, "</span></div>\n<div class='row'>");
	if (r->is_admin)
		html(c->out, "<span class='badge'>Administrator</span>");
	if (is_self(c, r))
		html(c->out, "<span class='badge good'>You</span>");
	html(c->out, "</div></li>\n");
}

/* Forward only: few instances have more than a handful of people. */
static void put_pager(const struct call *c, const char *after, const char *next)
{
	struct pager pager = { .back_label = "From the start", .on_label = "More" };

	if (*after)
		pager.back = "settings/people";
	if (next)
		pager.on = arena_printf(
			c->cx->arena, "settings/people?after=%s", url_encode(c->cx->arena, next));
	list_pager(c, &pager);
}

static void put_add(const struct call *c, const char *error)
{
	html(c->out, "<section class='card'>\n<h2>Add a person</h2>\n"
		     "<p class='soft'>Everybody has their own integrations "
		     "and plays, which nobody else sees.</p>\n");
	page_error(c, error);
	page_form(c, "settings/people");
	htmlf(c->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d' autocomplete='off' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		error ? words_clip(c->cx, form_trimmed(c->cx, c->form, "name"), USER_NAME_MAX) : "",
		USER_NAME_MAX);
	put_new_password(c, "First password");
	htmlf(c->out,
		"<label class='check'><input type='checkbox' "
		"name='admin' value='yes'%s> Administrator: may add and "
		"remove people</label>\n"
		"<button class='primary'>Add person</button></form>\n"
		"</section>\n",
		error && form_has(c->form, "admin") ? " checked" : "");
}

static enum err show_list(const struct call *c, const char *error)
{
	const char *after = form_trimmed(c->cx, c->form, "after");
	const struct user_summary *rows = NULL;
	size_t count = 0;
	bool more = false;

	TRY(store_people_list(c->cx, c->store, after, &rows, &count, &more));
	page_open(c, SECTION_PEOPLE, "People");
	html(c->out, "<h1>People</h1>\n<ul class='list'>\n");
	for (size_t i = 0; i < count; i++)
		put_user_summary(c, &rows[i]);
	html(c->out, "</ul>\n");
	put_pager(c, after, more ? rows[count - 1].name : NULL);
	put_add(c, error);
	page_close(c);
	return OK;
}

enum err settings_people_get(struct call *c)
{
	page_make(c);
	return show_list(c, NULL);
}

/* Hashes before the transaction, because it takes a while. */
static enum err add(const struct call *c)
{
	const char *password = form_text(c->form, "password");
	char hash[PASSWORD_HASH_TEXT];
	struct user user = {
		.name = form_trimmed(c->cx, c->form, "name"),
		.password_hash = hash,
		.is_admin = form_has(c->form, "admin"),
	};
	int64_t id;

	TRY(store_user_check_name(c->cx, user.name));
	TRY(hashing_make(c, password ? password : "", hash));
	TRY(store_begin(c->cx, c->store));
	return store_end(c->cx, c->store, store_user_add(c->cx, c->store, &user, &id));
}

enum err settings_people_post(struct call *c)
{
	enum err err = add(c);

	page_make(c);
	if (err == ERR_INPUT || err == ERR_CONFLICT) {
		c->res->status = err_http_status(err);
		return show_list(c, words_sentence(c->cx, c->cx->note));
	}
	TRY(err);
	page_redirect(c, "settings/people", "user-added", 0);
	return OK;
}

/* The person whom the address names. */
static enum err find_person(const struct call *c, const struct user_summary **out)
{
	int64_t id = 0;

	*out = NULL;
	TRY(call_id(c, &id));
	TRY(store_people_get(c->cx, c->store, id, out));
	return *out ? OK : call_not_found(c);
}

static void put_facts(const struct call *c, const struct user_summary *r)
{
	htmlf(c->out,
		"<dl class='facts'><dt>Has</dt><dd>%s</dd>\n"
		"<dt>Administrator</dt><dd>%s</dd>\n<dt>Added</dt><dd>",
		words_belongings(c->cx, r), r->is_admin ? "yes, may add and remove people" : "no");
	page_time(c, r->created_ms);
	html(c->out, "</dd>\n<dt>Last seen</dt><dd>");
	if (r->last_used_ms == UNSAID)
		html(c->out, "not signed in anywhere");
	else
		page_time(c, r->last_used_ms);
	html(c->out, "</dd></dl>\n");
}

static void put_others_password(
	const struct call *c, const struct user_summary *r, const char *error)
{
	html(c->out, "<section class='card'>\n<h2>A new password</h2>\n"
		     "<p class='soft'>For someone who has forgotten theirs. "
		     "Signs them out everywhere.</p>\n");
	page_error(c, error);
	page_form(c, path_of(c, r, "/password"));
	put_new_password(c, "New password");
	new_password_put_tokens(c);
	html(c->out, "<button>Set password</button></form>\n</section>\n");
}

static void show_one(const struct call *c, const struct user_summary *r, const char *error)
{
	page_open(c, SECTION_PEOPLE, r->name);
	htmlf(c->out, "<h1><bdi>%s</bdi></h1>\n", r->name);
	put_facts(c, r);
	if (is_self(c, r)) {
		html(c->out, "<p>This is you. Change your password under "
			     "<a href='settings/account'>Account</a>.</p>\n");
	} else {
		put_others_password(c, r, error);
		htmlf(c->out, "<p><a href='%s'>Remove <bdi>%s</bdi></a></p>\n",
			path_of(c, r, "/remove"), r->name);
	}
	html(c->out, "<p><a href='settings/people'>All people</a></p>\n");
	page_close(c);
}

enum err settings_people_one_get(struct call *c)
{
	const struct user_summary *r;

	page_make(c);
	TRY(find_person(c, &r));
	show_one(c, r, NULL);
	return OK;
}

/*
 * Not for your own password: that form asks for the current one, which somebody
 * at an unlocked desk does not know.
 */
enum err settings_people_password_post(struct call *c)
{
	const struct user_summary *r;
	enum err err;

	page_make(c);
	TRY(find_person(c, &r));
	if (is_self(c, r))
		return err_note(c->cx, ERR_CONFLICT, "Your own password is changed under Account.");
	err = new_password_set(
		c, (struct password_change){ .user_id = r->id }, form_text(c->form, "password"));
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		show_one(c, r, words_sentence(c->cx, c->cx->note));
		return OK;
	}
	TRY(err);
	page_redirect(c, path_of(c, r, ""), "password-set", 0);
	return OK;
}

/* The same; ERR_CONFLICT if it is the visitor. */
static enum err find_removable(const struct call *c, const struct user_summary **out)
{
	TRY(find_person(c, out));
	if (is_self(c, *out))
		return err_note(c->cx, ERR_CONFLICT, "You cannot remove yourself.");
	return OK;
}

enum err settings_people_remove_get(struct call *c)
{
	const struct user_summary *r;

	page_make(c);
	TRY(find_removable(c, &r));
	page_open(c, SECTION_PEOPLE, "Remove a person");
	htmlf(c->out,
		"<section class='card'>\n<h1>Remove <bdi>%s</bdi>?</h1>\n"
		"<p class='warning'>%s and all tokens and deliveries of "
		"<bdi>%s</bdi> will be deleted. This cannot be undone.</p>\n"
		"<p>To keep a copy, <bdi>%s</bdi> can first export everything "
		"under Settings, Account.</p>\n<div class='row'>",
		r->name, words_belongings(c->cx, r), r->name, r->name);
	page_button(c, &(struct button){ .action = path_of(c, r, "/remove"),
			       .label = "Remove for good",
			       .style = "danger" });
	htmlf(c->out, "<a class='button' href='%s'>Keep</a></div>\n</section>\n",
		path_of(c, r, ""));
	page_close(c);
	return OK;
}

/*
 * Checks again that the remover is an administrator: two may remove each other
 * at once, and the second removal must fail, so that one is always left.
 */
static enum err check_remover(const struct call *c)
{
	const struct user *remover = NULL;

	TRY(store_user_by_id(c->cx, c->store, c->visitor->user_id, &remover));
	return remover && remover->is_admin ? OK : call_not_found(c);
}

enum err settings_people_remove_post(struct call *c)
{
	const struct user_summary *r = NULL;

	page_make(c);
	TRY(check_remover(c));
	TRY(find_removable(c, &r));
	TRY(store_user_remove(c->cx, c->store, r->id));
	page_redirect(c, "settings/people", "user-removed", 0);
	return OK;
}

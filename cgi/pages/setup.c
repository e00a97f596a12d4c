/* SPDX-License-Identifier: MIT */
/* setup.c -- the first run: the first visitor creates the administrator. */
#include "cgi/access/hashing.h"
#include "cgi/pages/pages.h"
#include "cgi/web/new_password.h"
#include "shared/store/user.h"

static void show(const struct call *c, const char *name, const char *error)
{
	page_open(c, SECTION_NONE, "Welcome");
	html(c->out, "<section class='door'>\n<h1>Welcome to Ryot</h1>\n"
		     "<p>There are no users yet. Create the administrator, who can add "
		     "other people later. This is the only time that this page "
		     "is shown.</p>\n");
	page_error(c, error);
	page_door_form(c, "setup");
	htmlf(c->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d' autocomplete='username' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		name, USER_NAME_MAX);
	new_password_put(c, "Password", "Repeat the password");
	html(c->out, "<button class='primary'>Create the administrator</button>"
		     "</form>\n</section>\n");
	page_close(c);
}

enum err setup_get(struct call *c)
{
	bool nobody = false;

	page_make(c);
	TRY(store_user_is_nobody(c->cx, c->store, &nobody));
	if (nobody)
		show(c, "", NULL);
	else
		page_redirect(c, "login", NULL, 0);
	return OK;
}

/* Checks again within the transaction: two may submit the form at once. */
static enum err add_first(struct cx *cx, struct store *s, const struct user *user, int64_t *id)
{
	bool nobody = false;

	TRY(store_user_is_nobody(cx, s, &nobody));
	if (!nobody)
		return err_note(cx, ERR_CONFLICT, "The administrator exists already.");
	return store_user_add(cx, s, user, id);
}

static enum err make(const struct call *c, const char *name, int64_t *id)
{
	const char *password = NULL;
	char hash[PASSWORD_HASH_TEXT];
	struct user user = { .name = name, .password_hash = hash, .is_admin = true };

	TRY(store_user_check_name(c->cx, name));
	TRY(new_password_read(c, &password));
	TRY(hashing_make(c, password, hash));
	TRY(store_begin(c->cx, c->store));
	return store_end(c->cx, c->store, add_first(c->cx, c->store, &user, id));
}

enum err setup_post(struct call *c)
{
	const char *name = form_trimmed(c->cx, c->form, "name");
	int64_t id = 0;
	bool nobody = false;
	enum err err;

	page_make(c);
	/* Once this page is over, no visitor may make us hash a password. */
	TRY(store_user_is_nobody(c->cx, c->app->reader, &nobody));
	if (!nobody) {
		page_redirect(c, "login", NULL, 0);
		return OK;
	}
	err = make(c, name, &id);
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		show(c, words_clip(c->cx, name, USER_NAME_MAX), words_sentence(c->cx, c->cx->note));
		return OK;
	}
	TRY(err);
	TRY(auth_sign_in(c, id));
	page_redirect(c, "settings/integrations", NULL, 0);
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* setup.c -- the first run: the first visitor creates the administrator. */
#include "cgi/pages/pages.h"
#include "cgi/web/new_password.h"
#include "shared/crypto/password.h"
#include "shared/store/user.h"

static void show(const struct page *p, const char *name, const char *error)
{
	page_open(p, SECTION_NONE, "Welcome");
	html(p->out, "<section class='door'>\n<h1>Welcome to Ryot</h1>\n"
		     "<p>There are no users yet. Create the administrator, who can add "
		     "other people later. This is the only time that this page "
		     "is shown.</p>\n");
	page_error(p, error);
	page_form(p, "setup");
	htmlf(p->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d' autocomplete='username' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		name, USER_NAME_MAX);
	new_password_put(p, "Password", "Repeat the password");
	html(p->out, "<button class='primary'>Create the administrator</button>"
		     "</form>\n</section>\n");
	page_close(p);
}

enum err setup_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	bool nobody = false;

	TRY(store_user_is_nobody(cx, app->store, &nobody));
	if (nobody)
		show(&p, "", NULL);
	else
		page_redirect(&p, "login", NULL, 0);
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

static enum err make(
	struct cx *cx, const struct app *app, const struct req *req, const char *name, int64_t *id)
{
	const char *password = NULL;
	char hash[PASSWORD_HASH_TEXT];
	struct user user = { .name = name, .password_hash = hash, .is_admin = true };

	TRY(store_user_check_name(cx, name));
	TRY(new_password_read(cx, req, &password));
	TRY(password_hash(cx, password, hash));
	TRY(store_begin(cx, app->store));
	return store_end(cx, app->store, add_first(cx, app->store, &user, id));
}

enum err setup_post(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const char *name = form_trimmed(cx, req->form, "name");
	int64_t id = 0;
	bool nobody = false;
	enum err err;

	/* Once this page is over, no visitor may make us hash a password. */
	TRY(store_user_is_nobody(cx, app->reader, &nobody));
	if (!nobody) {
		page_redirect(&p, "login", NULL, 0);
		return OK;
	}
	err = make(cx, app, req, name, &id);
	if (err == ERR_INPUT) {
		res->status = err_http_status(err);
		show(&p, words_clip(cx, name, USER_NAME_MAX), words_sentence(cx, cx->note));
		return OK;
	}
	TRY(err);
	TRY(auth_sign_in(cx, app, req, res, id));
	page_redirect(&p, "settings/integrations", NULL, 0);
	return OK;
}

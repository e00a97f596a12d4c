/* SPDX-License-Identifier: MIT */
/* new_password.c -- a password, typed twice and stored as its hash. */
#include "cgi/web/new_password.h"

#include "cgi/access/hashing.h"

void new_password_put(const struct call *c, const char *label, const char *label_again)
{
	htmlf(c->out,
		"<label>%s <input name='password' type='password' "
		"required minlength='%d' maxlength='%d' "
		"autocomplete='new-password' "
		"aria-describedby='long'></label>\n"
		"<p class='hint' id='long'>At least %d characters; a few "
		"words in a row work well.</p>\n",
		label, PASSWORD_MIN, PASSWORD_MAX, PASSWORD_MIN);
	htmlf(c->out,
		"<label>%s <input name='again' type='password' required "
		"autocomplete='new-password'></label>\n",
		label_again);
}

enum err new_password_read(const struct call *c, const char **out)
{
	const char *again = form_text(c->form, "again");

	*out = form_text(c->form, "password");
	if (!*out || !again || strcmp(*out, again) != 0)
		return err_note(c->cx, ERR_INPUT, "The two passwords are not the same.");
	return OK;
}

void new_password_put_tokens(const struct call *c)
{
	html(c->out, "<label class='check'><input type='checkbox' name='tokens' value='yes'>"
		     " Revoke all application tokens, too</label>\n");
}

enum err new_password_set(
	const struct call *c, struct password_change change, const char *password_or_null)
{
	char hash[PASSWORD_HASH_TEXT];

	change.ends_tokens = form_has(c->form, "tokens");
	TRY(hashing_make(c, password_or_null ? password_or_null : "", hash));
	TRY(store_begin(c->cx, c->store));
	return store_end(c->cx, c->store, person_set_password(c->cx, c->store, &change, hash));
}

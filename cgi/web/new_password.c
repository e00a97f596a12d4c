/* SPDX-License-Identifier: MIT */
/* new_password.c -- a password, typed twice and stored as its hash. */
#include "cgi/web/new_password.h"

#include "shared/crypto/password.h"
#include "shared/store/device.h"
#include "shared/store/session.h"
#include "shared/store/user.h"

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

static enum err replace(
	struct cx *cx, struct store *s, int64_t user_id, int64_t session_id, const char *hash)
{
	TRY(store_user_set_password(cx, s, user_id, hash));
	TRY(store_device_remove_all(cx, s, user_id));
	return store_session_end_all(cx, s, user_id, session_id);
}

enum err new_password_set(struct cx *cx, struct store *s, int64_t user_id, int64_t session_id,
	const char *password_or_null)
{
	char hash[PASSWORD_HASH_TEXT];

	TRY(password_hash(cx, password_or_null ? password_or_null : "", hash));
	TRY(store_begin(cx, s));
	return store_end(cx, s, replace(cx, s, user_id, session_id, hash));
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/token.h"

#include "shared/actions/quota.h"
#include "shared/crypto/md5.h"
#include "shared/providers/field.h"

static const char *const may[] = {
	[SCOPE_REPORT] = "may send reports",
	[SCOPE_READ] = "may read",
	[SCOPE_ALL] = "may do everything",
};
_Static_assert(NELEM(may) == SCOPE__COUNT, "a scope without words");

const char *token_may(enum scope scope)
{
	return may[scope];
}

enum err token_scope(struct cx *cx, const char *name_or_null, enum scope *out)
{
	*out = SCOPE_REPORT;
	if (!name_or_null || scope_find(name_or_null, out))
		return OK;
	return field_refused(cx, "scope",
		err_note(cx, ERR_INPUT,
			"a token is for one of these: report (it sends reports), read, all"));
}

static enum err check_name(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (length > 0 && length <= TOKEN_NAME_MAX && field_is_line(name))
		return OK;
	return field_refused(cx, "name",
		err_note(cx, ERR_INPUT,
			"say in 1 to %d bytes, without control characters, what the token is for",
			TOKEN_NAME_MAX));
}

/*
 * Checked here, in the transaction: the parent may have been revoked since its
 * request was admitted.
 */
static enum err check_parent(struct cx *cx, struct store *s, const struct token *row)
{
	bool is_over = false;

	if (row->parent_id == 0)
		return OK;
	TRY(store_token_is_over(cx, s, row->parent_id, &is_over));
	return is_over ? err_note(cx, ERR_FORBIDDEN, "This token has been revoked.") : OK;
}

enum err token_make(struct cx *cx, struct store *s, const struct conf *conf, struct token *row,
	char text[static TOKEN_TEXT])
{
	unsigned char hash[TOKEN_HASH], md5_hash[TOKEN_HASH];
	enum err err;

	TRY(check_name(cx, row->name));
	TRY(check_parent(cx, s, row));
	TRY(quota_check_token(cx, s, conf, row->user_id));
	token_new(text);
	token_hash(text, hash);
	md5_token_hash(text, md5_hash);
	row->md5_hash = md5_hash;
	err = store_token_add(cx, s, row, hash);
	row->md5_hash = NULL;
	return err;
}

enum err token_revoke(struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found)
{
	if (user_id == 0)
		return store_token_revoke(cx, s, id, found);
	return store_token_revoke_own(cx, s, user_id, id, found);
}

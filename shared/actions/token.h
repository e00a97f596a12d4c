/* SPDX-License-Identifier: MIT */
/*
 * token.h -- making and revoking the tokens of programs.
 *
 * Pages, API and ryotctl call this: what one of them refuses all refuse, in
 * the same words. cx->field then names the setting, as the API does.
 */
#ifndef SHARED_ACTIONS_TOKEN_H
#define SHARED_ACTIONS_TOKEN_H

#include "shared/base/conf.h"
#include "shared/store/user.h"

/* "may send reports" */
const char *token_may(enum scope scope);

/* ERR_INPUT: there is no such scope. NULL: the one of players, SCOPE_REPORT. */
MUST_CHECK enum err token_scope(struct cx *cx, const char *name_or_null, enum scope *out);

/*
 * Of the row: user, parent, scope and name; fills in the rest, and the text,
 * which the caller shows once and wipes. ERR_FORBIDDEN: the parent was revoked
 * meanwhile, or may not do that much itself. ERR_INPUT past the quota as well.
 * In the caller's transaction.
 */
MUST_CHECK enum err token_make(struct cx *cx, struct store *s, const struct conf *conf,
	struct token *row, char text[static TOKEN_TEXT]);

/*
 * With all tokens that it made. user_id 0: whose ever it is. *found: there is
 * one of that person.
 */
MUST_CHECK enum err token_revoke(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found);

#endif

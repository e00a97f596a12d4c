/* SPDX-License-Identifier: MIT */
/* tokens.c -- application tokens: listed, created, revoked. */
#include "cgi/api/api.h"
#include "shared/actions/token.h"
#include "shared/crypto/secret.h"
#include "shared/wire/token.h"

static const char *const none[] = { NULL };

enum err api_tokens_get(struct call *c)
{
	const struct token *rows = NULL;
	size_t count = 0;

	TRY(api_query(c, none));
	TRY(store_token_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++) {
		jput_open(c->out, NULL, '{');
		token_put(c->out, &rows[i]);
		jput_close(c->out, '}');
	}
	api_list_close(c->out, NULL);
	return OK;
}

static enum err read_token(const struct call *c, struct token *row)
{
	static const char *const members[] = { "name", "scope", NULL };
	const char *scope = NULL;
	struct json body;

	TRY(api_body(c, members, &body));
	TRY(json_need_str(c->cx, body, "name", TOKEN_NAME_MAX, &row->name));
	TRY(json_may_str(c->cx, body, "scope", TOKEN_NAME_MAX, &scope));
	return token_scope(c->cx, scope, &row->scope);
}

enum err api_tokens_post(struct call *c)
{
	struct token row = { .user_id = c->visitor->user_id, .parent_id = c->visitor->token_id };
	char text[TOKEN_TEXT];

	TRY(read_token(c, &row));
	TRY(token_make(c->cx, c->store, c->app->conf, &row, text));
	c->res->status = 201;
	jput_open(c->out, NULL, '{');
	token_put(c->out, &row);
	jput_str(c->out, "token", text);
	jput_close(c->out, '}');
	secret_wipe(text, sizeof(text));
	return OK;
}

static enum err find_token(const struct call *c, int64_t id, struct token *out)
{
	const struct token *row = NULL;

	TRY(store_token_own(c->cx, c->store, c->visitor->user_id, id, &row));
	if (!row)
		return call_not_found(c);
	*out = *row;
	return OK;
}

/* A token may revoke itself; its next request is refused. */
enum err api_token_delete(struct call *c)
{
	struct token row;
	bool found = false;
	int64_t id = 0;

	TRY(call_id(c, &id));
	TRY(api_no_body(c));
	TRY(find_token(c, id, &row));
	TRY(token_revoke(c->cx, c->store, c->visitor->user_id, id, &found));
	if (row.revoked_ms == UNSAID)
		row.revoked_ms = c->cx->now_ms;
	jput_open(c->out, NULL, '{');
	token_put(c->out, &row);
	jput_close(c->out, '}');
	return OK;
}

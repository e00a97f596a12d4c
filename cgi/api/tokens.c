/* SPDX-License-Identifier: MIT */
/* tokens.c -- application tokens: listed, created, revoked. */
#include "cgi/api/api.h"
#include "shared/crypto/secret.h"
#include "shared/crypto/token.h"
#include "shared/store/user.h"
#include "shared/wire/token.h"

static const char *const none[] = { NULL };

enum err api_tokens_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct token *rows = NULL;
	size_t count = 0;

	TRY(api_query(cx, req, none));
	TRY(store_token_list(cx, app->store, req->visitor->user_id, &rows, &count));
	api_list_open(&res->body);
	for (size_t i = 0; i < count; i++) {
		jput_open(&res->body, NULL, '{');
		token_put(&res->body, &rows[i]);
		jput_close(&res->body, '}');
	}
	api_list_close(&res->body, NULL);
	return OK;
}

static enum err read_name(struct cx *cx, const struct req *req, const char **name)
{
	static const char *const members[] = { "name", NULL };
	struct json body;

	TRY(api_body(cx, req, members, &body));
	return json_need_str(cx, body, "name", TOKEN_NAME_MAX, name);
}

enum err api_tokens_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct token row = {
		.created_ms = cx->now_ms, .last_used_ms = UNSAID, .revoked_ms = UNSAID
	};
	unsigned char hash[TOKEN_HASH];
	char text[TOKEN_TEXT];

	TRY(read_name(cx, req, &row.name));
	token_new(text);
	token_hash(text, hash);
	TRY(store_token_add(cx, app->store, req->visitor->user_id, row.name, hash, &row.id));
	res->status = 201;
	jput_open(&res->body, NULL, '{');
	token_put(&res->body, &row);
	jput_str(&res->body, "token", text);
	jput_close(&res->body, '}');
	secret_wipe(text, sizeof(text));
	return OK;
}

static enum err find_token(
	struct cx *cx, const struct app *app, const struct req *req, int64_t id, struct token *out)
{
	const struct token *rows = NULL;
	size_t count = 0;

	TRY(store_token_list(cx, app->store, req->visitor->user_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == id) {
			*out = rows[i];
			return OK;
		}
	return route_nothing(cx);
}

/* A token may revoke itself; its next request is refused. */
enum err api_token_delete(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct token row;
	bool found = false;
	int64_t id = 0;

	TRY(route_id(cx, req, &id));
	TRY(api_no_body(cx, req));
	TRY(find_token(cx, app, req, id, &row));
	TRY(store_token_revoke_own(cx, app->store, req->visitor->user_id, id, &found));
	if (row.revoked_ms == UNSAID)
		row.revoked_ms = cx->now_ms;
	jput_open(&res->body, NULL, '{');
	token_put(&res->body, &row);
	jput_close(&res->body, '}');
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* token.c -- `ryotctl token`: the tokens of programs that use the API. */
#include "shared/wire/token.h"
#include "ctl/command.h"

#include "shared/actions/token.h"
#include "shared/crypto/secret.h"

struct token_args {
	const char *user, *name, *scope;
	int64_t id;
};
#define AT(member) offsetof(struct token_args, member)

static enum err make(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct token_args *a = args;
	struct token row = { .name = a->name ? a->name : "unnamed" };
	const struct user *user = NULL;
	char token[TOKEN_TEXT];

	TRY(token_scope(cx, a->scope, &row.scope));
	TRY(ctl_user(cx, ctl, a->user, &user));
	row.user_id = user->id;
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, token_make(cx, ctl->store, ctl->conf, &row, token)));
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		token_put(&ctl->out, &row);
		jput_str(&ctl->out, "user", user->name);
		jput_str(&ctl->out, "token", token);
		jput_close(&ctl->out, '}');
	}
	ctl_say(ctl, "%s", token);
	secret_wipe(token, sizeof(token));
	ctl_advise(ctl,
		"This is token %" PRId64 " of %s; it %s. It is shown only once, because "
		"only its hash is stored: copy it now.",
		row.id, user->name, token_may(row.scope));
	return OK;
}

static void put_rows(struct ctl *ctl, struct table *t, const struct token *rows, size_t count)
{
	for (size_t i = 0; i < count && ctl->is_json; i++) {
		jput_open(&ctl->out, NULL, '{');
		token_put(&ctl->out, &rows[i]);
		jput_str(&ctl->out, "user", rows[i].user_name);
		jput_close(&ctl->out, '}');
	}
	for (size_t i = 0; i < count && !ctl->is_json; i++) {
		table_addf(t, "%" PRId64, rows[i].id);
		table_add(t, rows[i].user_name);
		table_add(t, rows[i].name);
		table_add(t, scope_name(rows[i].scope));
		table_add_time(t, rows[i].created_ms);
		table_add_time(t, rows[i].last_used_ms);
		table_add_time(t, rows[i].revoked_ms);
	}
}

/* Of that user, or with 0 of all; *any says whether there was one. */
static enum err put_all(struct cx *cx, struct ctl *ctl, int64_t user_id, struct table *t, bool *any)
{
	const struct token *rows = NULL;
	size_t count = 0;
	int64_t after = 0;

	do {
		if (user_id)
			TRY(store_token_list(cx, ctl->store, user_id, &rows, &count));
		else
			TRY(store_token_page(cx, ctl->store, after, &rows, &count));
		put_rows(ctl, t, rows, count);
		*any |= count > 0;
		after = count > 0 ? rows[count - 1].id : after;
	} while (!user_id && count == STORE_PAGE);
	return OK;
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "USER", TABLE_SHORTEN },
		{ "NAME", TABLE_SHORTEN },
		{ "SCOPE", 0 },
		{ "MADE (UTC)", 0 },
		{ "LAST USED", 0 },
		{ "REVOKED", 0 },
	};
	const struct token_args *a = args;
	struct table t;
	int64_t user_id = 0;
	bool any = false;

	TRY(ctl_user_id(cx, ctl, a->user, &user_id));
	table_init(&t, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_open(&ctl->out, "tokens", '[');
	}
	TRY(put_all(cx, ctl, user_id, &t, &any));
	if (ctl->is_json) {
		jput_close(&ctl->out, ']');
		jput_close(&ctl->out, '}');
	} else if (any)
		ctl_print_table(ctl, &t);
	else
		ctl_advise(ctl, "No tokens. Next: ryotctl token new --user %s",
			a->user ? a->user : "NAME");
	return OK;
}

static enum err revoke(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct token_args *a = args;
	bool is_found = false;
	enum err err;

	TRY(store_begin(cx, ctl->store));
	err = store_end(cx, ctl->store, token_revoke(cx, ctl->store, 0, a->id, &is_found));
	if (err != OK)
		return err;
	if (!is_found)
		return err_note(cx, ERR_NOT_FOUND,
			"there is no token %" PRId64 "; \"ryotctl token list\" shows what there is",
			a->id);
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_i64(&ctl->out, "id", a->id);
		jput_bool(&ctl->out, "is_revoked", true);
		jput_close(&ctl->out, '}');
	}
	ctl_say(ctl, "Token %" PRId64 " is revoked, with all tokens that it made.", a->id);
	return OK;
}

/* clang-format off */
static const struct arg new_args[] = {
	{ "--name", "NAME", ARG_TEXT, ARG_OPTIONAL, TOKEN_NAME_MAX, AT(name),
		"what it is for: \"script, bedroom\"" },
	{ "--scope", "SCOPE", ARG_SETTING, ARG_OPTIONAL, 0, AT(scope),
		"report (default; for players), read, or all" },
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user),
		"the owner" },
};
static const struct arg list_args[] = {
	{ "--user", "NAME", ARG_TEXT, ARG_OPTIONAL, USER_NAME_MAX, AT(user),
		"only those of one user" },
};
static const struct arg revoke_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "the token" },
};
/* clang-format on */

const struct command command_token_list = {
	.noun = "token",
	.verb = "list",
	.usage = "[--user NAME]",
	.summary = "List tokens, without their text",
	.opening = OPEN_READ,
	.args = { list_args, NELEM(list_args), sizeof(struct token_args) },
	.run = list,
};

const struct command command_token_new = {
	.noun = "token",
	.verb = "new",
	.usage = "--user NAME [--name NAME] [--scope SCOPE]",
	.summary = "Create a token for a program; it is shown once",
	.details = "A token of scope report sends reports, read reads through the API "
		   "what the pages\nshow, except secrets, and all does both and "
		   "changes things as well.",
	.opening = OPEN_WRITE,
	.args = { new_args, NELEM(new_args), sizeof(struct token_args) },
	.run = make,
};

const struct command command_token_revoke = {
	.noun = "token",
	.verb = "revoke",
	.usage = "ID",
	.summary = "Revoke a token, with all tokens that it made",
	.opening = OPEN_WRITE,
	.args = { revoke_args, NELEM(revoke_args), sizeof(struct token_args) },
	.run = revoke,
};

/* SPDX-License-Identifier: MIT */
/* user.c -- `ryotctl user`: adds, lists and removes users. */
#include "shared/wire/user.h"
#include "ctl/command.h"
#include "ctl/terminal/password.h"
#include "shared/store/session.h"

struct user_args {
	const char *name;
	bool is_admin, from_stdin, is_sure;
};
#define AT(member) offsetof(struct user_args, member)

static void put_user(struct buf *out, const struct user *user)
{
	jput_open(out, NULL, '{');
	user_put(out, user);
	jput_time(out, "created_at", user->created_ms);
	jput_close(out, '}');
}

static enum password_from from(const struct user_args *a)
{
	return a->from_stdin ? PASSWORD_STDIN : PASSWORD_ASKED;
}

/* Checked before asking, so that a refused name costs no typing. */
static enum err check_name(struct cx *cx, struct ctl *ctl, const char *name)
{
	const struct user *taken = NULL;
	enum err err = store_user_find(cx, ctl->store, name, &taken);

	if (err == OK && strchr(name, ' '))
		return err_note(cx, ERR_INPUT, "a user name cannot contain blanks");

	if (err == OK && taken)
		return err_note(
			cx, ERR_CONFLICT, "there is a user named \"%s\" already", taken->name);
	return err;
}

static enum err add(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct user_args *a = args;
	char hash[PASSWORD_HASH_TEXT];
	struct user user = {
		.name = a->name,
		.password_hash = hash,
		.is_admin = a->is_admin,
		.created_ms = cx->now_ms,
	};
	enum err err;

	TRY(check_name(cx, ctl, a->name));
	TRY(password_read(cx, from(a), a->name, hash));
	TRY(store_begin(cx, ctl->store));
	err = store_end(cx, ctl->store, store_user_add(cx, ctl->store, &user, &user.id));
	if (err != OK)
		return err;
	if (ctl->is_json)
		put_user(&ctl->out, &user);
	ctl_say(ctl, "Added %s.", user.name);
	ctl_advise(ctl, "Next: ryotctl integration add PROVIDER --user %s", user.name);
	return OK;
}

static void put_row(struct ctl *ctl, struct table *t, const struct user *row)
{
	if (ctl->is_json) {
		put_user(&ctl->out, row);
		return;
	}
	table_add(t, row->name);
	table_add(t, row->is_admin ? "yes" : "no");
	table_add_time(t, row->created_ms);
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	static const struct column columns[] = {
		{ "NAME", TABLE_SHORTEN },
		{ "ADMIN", 0 },
		{ "ADDED (UTC)", 0 },
	};
	const struct user *rows = NULL;
	struct table t;
	size_t count = 0;
	int64_t after = 0;

	(void)args;
	table_init(&t, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_open(&ctl->out, "users", '[');
	}
	do {
		TRY(store_user_page(cx, ctl->store, after, &rows, &count));
		for (size_t i = 0; i < count; i++)
			put_row(ctl, &t, &rows[i]);
		after = count > 0 ? rows[count - 1].id : after;
	} while (count == STORE_PAGE);
	if (ctl->is_json) {
		jput_close(&ctl->out, ']');
		jput_close(&ctl->out, '}');
		return OK;
	}
	if (after > 0)
		ctl_print_table(ctl, &t);
	else
		ctl_advise(ctl, "No users yet. Next: ryotctl user add NAME");
	return OK;
}

/* In a transaction. */
static enum err set_password(
	struct cx *cx, struct ctl *ctl, const struct user *user, const char *hash)
{
	TRY(store_user_set_password(cx, ctl->store, user->id, hash));
	return store_session_end_all(cx, ctl->store, user->id, 0);
}

static enum err passwd(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct user_args *a = args;
	const struct user *user = NULL;
	char hash[PASSWORD_HASH_TEXT];

	TRY(ctl_user(cx, ctl, a->name, &user));
	TRY(password_read(cx, from(a), user->name, hash));
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, set_password(cx, ctl, user, hash)));
	if (ctl->is_json)
		put_user(&ctl->out, user);
	ctl_say(ctl, "%s has a new password; all browsers are signed out.", user->name);
	return OK;
}

static enum err remove_user(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct user_args *a = args;
	const struct user *user = NULL;
	const struct integration *rows = NULL;
	size_t count = 0;

	TRY(ctl_user(cx, ctl, a->name, &user));
	TRY(store_integration_list(cx, ctl->store, user->id, &rows, &count));
	TRY(ctl_confirm(cx, a->is_sure ? IS_SURE : NOT_SURE,
		arena_printf(cx->arena,
			"Remove %s for good, with %zu integration%s and all "
			"tokens, deliveries and plays?",
			user->name, count, count == 1 ? "" : "s")));
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, store_user_remove(cx, ctl->store, user->id)));
	if (ctl->is_json)
		put_user(&ctl->out, user);
	ctl_say(ctl, "Removed %s.", user->name);
	return OK;
}

/* clang-format off */
#define NAME { "NAME", NULL, ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(name), \
	"the name to sign in with; case does not matter" }
#define STDIN { "--password-stdin", NULL, ARG_FLAG, ARG_OPTIONAL, 0, \
	AT(from_stdin), "read the password from standard input, one line" }

static const struct arg name_args[] = { NAME, STDIN };
static const struct arg add_args[] = {
	NAME,
	{ "--admin", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_admin),
		"make the user an administrator" },
	STDIN,
};
static const struct arg remove_args[] = {
	NAME,
	{ "--yes", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_sure),
		"do not ask for confirmation" },
};
/* clang-format on */

const struct command command_user_add = {
	.noun = "user",
	.verb = "add",
	.usage = "NAME [--admin] [--password-stdin]",
	.summary = "Add a user",
	.details = "Creates the database if there is none. Asks for the "
		   "password on the terminal.",
	.opening = OPEN_MAKE,
	.args = { add_args, NELEM(add_args), sizeof(struct user_args) },
	.run = add,
};

const struct command command_user_list = {
	.noun = "user",
	.verb = "list",
	.usage = "",
	.summary = "List users",
	.opening = OPEN_READ,
	.run = list,
};

const struct command command_user_passwd = {
	.noun = "user",
	.verb = "passwd",
	.usage = "NAME [--password-stdin]",
	.summary = "Set a new password for a user",
	.details = "Signs the user out of all browsers.",
	.opening = OPEN_WRITE,
	.args = { name_args, NELEM(name_args), sizeof(struct user_args) },
	.run = passwd,
};

const struct command command_user_remove = {
	.noun = "user",
	.verb = "remove",
	.usage = "NAME [--yes]",
	.summary = "Remove a user with all data",
	.opening = OPEN_WRITE,
	.args = { remove_args, NELEM(remove_args), sizeof(struct user_args) },
	.run = remove_user,
};

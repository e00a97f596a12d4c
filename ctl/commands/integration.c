/* SPDX-License-Identifier: MIT */
/* integration.c -- `integration set`, `rotate` and `remove`. */
#include "ctl/command.h"
#include "ctl/commands/integration_args.h"
#include "ctl/commands/integration_show.h"
#include "ctl/commands/server_show.h"
#include "ctl/terminal/text.h"
#include "shared/base/wake.h"

static void put(struct cx *cx, struct ctl *ctl, const struct integration *row, enum secrecy secrecy)
{
	integration_put_open(cx, ctl, row, secrecy);
	jput_close(&ctl->out, '}');
}

static enum err check_changes(struct cx *cx, const struct integration_args *a)
{
	if (a->enable && a->disable)
		return err_note(cx, ERR_USAGE, "--enable and --disable contradict each other");
	if (a->only_user && a->all_users)
		return err_note(cx, ERR_USAGE, "--only-user and --all-users contradict each other");
	if (a->shared && a->alone)
		return err_note(cx, ERR_USAGE, "--shared and --alone contradict each other");
	if (a->no_server && server_is_named(&a->server))
		return err_note(cx, ERR_USAGE,
			"--no-server and the options of a server contradict each other");
	if (!a->name && !a->only_user && !a->all_users && !a->start && !a->complete && !a->enable &&
		!a->disable && !a->shared && !a->alone && !a->no_server &&
		!server_is_named(&a->server))
		return err_note(cx, ERR_USAGE, "what is to be set? Name at least one option");
	return OK;
}

/* The row as it is stored now, with what was typed. */
static enum err change(
	struct cx *cx, struct ctl *ctl, const struct integration_args *a, struct integration *row)
{
	const struct settings in = integration_settings(a);
	const struct integration *was = NULL;

	TRY(ctl_integration(cx, ctl, a->id, &was));
	*row = *was;
	return integration_set(cx, &in, row);
}

/* In a transaction: the row may have changed while the server was asked. */
static enum err save(struct cx *cx, struct ctl *ctl, const struct integration_args *a,
	struct server_asked *asked, struct integration *row, const struct server **server)
{
	TRY(change(cx, ctl, a, row));
	TRY(integration_save(cx, ctl->store, row, asked ? &asked->draft : NULL));
	return store_server_get(cx, ctl->store, row->id, server);
}

static void show_set(struct cx *cx, struct ctl *ctl, const struct integration *row,
	const struct server *server, const struct server_asked *draft)
{
	if (!ctl->is_json) {
		integration_print(cx, ctl, row, server);
		if (draft && draft->probed.is_greeted)
			server_say_facts(ctl, row->provider, &draft->probed);
		return;
	}
	integration_put_open(cx, ctl, row, WITHOUT_SLUG);
	if (server)
		server_put_member(&ctl->out, server);
	if (draft)
		server_put_facts(&ctl->out, &draft->probed);
	jput_close(&ctl->out, '}');
}

static enum err set(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	struct server_asked changed, *asked = NULL;
	const struct server *server = NULL;
	struct integration row = { 0 };

	TRY(check_changes(cx, a));
	TRY(change(cx, ctl, a, &row));
	TRY(integration_check_plain(cx, a));
	if (a->no_server) {
		asked = &changed;
		changed = (struct server_asked){ .draft = { .is_removal = true } };
	} else if (server_is_named(&a->server)) {
		asked = &changed;
		TRY(server_change(cx, ctl, &row, &a->server, asked));
	}
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, save(cx, ctl, a, asked, &row, &server)));
	if (asked)
		wake_send(ctl->conf->yank_socket); /* for what waits for the server */
	show_set(cx, ctl, &row, server, asked);
	return OK;
}

/* Read again, the row says until when the old slug works. */
static enum err change_slug(
	struct cx *cx, struct ctl *ctl, int64_t id, const struct integration **row)
{
	TRY(ctl_integration(cx, ctl, id, row));
	TRY(integration_rotate(cx, ctl->store, *row));
	return ctl_integration(cx, ctl, id, row);
}

static enum err rotate(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	const struct integration *row = NULL;
	char ends[TEXT_TIME];

	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, change_slug(cx, ctl, a->id, &row)));
	if (ctl->is_json)
		put(cx, ctl, row, WITH_SLUG);
	text_time(row->old_slug_ends_ms, ends);
	ctl_say(ctl, "New webhook URL of integration %" PRId64 ":", row->id);
	ctl_say(ctl, "    %s", integration_url(cx, ctl, row));
	ctl_say(ctl, "The one before works until %s UTC; older ones no longer do.", ends);
	return OK;
}

static enum err remove_integration(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	const struct integration *row = NULL;

	TRY(ctl_integration(cx, ctl, a->id, &row));
	TRY(ctl_confirm(cx, a->is_sure ? IS_SURE : NOT_SURE,
		arena_printf(cx->arena,
			"Remove integration %" PRId64 " (%s, \"%s\") of %s "
			"with all its deliveries? The plays stay.",
			row->id, row->provider, row->name, row->user_name)));
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, integration_remove(cx, ctl->store, row)));
	if (ctl->is_json)
		put(cx, ctl, row, WITHOUT_SLUG);
	ctl_say(ctl, "Removed integration %" PRId64 "; its plays stay.", row->id);
	return OK;
}

/* clang-format off */
#define ID { "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "of the integration" }

static const struct arg set_args[] = {
	ID,
	{ "--all-users", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(all_users),
		"listen to every account of the sender" },
	{ "--alone", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(alone),
		"all reports are its owner's" },
	CA_FILE,
	COMPLETE,
	{ "--disable", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(disable),
		"switch it off: what comes in is ignored" },
	{ "--enable", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(enable),
		"switch it on" },
	KEY_FROM,
	KEY_STDIN,
	NAME,
	{ "--no-ca-file", NULL, ARG_FLAG, ARG_OPTIONAL, 0, SERVER(no_ca_file),
		"trust the system's authorities again" },
	{ "--no-server", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(no_server),
		"of one that sends: do not ask its server any more" },
	ONLY_USER,
	{ "--shared", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(shared),
		"it serves several people; see `account list`" },
	START,
	UNCHECKED,
	URL,
};
static const struct arg rotate_args[] = { ID };
static const struct arg remove_args[] = {
	ID,
	{ "--yes", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_sure),
		"do not ask" },
};
/* clang-format on */

const struct command command_integration_remove = {
	.noun = "integration",
	.verb = "remove",
	.usage = "ID [--yes]",
	.summary = "Remove one with its deliveries; the plays stay",
	.opening = OPEN_WRITE,
	.args = TABLE(remove_args),
	.run = remove_integration,
};

const struct command command_integration_rotate = {
	.noun = "integration",
	.verb = "rotate",
	.usage = "ID",
	.summary = "Give it a new URL; the old one works for one more day",
	.opening = OPEN_WRITE,
	.args = TABLE(rotate_args),
	.run = rotate,
};

const struct command command_integration_set = {
	.noun = "integration",
	.verb = "set",
	.usage = "ID [--name NAME] [--only-user NAME | --all-users]\n"
		 "       [--start PERCENT] [--complete PERCENT] "
		 "[--enable | --disable] [--shared | --alone]\n"
		 "       [--url URL] [--key-stdin | --key-from FILE]\n"
		 "       [--ca-file FILE | --no-ca-file] [--unchecked] [--no-server]",
	.summary = "Change its name, limits, filter, switch or server",
	.details = "The last two lines are for servers that are asked: for progress, or "
		   "which show an episode\nbelongs to. What is "
		   "changed there is tried first; a server that was given up "
		   "is then\nasked again. Another host needs its key anew.",
	.opening = OPEN_WRITE,
	.args = TABLE(set_args),
	.run = set,
};

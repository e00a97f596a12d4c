/* SPDX-License-Identifier: MIT */
#include "ctl/command.h"
#include "ctl/commands/integration_args.h"
#include "ctl/terminal/text.h"
#include "shared/providers/sink.h"

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
	if (!a->name && !a->only_user && !a->all_users && a->start == UNSAID &&
		a->complete == UNSAID && !a->enable && !a->disable && !server_is_named(&a->server))
		return err_note(cx, ERR_USAGE, "what is to be set? Name at least one option");
	return OK;
}

/* draft: NULL when nothing of the server is set. */
static enum err save(struct cx *cx, struct ctl *ctl, const struct integration_args *a,
	const struct server_draft *draft, struct integration *row)
{
	const struct integration *was = NULL;
	enum err err = ctl_integration(cx, ctl, a->id, &was);

	if (err == OK)
		err = integration_check_only_user(cx, was->provider, a->only_user);
	if (err != OK)
		return err;
	*row = *was;
	if (a->name)
		row->name = a->name;
	if (a->only_user || a->all_users)
		row->only_user = a->only_user;
	if (a->enable || a->disable)
		row->enabled = a->enable;
	integration_set_limits(&row->limits, a);
	err = store_integration_save(cx, ctl->store, row);
	if (err == OK && draft)
		err = store_server_put(cx, ctl->store, &draft->row);
	return err;
}

static enum err prepare(struct cx *cx, struct ctl *ctl, const struct integration_args *a,
	struct server_draft *draft)
{
	const struct integration *row = NULL;
	enum err err = ctl_integration(cx, ctl, a->id, &row);

	if (err == OK)
		err = integration_check_only_user(cx, row->provider, a->only_user);
	if (err == OK)
		err = integration_check_server(cx, row->provider, &a->server);
	return err == OK ? server_change(cx, ctl, row, &a->server, draft) : err;
}

static void show_set(struct cx *cx, struct ctl *ctl, const struct integration *row,
	const struct server *server, const struct server_draft *draft)
{
	if (!ctl->is_json) {
		integration_print(cx, ctl, row, server);
		if (draft && draft->probed.user)
			server_say_facts(ctl, row->provider, &draft->probed);
		return;
	}
	integration_put_open(cx, ctl, row, WITHOUT_SLUG);
	if (server)
		server_put(&ctl->out, "account", server);
	if (draft)
		server_put_facts(&ctl->out, &draft->probed);
	jput_close(&ctl->out, '}');
}

static enum err set(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	struct server_draft changed, *draft = NULL;
	const struct server *server = NULL;
	struct integration row = { 0 };
	enum err err = check_changes(cx, a);

	if (err == OK && server_is_named(&a->server)) {
		draft = &changed;
		err = prepare(cx, ctl, a, draft);
	}
	if (err == OK)
		err = store_begin(cx, ctl->store);
	if (err != OK)
		return err;
	err = save(cx, ctl, a, draft, &row);
	if (err == OK)
		err = store_server_get(cx, ctl->store, row.id, &server);
	err = store_end(cx, ctl->store, err);
	if (err == OK)
		show_set(cx, ctl, &row, server, draft);
	return err;
}

/* The row is read again: it then says until when the old slug works. */
static enum err change_slug(
	struct cx *cx, struct ctl *ctl, int64_t id, const struct integration **row)
{
	enum err err = ctl_integration(cx, ctl, id, row);

	if (err == OK && !sink_find((*row)->provider))
		return err_note(cx, ERR_INPUT, "integration %" PRId64 " (%s) has no webhook", id,
			(*row)->provider);
	if (err == OK) {
		char slug[SLUG_TEXT];

		err = store_integration_rotate(cx, ctl->store, *row, slug);
	}
	return err == OK ? ctl_integration(cx, ctl, id, row) : err;
}

static enum err rotate(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	const struct integration *row = NULL;
	char ends[TEXT_TIME];
	enum err err = store_begin(cx, ctl->store);

	if (err != OK)
		return err;
	err = store_end(cx, ctl->store, change_slug(cx, ctl, a->id, &row));
	if (err != OK)
		return err;
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
	enum err err = ctl_integration(cx, ctl, a->id, &row);

	if (err != OK)
		return err;
	err = ctl_confirm(cx, a->is_sure ? IS_SURE : NOT_SURE,
		arena_printf(cx->arena,
			"Remove integration %" PRId64 " (%s, \"%s\") of %s "
			"with all its deliveries? The plays stay.",
			row->id, row->provider, row->name, row->user_name));
	if (err == OK)
		err = store_begin(cx, ctl->store);
	if (err != OK)
		return err;
	err = store_end(cx, ctl->store, store_integration_remove(cx, ctl->store, row));
	if (err != OK)
		return err;
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
	ONLY_USER,
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
		 "[--enable | --disable]\n"
		 "       [--url URL] [--key-stdin | --key-from FILE]\n"
		 "       [--ca-file FILE | --no-ca-file] [--unchecked]",
	.summary = "Change its name, limits, filter, switch or server",
	.details = "The last two lines are for servers that are asked. What is "
		   "changed there is tried\nfirst; a server that was given up "
		   "is then asked again. Another host needs its key\nanew.",
	.opening = OPEN_WRITE,
	.args = TABLE(set_args),
	.run = set,
};

/* SPDX-License-Identifier: MIT */
/* integration_add.c -- a new one, of either sort; what add and set check. */
#include "ctl/command.h"
#include "ctl/commands/integration_args.h"
#include "shared/providers/sink.h"

enum { PROVIDER_MAX = 64 };

const char integration_asked[] = "audiobookshelf";

/* A filter that would shut everything out is a mistake. */
enum err integration_check_only_user(struct cx *cx, const char *provider, const char *only_user)
{
	const struct sink *sink = sink_find(provider);

	if (only_user && probe_title(provider))
		return err_note(cx, ERR_USAGE,
			"--only-user is for providers that send; a key of %s "
			"shows the progress of one person only",
			probe_title(provider));
	if (!only_user || !sink || sink->names_users)
		return OK;
	return err_note(cx, ERR_USAGE,
		"%s does not say who is playing, so --only-user would shut "
		"everything out",
		sink->title);
}

enum err integration_check_server(
	struct cx *cx, const char *provider, const struct server_options *o)
{
	const struct sink *sink = sink_find(provider);

	if (!sink || (!server_is_named(o) && !o->is_unchecked))
		return OK;
	return err_note(cx, ERR_USAGE,
		"%s sends by itself and is not asked: an address, a key or a "
		"CA file is for providers that are asked (%s)",
		sink->title, integration_asked);
}

void integration_set_limits(struct limits *limits, const struct integration_args *a)
{
	if (a->start != UNSAID)
		limits->start = (int)a->start;
	if (a->complete != UNSAID)
		limits->complete = (int)a->complete;
}

struct provider {
	const char *name, *title;
	bool is_asked;
};

static enum err find_provider(struct cx *cx, const char *name, struct provider *out)
{
	const struct sink *sink = sink_find(name);
	const char *title = probe_title(name), *list = integration_asked;

	*out = (struct provider){
		.name = name, .title = sink ? sink->title : title, .is_asked = !sink
	};
	if (sink || title)
		return OK;
	for (size_t i = 0; i < sink_count; i++)
		list = arena_printf(cx->arena, "%s, %s", list, sinks[i]->name);
	return err_note(cx, ERR_USAGE, "there is no provider \"%s\"; there are: %s", name, list);
}

static void put_new(struct cx *cx, struct ctl *ctl, const struct integration *row,
	const struct server_draft *draft)
{
	integration_put_open(cx, ctl, row, WITH_SLUG);
	if (draft) {
		server_put(&ctl->out, "account", &draft->row);
		server_put_facts(&ctl->out, &draft->probed);
	}
	jput_str(&ctl->out, "howto", integration_steps(cx, ctl, row));
	jput_close(&ctl->out, '}');
}

static void say_new(struct cx *cx, struct ctl *ctl, const struct integration *row)
{
	ctl_say(ctl, "Integration %" PRId64 " listens to %s for %s.", row->id, row->provider,
		row->user_name);
	integration_print_url(cx, ctl, row);
}

static void say_new_asking(
	struct ctl *ctl, const struct integration *row, const struct server_draft *draft)
{
	if (draft->probed.user)
		server_say_facts(ctl, row->provider, &draft->probed);
	ctl_say(ctl, "Integration %" PRId64 " asks %s for the progress of %s.", row->id,
		draft->row.url, row->user_name);
	if (!draft->probed.user)
		ctl_advise(ctl,
			"Neither the address nor the key was checked: ryotctl "
			"integration test %" PRId64 " does.",
			row->id);
	ctl_advise(ctl,
		"Next: ryot-yank runs every five minutes; ryot-yank "
		"--integration %" PRId64 " asks now.",
		row->id);
}

/* draft: NULL for a provider that sends. */
static enum err store_new(
	struct cx *cx, struct ctl *ctl, struct integration *row, struct server_draft *draft)
{
	enum err err = store_integration_add(cx, ctl->store, row);

	if (err != OK || !draft)
		return err;
	draft->row.integration_id = row->id;
	return store_server_put(cx, ctl->store, &draft->row);
}

static enum err check_new(struct cx *cx, struct ctl *ctl, const struct integration_args *a,
	struct provider *provider, const struct user **user)
{
	enum err err = find_provider(cx, a->provider, provider);

	if (err == OK)
		err = integration_check_only_user(cx, a->provider, a->only_user);
	if (err == OK)
		err = integration_check_server(cx, a->provider, &a->server);
	return err == OK ? ctl_user(cx, ctl, a->user, user) : err;
}

static enum err add(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	const struct user *user = NULL;
	struct provider provider;
	struct server_draft asking, *draft = NULL;
	struct integration row = {
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE },
		.only_user = a->only_user,
	};
	enum err err = check_new(cx, ctl, a, &provider, &user);

	if (err == OK && provider.is_asked) {
		draft = &asking;
		err = server_new(cx, ctl, a->provider, &a->server, draft);
	}
	if (err == OK)
		err = store_begin(cx, ctl->store);
	if (err != OK)
		return err;
	row.user_id = user->id;
	row.user_name = user->name;
	row.provider = provider.name;
	row.name = a->name ? a->name : provider.title;
	integration_set_limits(&row.limits, a);
	err = store_end(cx, ctl->store, store_new(cx, ctl, &row, draft));
	if (err != OK)
		return err;
	if (ctl->is_json)
		put_new(cx, ctl, &row, draft);
	else if (draft)
		say_new_asking(ctl, &row, draft);
	else
		say_new(cx, ctl, &row);
	return OK;
}

/* clang-format off */
static const struct arg add_args[] = {
	{ "PROVIDER", NULL, ARG_TEXT, ARG_NEEDED, PROVIDER_MAX, AT(provider),
		"who will send: jellyfin, kodi; or be asked: audiobookshelf" },
	CA_FILE,
	COMPLETE,
	KEY_FROM,
	KEY_STDIN,
	NAME,
	ONLY_USER,
	START,
	UNCHECKED,
	URL,
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user),
		"whose progress it is" },
};
/* clang-format on */

const struct command command_integration_add = {
	.noun = "integration",
	.verb = "add",
	.usage = "PROVIDER --user NAME [--name NAME] [--only-user NAME]\n"
		 "       [--start PERCENT] [--complete PERCENT]\n"
		 "       [--url URL [--key-stdin | --key-from FILE] "
		 "[--ca-file FILE] [--unchecked]]",
	.summary = "Let a media server or player report a person's progress",
	.details = "Of one that sends: prints the webhook's secret URL, and "
		   "what to enter on the\nother side. One that is asked needs "
		   "--url and a key, which is asked for on the\nterminal; it "
		   "is stored, encrypted, once the server has taken it.",
	.opening = OPEN_WRITE,
	.args = TABLE(add_args),
	.run = add,
};

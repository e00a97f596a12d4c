/* SPDX-License-Identifier: MIT */
#include "ctl/integration.h"

#include "cgi/sinks/sink.h"
#include "ctl/command.h"
#include "ctl/text.h"

enum { PROVIDER_MAX = 64, ONLY_USER_MAX = 200 };

struct integration_args {
	const char *provider, *user, *name, *only_user;
	int64_t id, start, complete; /* hundredths of a per cent, or UNSAID */
	bool all_users, enable, disable, is_sure;
};
#define AT(member) offsetof(struct integration_args, member)

static enum err find_sink(
	struct cx *cx, const char *name, const struct sink **out)
{
	const char *list = "";

	*out = sink_find(name);
	if (*out)
		return OK;
	for (size_t i = 0; i < sink_count; i++)
		list = arena_printf(cx->arena, "%s%s%s", list,
			*list ? ", " : "", sinks[i]->name);
	return err_note(cx, ERR_USAGE,
		"there is no provider \"%s\"; there are: %s", name, list);
}

/* A filter that would shut everything out is a mistake. */
static enum err check_only_user(
	struct cx *cx, const char *provider, const char *only_user)
{
	const struct sink *sink = sink_find(provider);

	if (!only_user || !sink || sink->names_users)
		return OK;
	return err_note(cx, ERR_USAGE,
		"%s does not say who is playing, so --only-user would shut "
		"everything out",
		sink->title);
}

static void set_limits(struct limits *limits, const struct integration_args *a)
{
	if (a->start != UNSAID)
		limits->start = (int)a->start;
	if (a->complete != UNSAID)
		limits->complete = (int)a->complete;
}

static void put(struct cx *cx, struct ctl *ctl, const struct integration *row,
	enum secrecy secrecy)
{
	integration_put_open(cx, ctl, row, secrecy);
	jput_close(&ctl->out, '}');
}

static void show_new(
	struct cx *cx, struct ctl *ctl, const struct integration *row)
{
	if (ctl->is_json) {
		integration_put_open(cx, ctl, row, WITH_SLUG);
		jput_str_or_null(
			&ctl->out, "howto", integration_howto(cx, ctl, row));
		jput_close(&ctl->out, '}');
		return;
	}
	ctl_say(ctl, "Integration %" PRId64 " listens to %s for %s.", row->id,
		row->provider, row->user_name);
	integration_print_url(cx, ctl, row);
}

static enum err add(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	const struct sink *sink = NULL;
	const struct user *user = NULL;
	struct integration row = {
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE },
		.only_user = a->only_user,
	};
	enum err err = find_sink(cx, a->provider, &sink);

	if (err == OK)
		err = check_only_user(cx, a->provider, a->only_user);
	if (err == OK)
		err = ctl_user(cx, ctl, a->user, &user);
	if (err == OK)
		err = store_begin(cx, ctl->store);
	if (err != OK)
		return err;
	row.user_id = user->id;
	row.user_name = user->name;
	row.provider = sink->name;
	row.name = a->name ? a->name : sink->title;
	set_limits(&row.limits, a);
	err = ctl_end(cx, ctl, store_integration_add(cx, ctl->store, &row));
	if (err == OK)
		show_new(cx, ctl, &row);
	return err;
}

static enum err check_changes(struct cx *cx, const struct integration_args *a)
{
	if (a->enable && a->disable)
		return err_note(cx, ERR_USAGE,
			"--enable and --disable contradict each other");
	if (a->only_user && a->all_users)
		return err_note(cx, ERR_USAGE,
			"--only-user and --all-users contradict each other");
	if (!a->name && !a->only_user && !a->all_users && a->start == UNSAID &&
		a->complete == UNSAID && !a->enable && !a->disable)
		return err_note(cx, ERR_USAGE,
			"what is to be set? Name at least one option");
	return OK;
}

static enum err save(struct cx *cx, struct ctl *ctl,
	const struct integration_args *a, struct integration *row)
{
	const struct integration *was = NULL;
	enum err err = ctl_integration(cx, ctl, a->id, &was);

	if (err == OK)
		err = check_only_user(cx, was->provider, a->only_user);
	if (err != OK)
		return err;
	*row = *was;
	if (a->name)
		row->name = a->name;
	if (a->only_user || a->all_users)
		row->only_user = a->only_user;
	if (a->enable || a->disable)
		row->enabled = a->enable;
	set_limits(&row->limits, a);
	return store_integration_save(cx, ctl->store, row);
}

static enum err set(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	struct integration row = { 0 };
	enum err err = check_changes(cx, a);

	if (err == OK)
		err = store_begin(cx, ctl->store);
	if (err != OK)
		return err;
	err = ctl_end(cx, ctl, save(cx, ctl, a, &row));
	if (err != OK)
		return err;
	if (ctl->is_json)
		put(cx, ctl, &row, WITHOUT_SLUG);
	else
		integration_print(cx, ctl, &row);
	return OK;
}

/* The row is read again: it then says until when the old slug works. */
static enum err change_slug(struct cx *cx, struct ctl *ctl, int64_t id,
	const struct integration **row)
{
	enum err err = ctl_integration(cx, ctl, id, row);

	if (err == OK && !sink_find((*row)->provider))
		return err_note(cx, ERR_INPUT,
			"integration %" PRId64 " (%s) has no webhook", id,
			(*row)->provider);
	if (err == OK) {
		char slug[SLUG_TEXT];

		err = store_integration_rotate(cx, ctl->store, id, slug);
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
	err = ctl_end(cx, ctl, change_slug(cx, ctl, a->id, &row));
	if (err != OK)
		return err;
	if (ctl->is_json)
		put(cx, ctl, row, WITH_SLUG);
	text_time(row->old_slug_ends_ms, ends);
	ctl_say(ctl, "New webhook URL of integration %" PRId64 ":", row->id);
	ctl_say(ctl, "    %s", integration_url(cx, ctl, row));
	ctl_say(ctl,
		"The one before works until %s UTC; older ones no longer do.",
		ends);
	return OK;
}

static enum err remove_integration(
	struct cx *cx, struct ctl *ctl, const void *args)
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
	err = ctl_end(
		cx, ctl, store_integration_remove(cx, ctl->store, row->id));
	if (err != OK)
		return err;
	if (ctl->is_json)
		put(cx, ctl, row, WITHOUT_SLUG);
	ctl_say(ctl, "Removed integration %" PRId64 "; its plays stay.",
		row->id);
	return OK;
}

/* clang-format off */
#define COMPLETE { "--complete", "PERCENT", ARG_PERCENT, ARG_OPTIONAL, 0, \
	AT(complete), "completed is what is further than this (95)" }
#define ID { "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "of the integration" }
#define NAME { "--name", "NAME", ARG_TEXT, ARG_OPTIONAL, \
	INTEGRATION_NAME_MAX, AT(name), "for you: \"Living room\"" }
#define ONLY_USER { "--only-user", "NAME", ARG_TEXT, ARG_OPTIONAL, \
	ONLY_USER_MAX, AT(only_user), \
	"listen to this account of the sender only" }
#define START { "--start", "PERCENT", ARG_PERCENT, ARG_OPTIONAL, 0, \
	AT(start), "started is what is further than this (2)" }

static const struct arg add_args[] = {
	{ "PROVIDER", NULL, ARG_TEXT, ARG_NEEDED, PROVIDER_MAX, AT(provider),
		"who will send: jellyfin, kodi" },
	COMPLETE,
	NAME,
	ONLY_USER,
	START,
	{ "--user", "NAME", ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, AT(user),
		"whose progress it is" },
};
static const struct arg set_args[] = {
	ID,
	{ "--all-users", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(all_users),
		"listen to every account of the sender" },
	COMPLETE,
	{ "--disable", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(disable),
		"switch it off: what comes in is ignored" },
	{ "--enable", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(enable),
		"switch it on" },
	NAME,
	ONLY_USER,
	START,
};
static const struct arg rotate_args[] = { ID };
static const struct arg remove_args[] = {
	ID,
	{ "--yes", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_sure),
		"do not ask" },
};
#define TABLE(rows) { rows, NELEM(rows), sizeof(struct integration_args) }
/* clang-format on */

const struct command command_integration_add = {
	.noun = "integration",
	.verb = "add",
	.usage = "PROVIDER --user NAME [--name NAME] [--only-user NAME]\n"
		 "       [--start PERCENT] [--complete PERCENT]",
	.summary = "Let a media server or player report a person's progress",
	.details = "Prints the webhook's secret URL, and what to enter on the "
		   "other side.",
	.opening = OPEN_WRITE,
	.args = TABLE(add_args),
	.run = add,
};

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
		 "[--enable | --disable]",
	.summary = "Change its name, limits, filter or switch",
	.opening = OPEN_WRITE,
	.args = TABLE(set_args),
	.run = set,
};

/* SPDX-License-Identifier: MIT */
/* integration_add.c -- `integration add`. */
#include "ctl/command.h"
#include "ctl/commands/integration_args.h"
#include "ctl/commands/integration_show.h"
#include "ctl/commands/server_show.h"
#include "ctl/terminal/text.h"
#include "shared/actions/candidate.h"
#include "shared/base/wake.h"

enum { PROVIDER_MAX = 64 };

static void put_new(struct cx *cx, struct ctl *ctl, const struct integration *row,
	const struct server_asked *draft)
{
	integration_put_open(cx, ctl, row, WITH_SLUG);
	if (draft) {
		server_put_member(&ctl->out, &draft->draft.row);
		server_put_facts(&ctl->out, &draft->probed);
	}
	jput_str(&ctl->out, "steps", integration_steps(cx, ctl, row));
	jput_close(&ctl->out, '}');
}

static void say_new(struct cx *cx, struct ctl *ctl, const struct integration *row)
{
	ctl_say(ctl, "Integration %" PRId64 " listens to %s for %s.", row->id, row->provider,
		row->user_name);
	integration_print_url(cx, ctl, row);
}

static void say_new_asking(struct ctl *ctl, const struct integration *row,
	const struct server_asked *draft, bool is_woken)
{
	if (draft->probed.is_greeted)
		server_say_facts(ctl, row->provider, &draft->probed);
	if (provider_source(row->provider))
		ctl_say(ctl, "Integration %" PRId64 " asks %s for the progress of %s.", row->id,
			draft->draft.row.url, row->user_name);
	else
		ctl_say(ctl, "Integration %" PRId64 " asks %s which show an episode belongs to.",
			row->id, draft->draft.row.url);
	if (!draft->probed.is_greeted)
		ctl_advise(ctl,
			"Neither the address nor the key was checked: ryotctl "
			"integration test %" PRId64 " does.",
			row->id);
	if (!provider_source(row->provider))
		return;
	if (is_woken)
		ctl_advise(ctl,
			"Its first sync begins now; ryotctl integration show %" PRId64
			" says how it went.",
			row->id);
	else
		ctl_advise(ctl,
			"Next: ryot-yank runs every five minutes; ryot-yank "
			"--integration %" PRId64 " asks now.",
			row->id);
}

/* What is secret is asked for on the terminal instead. */
static enum err check_needed(
	struct cx *cx, const struct provider *provider, const struct settings *in)
{
	for (const struct field *f = provider->fields; f->label; f++)
		if (f->is_needed && !field_types[f->kind].is_secret && !in->field[f->kind])
			return err_note(cx, ERR_USAGE, "%s is missing: \"%s\"",
				field_types[f->kind].option, f->label);
	return OK;
}

/* Whose it will be, and which; nothing is stored yet. */
static enum err make_row(
	struct cx *cx, struct ctl *ctl, const struct integration_args *a, struct integration *row)
{
	const struct settings in = integration_settings(a);
	const struct provider *provider = NULL;
	const struct user *user = NULL;
	enum err err = integration_provider(cx, a->provider, &provider);

	if (err != OK)
		return err == ERR_INPUT ? ERR_USAGE : err;
	*row = integration_new(0, provider);
	TRY(integration_set(cx, &in, row));
	TRY(integration_check_plain(cx, a));
	TRY(ctl_user(cx, ctl, a->user, &user));
	row->user_id = user->id;
	row->user_name = user->name;
	return check_needed(cx, provider, &in);
}

/* What a page asks as well. Unchecked, there is nothing to ask about. */
static enum err ask_first(struct cx *cx, const struct ctl *ctl, const struct integration_args *a,
	const struct integration *row, struct server_asked *asked)
{
	struct server *server = &asked->draft.row;
	const char *question = NULL;

	server->holder = asked->probed.user;
	server->holder_id = asked->probed.user_id;
	if (!provider_source(row->provider))
		return OK;
	TRY(candidate_question(cx, ctl->store,
		&(struct candidate){ .user_id = row->user_id,
			.user_name = row->user_name,
			.provider = row->provider,
			.url = server->url,
			.holder = server->holder,
			.holder_id = server->holder_id },
		&question));
	if (!question)
		return OK;
	question = arena_printf(cx->arena, "%s Add it?", question);
	return ctl_confirm(cx, a->is_sure ? IS_SURE : NOT_SURE, question);
}

static void say_all(struct cx *cx, struct ctl *ctl, const struct integration *row,
	const struct server_asked *asked, bool is_woken)
{
	say_new_asking(ctl, row, asked, is_woken);
	if (provider_sink(row->provider))
		say_new(cx, ctl, row);
}

static enum err add_asking(
	struct cx *cx, struct ctl *ctl, const struct integration_args *a, struct integration *row)
{
	const char *socket = ctl->conf->yank_socket;
	struct server_asked asked;
	bool is_woken;

	TRY(server_new(cx, ctl, provider_find(row->provider), &a->server, &asked));
	TRY(ask_first(cx, ctl, a, row, &asked));
	asked.draft.wants_sync =
		provider_source(row->provider) && wake_is_there(socket) && !a->server.is_unchecked;
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(
		cx, ctl->store, integration_add(cx, ctl->store, ctl->conf, row, &asked.draft)));
	is_woken = asked.draft.wants_sync && wake_send(socket);
	if (ctl->is_json)
		put_new(cx, ctl, row, &asked);
	else
		say_all(cx, ctl, row, &asked, is_woken);
	return OK;
}

static enum err add(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct integration_args *a = args;
	struct integration row = { 0 };

	TRY(make_row(cx, ctl, a, &row));
	if (provider_source(row.provider) || server_is_named(&a->server))
		return add_asking(cx, ctl, a, &row);
	TRY(store_begin(cx, ctl->store));
	TRY(store_end(cx, ctl->store, integration_add(cx, ctl->store, ctl->conf, &row, NULL)));
	if (ctl->is_json)
		put_new(cx, ctl, &row, NULL);
	else
		say_new(cx, ctl, &row);
	return OK;
}

/* "<title> sends"; what is asked, and the options it takes. */
static void help_providers(FILE *to)
{
	fprintf(to, "\nProviders:\n");
	for (size_t i = 0; i < provider_count; i++) {
		const struct provider *one = providers[i];

		fprintf(to, "  %-16s%s %s", one->name, one->title,
			one->source ? "is asked" : "sends");
		for (const struct field *f = one->fields; f->label; f++)
			fprintf(to, "%s %s", f == one->fields ? ";" : ",",
				field_types[f->kind].option);
		fprintf(to, "\n");
	}
}

/* clang-format off */
static const struct arg add_args[] = {
	{ "PROVIDER", NULL, ARG_TEXT, ARG_NEEDED, PROVIDER_MAX, AT(provider),
		"who sends, or is asked: see below" },
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
	{ "--yes", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(is_sure),
		"do not ask whether it is the right account" },
};
/* clang-format on */

const struct command command_integration_add = {
	.noun = "integration",
	.verb = "add",
	.usage = "PROVIDER --user NAME [--name NAME] [--only-user NAME]\n"
		 "       [--start PERCENT] [--complete PERCENT]\n"
		 "       [--url URL [--key-stdin | --key-from FILE] "
		 "[--ca-file FILE] [--unchecked] [--yes]]",
	.summary = "Let a media server or player report a person's progress",
	.details =
		"Of one that sends: prints the webhook's secret URL, and "
		"what to enter on the\nother side; where it takes --url, its server is asked which show "
		"an episode belongs\nto. One that is asked for progress needs "
		"--url and a key, which is asked for on the\nterminal; it "
		"is stored, encrypted, once the server has taken it. Before the key of an account of\n"
		"another name is added, or of one that is followed already, it asks.",
	.more = help_providers,
	.opening = OPEN_WRITE,
	.args = TABLE(add_args),
	.run = add,
};

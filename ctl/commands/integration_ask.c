/* SPDX-License-Identifier: MIT */
/*
 * integration_ask.c -- whose viewings a server that sends is asked for, and
 * what is done with those of the years before. The worker does both.
 */
#include "ctl/command.h"
#include "ctl/terminal/text.h"
#include "shared/actions/past_import.h"
#include "shared/base/wake.h"

struct ask_args {
	int64_t id;
	const char *person;
	bool nobody, look, write, skip;
};

/* ---- integration ask ---- */

static void put_people(struct cx *cx, struct ctl *ctl, const struct past_state *state)
{
	jput_open(&ctl->out, "people", '[');
	for (const struct past_person *p = past_people(cx, state); p->id; p++) {
		jput_open(&ctl->out, NULL, '{');
		jput_str(&ctl->out, "id", p->id);
		jput_str(&ctl->out, "name", p->name);
		jput_close(&ctl->out, '}');
	}
	jput_close(&ctl->out, ']');
}

static void put_state(
	struct cx *cx, struct ctl *ctl, const struct server *server, const struct past_state *state)
{
	struct buf *out = &ctl->out;

	jput_open(out, NULL, '{');
	jput_str_or_null(out, "person", server->person_name);
	jput_bool(out, "is_asked", server->person && server->is_pulled);
	jput_str_or_null(out, "wish", past_wish_name(state->wish));
	jput_bool(out, "is_done", state->ended_ms >= state->asked_ms);
	jput_i64(out, "done", state->done);
	jput_i64_or_null(out, "total", state->total);
	jput_str_or_null(out, "summary", state->summary);
	jput_str_or_null(out, "error", state->error);
	put_people(cx, ctl, state);
	jput_close(out, '}');
}

static void say_people(struct cx *cx, struct ctl *ctl, const struct past_state *state)
{
	if (!state->people)
		ctl_say(ctl, "Who is on that server is known once its connection was tested by "
			     "ryot-yank.");
	for (const struct past_person *p = past_people(cx, state); p->id; p++)
		ctl_say(ctl, "  %s", shown_text(cx->arena, p->name));
}

static void say_progress(struct ctl *ctl, const struct past_state *state)
{
	if (state->wish == PAST_NOTHING)
		return;
	if (state->ended_ms >= state->asked_ms && state->error)
		ctl_say(ctl, "The last %s did not come to its end: %s.",
			past_wish_name(state->wish), state->error);
	else if (state->ended_ms >= state->asked_ms && state->summary)
		ctl_say(ctl, "%s%s.", state->summary,
			state->wish == PAST_LOOK ? "; nothing written yet" : "");
	else if (state->total > 0)
		ctl_say(ctl, "Under way: %" PRId64 " of %" PRId64 " rows.", state->done,
			state->total);
	else
		ctl_say(ctl, "It waits for ryot-yank.");
}

/* What is stored of it. */
static enum err show(struct cx *cx, struct ctl *ctl, int64_t id)
{
	const struct server *server = NULL;
	struct past_state state;

	TRY(store_server_get(cx, ctl->store, id, &server));
	TRY(store_past_get(cx, ctl->store, id, &state));
	if (!server)
		return err_note(cx, ERR_CONFLICT,
			"integration %" PRId64 " has no server: ryotctl integration set %" PRId64
			" --url URL --key-stdin",
			id, id);
	if (ctl->is_json) {
		put_state(cx, ctl, server, &state);
		return OK;
	}
	if (!server->person) {
		ctl_say(ctl, "Nobody's viewings are asked for. On the server are:");
		say_people(cx, ctl, &state);
		return OK;
	}
	ctl_say(ctl, "%s's viewings are asked for%s.", shown_text(cx->arena, server->person_name),
		server->is_pulled ? ", every hour" : " once those before are imported or skipped");
	say_progress(ctl, &state);
	return OK;
}

static enum err change(struct cx *cx, const struct ctl *ctl, enum err err)
{
	TRY(store_end(cx, ctl->store, err));
	wake_send(ctl->conf->yank_socket);
	return OK;
}

static enum err ask(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct ask_args *a = args;
	const struct integration *row = NULL;

	if (a->person && a->nobody)
		return err_note(cx, ERR_USAGE, "--person and --nobody contradict each other");
	TRY(ctl_integration(cx, ctl, a->id, &row));
	if (a->person || a->nobody) {
		TRY(store_begin(cx, ctl->store));
		TRY(change(cx, ctl, past_choose(cx, ctl->store, row, a->nobody ? "" : a->person)));
	}
	return show(cx, ctl, a->id);
}

/* ---- integration import ---- */

static enum err import(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct ask_args *a = args;
	const struct integration *row = NULL;
	enum past_wish wish = PAST_LOOK;

	if (a->look + a->write + a->skip > 1)
		return err_note(cx, ERR_USAGE, "--look, --write and --skip contradict each other");
	TRY(ctl_integration(cx, ctl, a->id, &row));
	if (a->write)
		wish = PAST_IMPORT;
	else if (a->skip)
		wish = PAST_SKIP;
	if (a->look || a->write || a->skip) {
		TRY(store_begin(cx, ctl->store));
		TRY(change(cx, ctl, past_ask(cx, ctl->store, row, wish)));
	}
	return show(cx, ctl, a->id);
}

/* clang-format off */
#define AT(member) offsetof(struct ask_args, member)
#define ID { "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "of the integration" }

static const struct arg ask_args[] = {
	ID,
	{ "--nobody", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(nobody),
		"ask for nobody's viewings any more" },
	{ "--person", "NAME", ARG_TEXT, ARG_OPTIONAL, REPORT_NAME_MAX, AT(person),
		"whose viewings to ask for, by name or id there" },
};
static const struct arg import_args[] = {
	ID,
	{ "--look", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(look),
		"count what there is; write nothing" },
	{ "--skip", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(skip),
		"leave it out: only what comes from now on counts" },
	{ "--write", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(write),
		"import it" },
};
/* clang-format on */

const struct command command_integration_ask = {
	.noun = "integration",
	.verb = "ask",
	.usage = "ID [--person NAME | --nobody]",
	.summary = "Whose viewings its server is asked for, besides what it sends",
	.details = "Of a server that sends webhooks. The first time, what that person has watched\n"
		   "is counted; see \"ryotctl integration import\". Without an option, tells what\n"
		   "is set, and who is on the server.",
	.opening = OPEN_WRITE,
	.args = { ask_args, NELEM(ask_args), sizeof(struct ask_args) },
	.run = ask,
};

const struct command command_integration_import = {
	.noun = "integration",
	.verb = "import",
	.usage = "ID [--look | --write | --skip]",
	.summary = "Import what its person has watched before",
	.details = "First --look, which counts and writes nothing. ryot-yank does all of it;\n"
		   "without an option, tells how far it is. \"ryotctl import --undo\" takes an\n"
		   "import back as a whole.",
	.opening = OPEN_WRITE,
	.args = { import_args, NELEM(import_args), sizeof(struct ask_args) },
	.run = import,
};

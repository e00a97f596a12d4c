/* SPDX-License-Identifier: MIT */
/* server_show.c -- a server that is asked, on the way out. */
#include "ctl/commands/server_show.h"

#include "ctl/command.h"
#include "ctl/terminal/text.h"
#include "shared/wire/server.h"

const char *server_state(
	const struct cx *cx, const struct integration *row, const struct server *server)
{
	if (!row->enabled)
		return "off";
	if (server && server->refused_ms != UNSAID)
		return "stopped";
	if (server && server->failures > 0)
		return "failing";
	return policy_is_snoozed(row->policy, cx->now_ms) ? "snoozed" : "on";
}

void server_put_member(struct buf *out, const struct server *row)
{
	bool is_waiting;

	if (!row) {
		jput_null(out, "server");
		return;
	}
	is_waiting = row->refused_ms == UNSAID && row->next_ms > 0;
	jput_open(out, "server", '{');
	server_put(out, row);
	jput_str_or_null(out, "ca_file", row->ca_file);
	jput_time(out, "refused_at", row->refused_ms);
	jput_time(out, "next_at", is_waiting ? row->next_ms : UNSAID);
	jput_close(out, '}');
}

static const char *state_in_words(const struct integration *integration, const struct server *row)
{
	if (!integration->enabled)
		return "off";
	if (row->refused_ms != UNSAID)
		return "stopped: the server refused the key; it waits for "
		       "another one";
	if (row->failures > 0)
		return "failing; it is tried again by itself";
	return "on";
}

static void add_next(const struct cx *cx, struct table *t, const struct integration *integration,
	const struct server *row)
{
	if (!integration->enabled || row->refused_ms != UNSAID)
		table_add(t, NULL);
	else if (row->next_ms > cx->now_ms)
		table_add_time(t, row->next_ms);
	else
		table_add(t, row->is_pulled ? "with the next run of ryot-yank"
					    : "when an episode does not name its show");
}

void server_fill(const struct cx *cx, struct table *t, const struct integration *integration,
	const struct server *row)
{
	table_add(t, "server");
	table_add(t, row->url);
	table_add(t, "CA file");
	table_add(t, row->ca_file ? row->ca_file : "(the system's)");
	table_add(t, "state");
	table_add(t, state_in_words(integration, row));
	table_add(t, "last run ok");
	table_add_time(t, row->last_ok_ms);
	table_add(t, "failures in a row");
	table_addf(t, "%" PRId64, row->failures);
	table_add(t, "next try");
	add_next(cx, t, integration, row);
	table_add(t, "last error");
	table_add(t, row->last_error);
	table_add(t, "last error on");
	table_add_time(t, row->last_error_ms);
}

void server_put_facts(struct buf *out, const struct probed *facts)
{
	jput_str_or_null(out, "server_version", facts->version);
	jput_str_or_null(out, "server_user", facts->user);
	jput_time(out, "key_expires_at", facts->expires_ms);
}

void server_say_facts(struct ctl *ctl, const char *provider, const struct probed *facts)
{
	char ends[TEXT_TIME];

	ctl_say(ctl, "%s %s answers at %s.", provider_title(provider),
		facts->version ? facts->version : "of an unknown version", facts->url);
	text_time(facts->expires_ms, ends);
	if (!facts->user)
		ctl_say(ctl, "It takes the key.");
	else if (facts->expires_ms == UNSAID)
		ctl_say(ctl, "The key is %s's there; it does not expire.", facts->user);
	else
		ctl_say(ctl, "The key is %s's there; it expires on %s UTC.", facts->user, ends);
}

/* ---- integration test ---- */

struct test_args {
	int64_t id;
};

static enum err find(struct cx *cx, struct ctl *ctl, int64_t id,
	const struct integration **integration, const struct server **row)
{
	TRY(ctl_integration(cx, ctl, id, integration));
	TRY(store_server_get(cx, ctl->store, id, row));
	if (!*row && !provider_source((*integration)->provider))
		return err_note(cx, ERR_USAGE,
			"there is nothing to test: %s is not asked, it sends. "
			"Play something there, or post a sample body with "
			"curl to the URL that \"ryotctl integration show "
			"%" PRId64 "\" prints; \"ryotctl delivery list "
			"--integration %" PRId64 "\" says what became of it",
			(*integration)->provider, id, id);
	if (!*row)
		return err_note(cx, ERR_CONFLICT,
			"integration %" PRId64 " has no server stored; remove it and add it anew",
			id);
	return OK;
}

/* All is well over there; here it may still wait. */
static void advise(const struct cx *cx, const struct ctl *ctl,
	const struct integration *integration, const struct server *row)
{
	const char *state = server_state(cx, integration, row);
	bool has_failed = row->refused_ms != UNSAID || row->failures > 0;

	if (!integration->enabled)
		ctl_advise(ctl, "It is off. Next: ryotctl integration set %" PRId64 " --enable",
			integration->id);
	else if (has_failed)
		ctl_advise(ctl,
			"It is %s since it last failed. Next: ryot-yank "
			"--integration %" PRId64,
			state, integration->id);
}

static enum err test(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct test_args *a = args;
	const struct integration *integration = NULL;
	const struct server *row = NULL;
	struct probed facts;
	enum err err;

	TRY(find(cx, ctl, a->id, &integration, &row));
	err = server_test(cx, ctl, row, &facts);
	if (err == ERR_AUTH)
		err = err_note(cx, err,
			"%s; enter a new one: ryotctl integration set %" PRId64 " --key-stdin",
			arena_strdup(cx->arena, cx->note), a->id);
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_bool(&ctl->out, "ok", err == OK);
		server_put_facts(&ctl->out, &facts);
		jput_str_or_null(&ctl->out, "note", err == OK ? NULL : cx->note);
		jput_close(&ctl->out, '}');
	}
	if (err != OK)
		return err;
	server_say_facts(ctl, integration->provider, &facts);
	ctl_say(ctl, "All is well.");
	advise(cx, ctl, integration, row);
	return OK;
}

/* clang-format off */
static const struct arg test_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, offsetof(struct test_args, id),
		"of the integration" },
};
/* clang-format on */

const struct command command_integration_test = {
	.noun = "integration",
	.verb = "test",
	.usage = "ID",
	.summary = "Ask its server whether address and key are right",
	.details = "For servers that are asked. Changes nothing. "
		   "Exits with 0 when all\nis well, 77 when the key is refused, "
		   "75 when the server cannot be reached now, 78\nwhen something "
		   "else answers at its address.",
	.opening = OPEN_READ,
	.args = { test_args, NELEM(test_args), sizeof(struct test_args) },
	.run = test,
};

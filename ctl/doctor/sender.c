/* SPDX-License-Identifier: MIT */
/* sender.c -- checks servers that are polled, and senders that went silent. */
#include "ctl/doctor/sender.h"
#include "ctl/terminal/text.h"
#include "shared/actions/probe.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"
#include "shared/providers/provider.h"
#include "shared/store/heard.h"
#include "shared/store/question.h"
#include "shared/store/server.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };
#define DAY_MS (INT64_C(24) * HOUR_MS)

/* Called for the server of each enabled integration. */
typedef void server_fn(struct cx *cx, struct doctor *d, const struct server *row);

/* Returns the number of servers checked. */
static size_t each_server(struct cx *cx, struct doctor *d, server_fn *look)
{
	const struct server *rows = NULL;
	size_t count = 0, on = 0;
	int64_t after = 0;

	do {
		if (store_server_page(cx, d->store, after, &rows, &count) != OK)
			return on;
		for (size_t i = 0; i < count; i++) {
			if (!rows[i].enabled)
				continue;
			on++;
			look(cx, d, &rows[i]);
		}
		after = count > 0 ? rows[count - 1].integration_id : after;
	} while (count == STORE_PAGE);
	return on;
}

typedef void integration_fn(struct cx *cx, struct doctor *d, const struct integration *row);

/* Returns the number of integrations. */
static size_t each_integration(struct cx *cx, struct doctor *d, integration_fn *look)
{
	const struct integration *rows = NULL;
	size_t count = 0, all = 0;
	int64_t after = 0;

	do {
		if (store_integration_page(cx, d->store, after, &rows, &count) != OK)
			return all;
		for (size_t i = 0; i < count; i++)
			look(cx, d, &rows[i]);
		all += count;
		after = count > 0 ? rows[count - 1].id : after;
	} while (count == STORE_PAGE);
	return all;
}

static const char *named(struct cx *cx, const struct server *row)
{
	return arena_printf(
		cx->arena, "integration %" PRId64 " (%s)", row->integration_id, row->url);
}

/* ---- the key file ---- */

static enum err open_server_key(
	struct cx *cx, const char *key_file, const struct server *row, struct key *key)
{
	const char *text = NULL;

	TRY(seal_load_key(cx, key_file, key));
	return seal_open(cx, key, row->url, row->credential.at, row->credential.length, &text);
}

static void look_at_key(struct cx *cx, struct doctor *d, const struct server *row)
{
	const char *advice = arena_printf(cx->arena,
		"restore the key file from a backup, or enter the key again: "
		"ryotctl integration set %" PRId64 " --key-stdin",
		row->integration_id);
	struct key key;
	enum err err = open_server_key(cx, d->ctl->conf->key_file, row, &key);

	secret_wipe(&key, sizeof(key));
	if (err != OK)
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: %s", named(cx, row), cx->note), advice);
}

void doctor_key(struct cx *cx, struct doctor *d)
{
	int before = d->count[FINDING_WRONG];

	if (!d->store)
		return;
	if (each_server(cx, d, look_at_key) == 0)
		doctor_tell(d, FINDING_WELL, "not needed: no integration has a server", NULL);
	else if (d->count[FINDING_WRONG] == before)
		doctor_tell(d, FINDING_WELL, "it opens the keys of all servers", NULL);
}

/* ---- servers ---- */

static void look_at_server(struct cx *cx, struct doctor *d, const struct server *row)
{
	const struct service *service = provider_service(row->provider);
	struct knocked got;

	if (!service)
		return;
	if (probe_raw(cx, row->url, service->greeting_path, row->ca_file, &got) == OK)
		doctor_certificate(cx, d, row->url, got.certificate_ends_ms);
	else
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: %s", named(cx, row), cx->note),
			"is the server running, and can this machine reach it?");
}

static int64_t last_run_ms(const struct server *row)
{
	return row->last_ok_ms > row->last_error_ms ? row->last_ok_ms : row->last_error_ms;
}

static void look_at_asked_server(struct cx *cx, struct doctor *d, const struct server *row)
{
	int64_t id = row->integration_id;

	if (row->refused_ms != UNSAID)
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: the server refused the key", named(cx, row)),
			arena_printf(cx->arena,
				"create a new key on the server, then: ryotctl integration "
				"set %" PRId64 " --key-stdin",
				id));
	else if (row->failures > 0)
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena, "%s: the last %" PRId64 " %s failed: %s",
				named(cx, row), row->failures, row->is_pulled ? "runs" : "tries",
				row->last_error ? row->last_error : ""),
			arena_printf(cx->arena, "ryotctl integration test %" PRId64, id));
	else if (row->is_pulled && cx->now_ms - last_run_ms(row) > 2 * HOUR_MS)
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: last checked more than two hours ago",
				named(cx, row)),
			d->is_scheduled
				? "if the clock was just set ahead, the next run ends this; "
				  "otherwise journalctl -t ryot-yank says why"
				: "see the check of the schedule");
	look_at_server(cx, d, row);
}

static void look_at_paused(struct cx *cx, struct doctor *d, const struct integration *row)
{
	if (row->paused_ms > 0)
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena,
				"integration %" PRId64 " (%s of %s) has paused itself: its server "
				"had failed too often",
				row->id, row->name, row->user_name),
			arena_printf(cx->arena, "ryotctl integration set %" PRId64 " --enable",
				row->id));
}

void doctor_yank(struct cx *cx, struct doctor *d)
{
	int before = d->count[FINDING_WRONG] + d->count[FINDING_LOOK];
	size_t count;

	if (!d->store)
		return;
	count = each_server(cx, d, look_at_asked_server);
	each_integration(cx, d, look_at_paused);
	if (d->count[FINDING_WRONG] + d->count[FINDING_LOOK] == before)
		doctor_tell(d, FINDING_WELL,
			count == 0 ? "no integration has a server"
				   : "all servers answer and were checked recently",
			NULL);
}

/* ---- reports that wait for a server ---- */

static void look_at_waiting(struct cx *cx, struct doctor *d, const struct server *row)
{
	struct waiting_census waiting;
	char since[TEXT_TIME];

	if (store_waiting_census(cx, d->store, row->integration_id, &waiting) != OK ||
		waiting.count == 0 || cx->now_ms - waiting.since_ms < HOUR_MS)
		return;
	text_time(waiting.since_ms, since);
	doctor_tell(d, FINDING_LOOK,
		arena_printf(cx->arena,
			"%s: %" PRId64 " reports wait to be told which show they are, the first "
			"since %s: %s",
			named(cx, row), waiting.count, since,
			row->last_error ? row->last_error : "it was not asked yet"),
		arena_printf(cx->arena, "ryotctl integration test %" PRId64, row->integration_id));
}

void doctor_waiting(struct cx *cx, struct doctor *d)
{
	int before = d->count[FINDING_LOOK];

	if (!d->store)
		return;
	each_server(cx, d, look_at_waiting);
	if (d->count[FINDING_LOOK] == before)
		doctor_tell(d, FINDING_WELL, "no report has waited for a server for long", NULL);
}

/* ---- senders ---- */

static bool is_asked(struct cx *cx, struct doctor *d, const struct integration *row)
{
	const struct server *server = NULL;

	return store_server_get(cx, d->store, row->id, &server) == OK &&
	       server_only_answers(server);
}

static void look_at_sender(struct cx *cx, struct doctor *d, const struct integration *row)
{
	struct integration_health health;
	char last[TEXT_TIME];
	int64_t since_ms;

	if (!row->enabled || is_asked(cx, d, row) ||
		store_integration_health(cx, d->store, row->id, &health) != OK)
		return;
	since_ms = health.last_ms == UNSAID ? row->created_ms : health.last_ms;
	if (cx->now_ms - since_ms < (health.last_ms == UNSAID ? DAY_MS : 14 * DAY_MS))
		return;
	text_time(since_ms, last);
	doctor_tell(d, FINDING_LOOK,
		arena_printf(cx->arena,
			"integration %" PRId64 " (%s of %s): nothing received since %s", row->id,
			row->provider, row->user_name, last),
		arena_printf(cx->arena,
			"if something was played since: compare the address set in "
			"the sender with ryotctl integration show %" PRId64
			", and see /var/log/nginx/ryot.log",
			row->id));
}

void doctor_silence(struct cx *cx, struct doctor *d)
{
	int before = d->count[FINDING_LOOK];
	size_t count;

	if (!d->store)
		return;
	count = each_integration(cx, d, look_at_sender);
	if (d->count[FINDING_LOOK] == before)
		doctor_tell(d, FINDING_WELL,
			count == 0 ? "there is no integration yet"
				   : "every integration has received something recently",
			NULL);
}

static void look_at_accounts(struct cx *cx, struct doctor *d, const struct integration *row)
{
	const char *text = NULL;

	if (!row->enabled || store_heard_text(cx, d->store, row, &text) != OK || !text)
		return;
	doctor_tell(d, FINDING_LOOK,
		arena_printf(cx->arena, "integration %" PRId64 ": %s", row->id, text),
		arena_printf(cx->arena, "ryotctl integration set %" PRId64 " --only-user NAME",
			row->id));
}

/* Several accounts of a server, recorded for one person. */
void doctor_accounts(struct cx *cx, struct doctor *d)
{
	int before = d->count[FINDING_LOOK];

	if (!d->store)
		return;
	each_integration(cx, d, look_at_accounts);
	if (d->count[FINDING_LOOK] == before)
		doctor_tell(d, FINDING_WELL, "no integration hears several accounts", NULL);
}

/* SPDX-License-Identifier: MIT */
/* integration_show.c -- integrations on the way out. */
#include "ctl/commands/integration_show.h"
#include "ctl/command.h"
#include "ctl/terminal/steps.h"
#include "shared/actions/problem.h"
#include "shared/actions/quota.h"
#include "shared/store/heard.h"
#include "shared/wire/integration.h"

struct show_args {
	const char *user;
	int64_t id;
};
#define AT(member) offsetof(struct show_args, member)

static const struct column pairs[] = { { NULL, 0 }, { NULL, 0 } };

const char *integration_url(struct cx *cx, const struct ctl *ctl, const struct integration *row)
{
	if (!provider_sink(row->provider))
		return NULL;
	return arena_printf(cx->arena, "%s/webhooks/integrations/%s/%s", ctl->conf->base_url,
		row->provider, row->slug);
}

const char *integration_steps(struct cx *cx, const struct ctl *ctl, const struct integration *row)
{
	const struct provider *provider = provider_find(row->provider);

	return steps_text(cx, provider ? provider->steps : NULL, integration_url(cx, ctl, row));
}

void integration_put_open(
	struct cx *cx, struct ctl *ctl, const struct integration *row, enum secrecy secrecy)
{
	struct buf *out = &ctl->out;

	jput_open(out, NULL, '{');
	integration_put(out, row);
	jput_str(out, "user", row->user_name);
	jput_str_or_null(out, "sender_version", row->sender_version);
	if (secrecy == WITHOUT_SLUG || !provider_sink(row->provider))
		return;
	jput_str(out, "slug", row->slug);
	jput_str(out, "url", integration_url(cx, ctl, row));
}

static void fill(struct table *t, const struct integration *row)
{
	table_add(t, "integration");
	table_addf(t, "%" PRId64, row->id);
	table_add(t, "user");
	table_add(t, row->user_name);
	table_add(t, "provider");
	table_add(t, row->provider);
	table_add(t, "name");
	table_add(t, row->name);
	if (provider_sink(row->provider)) {
		table_add(t, "on");
		table_add(t, row->enabled ? "yes" : "no");
	}
	table_add(t, "started above %");
	table_add_percent(t, limit_share(row->limits.start));
	table_add(t, "completed above %");
	table_add_percent(t, limit_share(row->limits.complete));
	if (provider_sink(row->provider)) {
		table_add(t, "only user");
		table_add(t, row->only_user ? row->only_user : "(all)");
	}
	if (row->is_shared) {
		table_add(t, "serves");
		table_addf(t, "several people: ryotctl account list %" PRId64, row->id);
	}
	if (row->hook_id) {
		table_add(t, "through integration");
		table_addf(t, "%" PRId64, row->hook_id);
	}
	if (row->sender_version) {
		table_add(t, "sender's version");
		table_add(t, row->sender_version);
	}
	table_add(t, "made (UTC)");
	table_add_time(t, row->created_ms);
}

static void fill_health(struct table *t, const struct integration_health *h)
{
	table_add(t, "last heard");
	table_add_time(t, h->last_ms);
	table_add(t, "last tracked");
	table_add_time(t, h->last_tracked_ms);
	table_add(t, "received");
	table_addf(t,
		"%" PRId64 ": %" PRId64 " tracked, %" PRId64 " ignored or known, %" PRId64
		" waiting, %" PRId64 " unmatched, %" PRId64 " refused",
		h->deliveries, h->tracked, h->ignored, h->waiting, h->unmatched, h->refused);
	if (h->too_many.count > 0) {
		table_add(t, "too many at once");
		table_addf(t, "%" PRId64 " refused by nginx", h->too_many.count);
		table_add(t, "the last of them");
		table_add_time(t, h->too_many.last_ms);
	}
}

static void fill_bodies(struct table *t, const struct conf *conf, const struct bodies *use)
{
	table_add(t, "bodies");
	table_addf(
		t, "%" PRId64 " of at most %" PRId64 " bytes", use->bytes, quota_of_bodies(conf));
	if (use->dropped > 0) {
		table_add(t, "dropped");
		table_addf(t, "the %" PRId64 " oldest bodies; their deliveries are kept",
			use->dropped);
		table_add(t, "the last of them");
		table_add_time(t, use->dropped_ms);
	}
}

void integration_print(
	struct cx *cx, struct ctl *ctl, const struct integration *row, const struct server *server)
{
	struct table t;

	table_init(&t, cx->arena, pairs, NELEM(pairs));
	fill(&t, row);
	if (server)
		server_fill(cx, &t, row, server);
	table_print(&t, &ctl->out, 0);
}

void integration_print_url(struct cx *cx, struct ctl *ctl, const struct integration *row)
{
	const char *url = integration_url(cx, ctl, row);
	const char *steps = integration_steps(cx, ctl, row);

	if (!url || ctl->is_json)
		return;
	ctl_say(ctl, "%s", "");
	ctl_say(ctl,
		"Webhook URL (a secret: who knows it can write progress of "
		"%s):",
		row->user_name);
	ctl_say(ctl, "    %s", url);
	buf_addf(&ctl->out, "\n%s", steps);
}

struct row {
	const struct integration *integration;
	const struct server *server; /* NULL: it is not asked */
	struct integration_health health;
	struct bodies bodies; /* for one only */
	const char *problem;  /* the worst one, or NULL; for the list only */
};

static void put_list(struct cx *cx, struct ctl *ctl, const struct row *rows, size_t count)
{
	jput_open(&ctl->out, NULL, '{');
	jput_open(&ctl->out, "integrations", '[');
	for (size_t i = 0; i < count; i++) {
		integration_put_open(cx, ctl, rows[i].integration, WITHOUT_SLUG);
		jput_str(&ctl->out, "state", server_state(cx, rows[i].integration, rows[i].server));
		integration_health_put(&ctl->out, &rows[i].health);
		jput_str_or_null(&ctl->out, "problem", rows[i].problem);
		jput_close(&ctl->out, '}');
	}
	jput_close(&ctl->out, ']');
	jput_close(&ctl->out, '}');
}

static void print_list(struct cx *cx, struct ctl *ctl, const struct row *rows, size_t count)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "USER", TABLE_SHORTEN },
		{ "PROVIDER", 0 },
		{ "NAME", TABLE_SHORTEN },
		{ "STATE", 0 },
		{ "START %", TABLE_RIGHT },
		{ "DONE %", TABLE_RIGHT },
		{ "ONLY USER", TABLE_SHORTEN },
		{ "VERSION", TABLE_SHORTEN },
		{ "LAST HEARD (UTC)", 0 },
		{ "PROBLEM", TABLE_SHORTEN },
	};
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (size_t i = 0; i < count; i++) {
		const struct integration *r = rows[i].integration;

		table_addf(&t, "%" PRId64, r->id);
		table_add(&t, r->user_name);
		table_add(&t, r->provider);
		table_add(&t, r->name);
		table_add(&t, server_state(cx, r, rows[i].server));
		table_add_percent(&t, limit_share(r->limits.start));
		table_add_percent(&t, limit_share(r->limits.complete));
		table_add(&t, r->only_user);
		table_add(&t, r->sender_version);
		table_add_time(&t, rows[i].health.last_ms);
		table_add(&t, rows[i].problem);
	}
	ctl_print_table(ctl, &t);
	for (size_t i = 0; i < count; i++)
		if (rows[i].problem)
			ctl_advise(ctl,
				"%s: what to do about it: ryotctl integration show %" PRId64,
				rows[i].integration->name, rows[i].integration->id);
}

static enum err read_problem(struct cx *cx, struct ctl *ctl, struct row *row)
{
	const struct integration *i = row->integration;
	struct problem problems[PROBLEMS_MAX];
	const struct overview *overview;
	size_t count;

	TRY(store_health_get(cx, ctl->store, i->user_id, i->id, &overview));
	TRY(problem_list(cx, ctl->store, overview, problems, &count));
	if (count > 0)
		row->problem = problems[0].sentence;
	return OK;
}

static enum err read_row(
	struct cx *cx, struct ctl *ctl, const struct integration *integration, struct row *out)
{
	*out = (struct row){ .integration = integration };
	TRY(store_server_get(cx, ctl->store, integration->id, &out->server));
	TRY(store_integration_health(cx, ctl->store, integration->id, &out->health));
	return read_problem(cx, ctl, out);
}

/* Of that user, or with 0 of all. */
static enum err read_rows(
	struct cx *cx, struct ctl *ctl, int64_t user_id, struct row **rows, size_t *count)
{
	const struct integration *some = NULL;
	size_t got = 0, room = 0;
	int64_t after = 0;

	do {
		if (user_id)
			TRY(store_integration_list(cx, ctl->store, user_id, &some, &got));
		else
			TRY(store_integration_page(cx, ctl->store, after, &some, &got));
		for (size_t i = 0; i < got; i++) {
			*rows = arena_more(cx->arena, *rows, *count, &room, sizeof(**rows));
			TRY(read_row(cx, ctl, &some[i], &(*rows)[(*count)++]));
		}
		after = got > 0 ? some[got - 1].id : after;
	} while (!user_id && got == STORE_PAGE);
	return OK;
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct show_args *a = args;
	struct row *rows = NULL;
	size_t count = 0;
	int64_t user_id = 0;

	TRY(ctl_user_id(cx, ctl, a->user, &user_id));
	TRY(read_rows(cx, ctl, user_id, &rows, &count));
	if (ctl->is_json)
		put_list(cx, ctl, rows, count);
	else if (count > 0)
		print_list(cx, ctl, rows, count);
	else
		ctl_advise(ctl,
			"No integrations. Next: ryotctl integration add "
			"PROVIDER --user %s",
			a->user ? a->user : "NAME");
	return OK;
}

static enum err put_one(struct cx *cx, struct ctl *ctl, const struct row *row)
{
	const struct integration *i = row->integration;
	struct heard heard;

	TRY(store_heard_get(cx, ctl->store, i->id, &heard));
	integration_put_open(cx, ctl, i, WITH_SLUG);
	jput_str(&ctl->out, "state", server_state(cx, i, row->server));
	server_put_member(&ctl->out, row->server);
	integration_health_put(&ctl->out, &row->health);
	integration_bodies_put(&ctl->out, &row->bodies, quota_of_bodies(ctl->conf));
	jput_open(&ctl->out, "accounts", '[');
	for (size_t n = 0; n < heard.count; n++)
		jput_str(&ctl->out, NULL, heard.names[n]);
	jput_close(&ctl->out, ']');
	jput_str(&ctl->out, "steps", integration_steps(cx, ctl, i));
	jput_close(&ctl->out, '}');
	return OK;
}

/* What a person can do about a server that is not asked any more. */
static void advise(struct cx *cx, const struct ctl *ctl, const struct row *row)
{
	const struct integration *i = row->integration;

	if (!row->server || row->server->refused_ms == UNSAID)
		return;
	fprintf(stderr, "\n%s", integration_steps(cx, ctl, i));
	ctl_advise(ctl, "Next: ryotctl integration set %" PRId64 " --key-stdin with the new key",
		i->id);
}

static enum err show(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct show_args *a = args;
	struct row row = { 0 };
	const struct integration *i;
	const char *accounts = NULL;
	struct table t;

	TRY(ctl_integration(cx, ctl, a->id, &row.integration));
	TRY(store_integration_health(cx, ctl->store, a->id, &row.health));
	TRY(store_bodies_get(cx, ctl->store, a->id, &row.bodies));
	TRY(store_server_get(cx, ctl->store, a->id, &row.server));
	if (ctl->is_json)
		return put_one(cx, ctl, &row);
	i = row.integration;
	TRY(store_heard_text(cx, ctl->store, i, &accounts));
	table_init(&t, cx->arena, pairs, NELEM(pairs));
	fill(&t, i);
	if (i->old_slug_ends_ms > cx->now_ms) {
		table_add(&t, "old URL ends");
		table_add_time(&t, i->old_slug_ends_ms);
	}
	if (row.server)
		server_fill(cx, &t, i, row.server);
	fill_health(&t, &row.health);
	fill_bodies(&t, ctl->conf, &row.bodies);
	table_print(&t, &ctl->out, 0);
	integration_print_url(cx, ctl, i);
	if (accounts)
		ctl_advise(ctl, "%s (ryotctl integration set %" PRId64 " --only-user NAME)",
			accounts, i->id);
	advise(cx, ctl, &row);
	return OK;
}

/* clang-format off */
static const struct arg list_args[] = {
	{ "--user", "NAME", ARG_TEXT, ARG_OPTIONAL, USER_NAME_MAX, AT(user),
		"only this person's" },
};
static const struct arg id_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "of the integration" },
};
/* clang-format on */

const struct command command_integration_list = {
	.noun = "integration",
	.verb = "list",
	.usage = "[--user NAME]",
	.summary = "Show integrations, not their secret URLs",
	.opening = OPEN_READ,
	.args = { list_args, NELEM(list_args), sizeof(struct show_args) },
	.run = list,
};

const struct command command_integration_show = {
	.noun = "integration",
	.verb = "show",
	.usage = "ID",
	.summary = "Show one, with its URL or its server, and how it goes",
	.opening = OPEN_READ,
	.args = { id_args, NELEM(id_args), sizeof(struct show_args) },
	.run = show,
};

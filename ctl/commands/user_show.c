/* SPDX-License-Identifier: MIT */
/* user_show.c -- `ryotctl user show`: what is used of each quota. */
#include "ctl/command.h"
#include "shared/actions/quota.h"
#include "shared/wire/integration.h"
#include "shared/wire/user.h"

struct show_args {
	const char *name;
};

/* What one user has; each integration has the bodies of its deliveries. */
struct shown {
	const struct user *user;
	struct holding has;
	const struct integration *integrations;
	struct bodies *bodies;
	size_t count;
};

static enum err read_all(struct cx *cx, struct ctl *ctl, const char *name, struct shown *out)
{
	TRY(ctl_user(cx, ctl, name, &out->user));
	TRY(store_holding_get(cx, ctl->store, out->user->id, &out->has));
	TRY(store_integration_list(cx, ctl->store, out->user->id, &out->integrations, &out->count));
	out->bodies = arena_array(cx->arena, out->count, sizeof(*out->bodies));
	for (size_t i = 0; i < out->count; i++)
		TRY(store_bodies_get(cx, ctl->store, out->integrations[i].id, &out->bodies[i]));
	return OK;
}

static void put(struct ctl *ctl, const struct shown *s)
{
	struct buf *out = &ctl->out;

	jput_open(out, NULL, '{');
	user_put(out, s->user);
	jput_time(out, "created_at", s->user->created_ms);
	user_quotas_put(out, &s->has, ctl->conf);
	jput_open(out, "integrations", '[');
	for (size_t i = 0; i < s->count; i++) {
		jput_open(out, NULL, '{');
		jput_i64(out, "id", s->integrations[i].id);
		jput_str(out, "name", s->integrations[i].name);
		integration_bodies_put(out, &s->bodies[i], quota_of_bodies(ctl->conf));
		jput_close(out, '}');
	}
	jput_close(out, ']');
	jput_close(out, '}');
}

static void add_quota(struct table *t, const char *what, int64_t count, int64_t max)
{
	table_add(t, what);
	table_addf(t, "%" PRId64 " of at most %" PRId64, count, max);
}

static void print(struct cx *cx, struct ctl *ctl, const struct shown *s)
{
	static const struct column columns[] = { { NULL, 0 }, { NULL, TABLE_SHORTEN } };
	const struct conf *conf = ctl->conf;
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	table_add(&t, "name");
	table_add(&t, s->user->name);
	table_add(&t, "administrator");
	table_add(&t, s->user->is_admin ? "yes" : "no");
	table_add(&t, "added (UTC)");
	table_add_time(&t, s->user->created_ms);
	add_quota(&t, "integrations", s->has.integrations, conf->quota_integrations);
	add_quota(&t, "valid tokens", s->has.tokens, conf->quota_tokens);
	add_quota(&t, "browsers signed in", s->has.sessions, conf->quota_sessions);
	for (size_t i = 0; i < s->count; i++) {
		table_addf(&t, "bodies of integration %" PRId64, s->integrations[i].id);
		table_addf(&t, "%" PRId64 " of at most %" PRId64 " bytes (%s)", s->bodies[i].bytes,
			quota_of_bodies(conf), s->integrations[i].name);
	}
	ctl_print_table(ctl, &t);
}

static enum err show(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct show_args *a = args;
	struct shown shown = { .count = 0 };

	TRY(read_all(cx, ctl, a->name, &shown));
	if (ctl->is_json)
		put(ctl, &shown);
	else
		print(cx, ctl, &shown);
	return OK;
}

static const struct arg show_args[] = {
	{ "NAME", NULL, ARG_TEXT, ARG_NEEDED, USER_NAME_MAX, offsetof(struct show_args, name),
		"the name to sign in with; case does not matter" },
};

const struct command command_user_show = {
	.noun = "user",
	.verb = "show",
	.usage = "NAME",
	.summary = "Show a user, and what is used of each quota",
	.details = "The quotas are settings; see ryot.conf(5).",
	.opening = OPEN_READ,
	.args = { show_args, NELEM(show_args), sizeof(struct show_args) },
	.run = show,
};

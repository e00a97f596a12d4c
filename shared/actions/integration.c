/* SPDX-License-Identifier: MIT */
/* integration.c -- the settings of an integration, and their rules. */
#include "shared/actions/integration.h"

#include "shared/actions/policy.h"
#include "shared/actions/quota.h"
#include "shared/base/parse.h"
#include "shared/crypto/token.h"

const char setting_none[] = "";

static const char switched_on[] = "on", switched_off[] = "off";

bool integration_may_be_shared(const struct integration *row)
{
	const struct provider *provider = provider_find(row->provider);

	return provider && provider->sink && provider_field(provider, FIELD_ONLY_USER) &&
	       row->hook_id == 0;
}

/* ---- one function a setting ---- */

struct setting_change {
	struct cx *cx;
	const char *value;
	struct integration *row;
};
typedef enum err setting_fn(const struct setting_change *c);

static enum err set_name(const struct setting_change *c)
{
	const char *name = arena_trimmed(c->cx->arena, c->value);

	c->row->name = name;
	if (*name && strlen(name) <= INTEGRATION_NAME_MAX && field_is_line(name))
		return OK;
	return err_note(c->cx, ERR_INPUT,
		"the name of an integration has 1 to %d bytes, and no control characters",
		INTEGRATION_NAME_MAX);
}

static enum err set_enabled(const struct setting_change *c)
{
	c->row->enabled = c->value == switched_on;
	return OK;
}

/* By the accounts of its sender, so only where that names one. */
static enum err set_shared(const struct setting_change *c)
{
	bool is_on = c->value == switched_on;

	c->row->is_shared = is_on;
	if (!is_on || integration_may_be_shared(c->row))
		return OK;
	if (c->row->hook_id)
		return err_note(c->cx, ERR_INPUT,
			"its reports come through a shared integration; it is one person's");
	return err_note(c->cx, ERR_INPUT,
		"%s does not say who is playing, so it cannot serve several people",
		c->row->provider);
}

static enum err set_limit(const struct setting_change *c, const char *word, int *limit)
{
	if (parse_hundredths(arena_trimmed(c->cx->arena, c->value), limit))
		return OK;
	return err_note(c->cx, ERR_INPUT,
		"%s: enter per cent between 0 and 100, with at most two decimals, like 2 or 2.5.",
		word);
}

static enum err set_start(const struct setting_change *c)
{
	return set_limit(c, "Started", &c->row->limits.start);
}

static enum err set_complete(const struct setting_change *c)
{
	return set_limit(c, "Completed", &c->row->limits.complete);
}

/* A setting's name is that of the API; tests/e2e/test_policy.py reads this. */
static const struct setting_row {
	const char *name;
	setting_fn *set;
} rows[] = {
	/* clang-format off */
	[SETTING_NAME]      = { "name",             set_name },
	[SETTING_ENABLED]   = { "is_enabled",       set_enabled },
	[SETTING_START]     = { "start_percent",    set_start },
	[SETTING_COMPLETE]  = { "complete_percent", set_complete },
	[SETTING_SHARED]    = { "is_shared",        set_shared },
	/* clang-format on */
};
_Static_assert(NELEM(rows) == SETTING__COUNT, "a setting without a row");

const char *setting_name(enum setting which)
{
	return rows[which].name;
}

const char *setting_switch(bool is_on)
{
	return is_on ? switched_on : switched_off;
}

/* ---- the provider's fields ---- */

/* Is anything of the server set? */
static bool names_server(const struct settings *in)
{
	for (int i = 0; i < FIELD__COUNT; i++)
		if (in->field[i] && field_types[i].is_of_server)
			return true;
	return false;
}

/* What a field of the server may be is decided by server_draft. */
static enum err set_field(
	struct cx *cx, enum field_kind kind, const char *value, struct integration *row)
{
	const struct provider *provider = provider_find(row->provider);
	const struct field *field;

	if (kind == FIELD_ONLY_USER)
		row->only_user = NULL;
	if (value == setting_none && !field_types[kind].is_of_server)
		return OK;
	field = provider ? provider_field(provider, kind) : NULL;
	if (!field)
		return err_note(cx, ERR_INPUT, "%s %s", row->provider, field_types[kind].absent);
	if (kind == FIELD_URL && value == setting_none && field->is_needed)
		return err_note(cx, ERR_INPUT, "%s is asked: it needs the address of its server",
			provider->title);
	if (kind == FIELD_ONLY_USER)
		return field_types[kind].check(cx, value, &row->only_user);
	return OK;
}

const char *integration_field(const struct integration *row, enum field_kind kind)
{
	return kind == FIELD_ONLY_USER ? row->only_user : NULL;
}

/* ---- all of them ---- */

static enum err check_limits(struct cx *cx, const struct limits *limits)
{
	enum setting wrong = SETTING_START;

	if (limits->complete >= LIMIT_WHOLE)
		wrong = SETTING_COMPLETE;
	else if (limits->start < limits->complete)
		return OK;
	return field_refused(cx, setting_name(wrong),
		err_note(cx, ERR_INPUT,
			"the start limit is at least 0 %%, the complete limit is above it and "
			"below 100 %%"));
}

enum err integration_set(struct cx *cx, const struct settings *in, struct integration *row)
{
	for (int i = 0; i < SETTING__COUNT; i++) {
		const struct setting_change c = { cx, in->value[i], row };

		if (c.value)
			TRY(field_refused(cx, rows[i].name, rows[i].set(&c)));
	}
	for (int i = 0; i < FIELD__COUNT; i++)
		if (in->field[i])
			TRY(field_refused(cx, field_types[i].name,
				set_field(cx, (enum field_kind)i, in->field[i], row)));
	TRY(check_limits(cx, &row->limits));
	return row->policy ? policy_check(cx, &row->limits, row->policy) : OK;
}

enum err integration_provider(struct cx *cx, const char *name, const struct provider **out)
{
	const char *all = "";

	*out = provider_find(name);
	if (*out)
		return OK;
	for (size_t i = 0; i < provider_count; i++)
		all = arena_printf(cx->arena, "%s%s%s", all, *all ? ", " : "", providers[i]->name);
	return field_refused(cx, "provider",
		err_note(cx, ERR_INPUT, "there is no such provider; there are: %s", all));
}

struct integration integration_new(int64_t user_id, const struct provider *provider)
{
	return (struct integration){
		.user_id = user_id,
		.provider = provider->name,
		.name = provider->title,
		.enabled = true,
		.limits = { .start = LIMIT_START, .complete = LIMIT_COMPLETE },
	};
}

bool integration_may_have_server(const struct integration *row)
{
	const struct provider *provider = provider_find(row->provider);

	return provider && provider_field(provider, FIELD_URL);
}

bool integration_has_draft(
	const struct settings *in, const struct server *was, const struct integration *row)
{
	return names_server(in) || (!was && provider_source(row->provider));
}

struct server_change integration_server_change(const struct settings *in)
{
	return (struct server_change){ .url = in->field[FIELD_URL],
		.key = in->field[FIELD_KEY],
		.ca_file = in->field[FIELD_CA_FILE],
		.is_removal = in->field[FIELD_URL] == setting_none };
}

/* ---- storing ---- */

static enum err put_server(
	struct cx *cx, struct store *s, const struct integration *row, struct server_draft *draft)
{
	if (!draft)
		return OK;
	draft->row.integration_id = row->id;
	draft->row.is_pulled =
		provider_source(row->provider) || (draft->row.person && draft->row.is_pulled);
	return server_put_draft(cx, s, row->user_id, draft);
}

enum err integration_add(struct cx *cx, struct store *s, const struct conf *conf,
	struct integration *row, struct server_draft *draft)
{
	TRY(quota_check_integration(cx, s, conf, row->user_id));
	TRY(store_integration_add(cx, s, row));
	return put_server(cx, s, row, draft);
}

enum err integration_save(
	struct cx *cx, struct store *s, const struct integration *row, struct server_draft *draft)
{
	TRY(store_integration_save(cx, s, row));
	return put_server(cx, s, row, draft);
}

enum err integration_of_reports(struct cx *cx, struct store *s, int64_t user_id,
	const char *provider, const struct integration **out)
{
	struct integration row;
	const struct provider *found = NULL;

	TRY(store_integration_of_user(cx, s, user_id, provider, out));
	if (*out)
		return OK;
	TRY(integration_provider(cx, provider, &found));
	row = integration_new(user_id, found);
	TRY(store_integration_add(cx, s, &row));
	return store_integration_by_id(cx, s, row.id, out);
}

enum err integration_rotate(struct cx *cx, struct store *s, const struct integration *row)
{
	char slug[SLUG_TEXT];

	if (!provider_sink(row->provider))
		return err_note(cx, ERR_CONFLICT, "This integration has no webhook: it is asked.");
	return store_integration_rotate(cx, s, row, slug);
}

enum err integration_remove(struct cx *cx, struct store *s, const struct integration *row)
{
	return store_integration_remove(cx, s, row);
}

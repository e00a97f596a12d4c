/* SPDX-License-Identifier: MIT */
/* integration.c -- the settings of an integration, one row each, and their rules. */
#include "shared/actions/integration.h"

#include "shared/base/parse.h"
#include "shared/base/utf8.h"
#include "shared/crypto/token.h"
#include "shared/providers/sink.h"
#include "shared/providers/source.h"

const char setting_none[] = "";

static const char switched_on[] = "on", switched_off[] = "off";

/* ---- one function a setting ---- */

struct setting_change {
	struct cx *cx;
	const char *value;
	struct integration *row;
};
typedef enum err setting_fn(const struct setting_change *c);

static const char *trimmed(struct cx *cx, const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]))
		length--;
	return arena_strndup(cx->arena, text, length);
}

/* Text in one line. */
static bool is_line(const char *text)
{
	for (const char *at = text; *at; at++)
		if ((*at > 0 && *at < ' ') || *at == 0x7f)
			return false;
	return utf8_is_text(text, strlen(text));
}

static enum err set_name(const struct setting_change *c)
{
	const char *name = trimmed(c->cx, c->value);

	c->row->name = name;
	if (*name && strlen(name) <= INTEGRATION_NAME_MAX && is_line(name))
		return OK;
	return err_note(c->cx, ERR_INPUT,
		"the name of an integration has 1 to %d octets, and no control characters",
		INTEGRATION_NAME_MAX);
}

static enum err set_enabled(const struct setting_change *c)
{
	c->row->enabled = c->value == switched_on;
	return OK;
}

/* A filter that would shut everything out is a mistake. */
static enum err set_only_user(const struct setting_change *c)
{
	const struct sink *sink = sink_find(c->row->provider);
	const char *name = trimmed(c->cx, c->value);

	c->row->only_user = NULL;
	if (c->value == setting_none)
		return OK;
	c->row->only_user = name;
	if (!sink || !sink->names_users)
		return err_note(c->cx, ERR_INPUT,
			"%s does not say who is playing, so listening to one account only would "
			"shut everything out",
			c->row->provider);
	if (!*name)
		return err_note(c->cx, ERR_INPUT, "the name of the account is empty");
	if (strlen(name) > ONLY_USER_MAX)
		return err_note(c->cx, ERR_INPUT, "no account has so long a name");
	if (!is_line(name))
		return err_note(c->cx, ERR_INPUT, "no account has control characters in its name");
	return OK;
}

static enum err set_limit(const struct setting_change *c, const char *word, int *limit)
{
	if (parse_hundredths(trimmed(c->cx, c->value), limit))
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

/* What it may be is decided by server_draft. */
static enum err set_server(const struct setting_change *c)
{
	if (source_find(c->row->provider))
		return OK;
	return err_note(c->cx, ERR_INPUT,
		"%s sends by itself and is not asked: it has no address, key or CA file of a "
		"server",
		c->row->provider);
}

/* A setting's name is that of the API; tests/e2e/test_policy.py reads this. */
static const struct setting_row {
	const char *name;
	setting_fn *set;
} rows[] = {
	/* clang-format off */
	[SETTING_NAME]      = { "name",             set_name },
	[SETTING_ENABLED]   = { "is_enabled",       set_enabled },
	[SETTING_ONLY_USER] = { "only_user",        set_only_user },
	[SETTING_START]     = { "start_percent",    set_start },
	[SETTING_COMPLETE]  = { "complete_percent", set_complete },
	[SETTING_URL]       = { "server_url",       set_server },
	[SETTING_KEY]       = { "server_key",       set_server },
	[SETTING_CA_FILE]   = { "server_ca_file",   set_server }, /* ryotctl only */
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

bool settings_name_server(const struct settings *in)
{
	return in->value[SETTING_URL] || in->value[SETTING_KEY] || in->value[SETTING_CA_FILE];
}

/* ---- all of them ---- */

static enum err check_limits(struct cx *cx, const struct limits *limits)
{
	enum setting wrong = SETTING_START;

	if (limits->complete >= LIMIT_WHOLE)
		wrong = SETTING_COMPLETE;
	else if (limits->start < limits->complete)
		return OK;
	return setting_refused(cx, setting_name(wrong),
		err_note(cx, ERR_INPUT,
			"the start limit is at least 0 %%, the complete limit is above it and "
			"below 100 %%"));
}

enum err integration_set(struct cx *cx, const struct settings *in, struct integration *row)
{
	for (int i = 0; i < SETTING__COUNT; i++) {
		const struct setting_change c = { cx, in->value[i], row };

		if (c.value)
			TRY(setting_refused(cx, rows[i].name, rows[i].set(&c)));
	}
	return check_limits(cx, &row->limits);
}

enum err integration_provider(struct cx *cx, const char *name, const char **title)
{
	const struct sink *sink = sink_find(name);
	const struct source *source = source_find(name);
	const char *all = "";

	*title = sink ? sink->title : source ? source->title : NULL;
	if (*title)
		return OK;
	for (size_t i = 0; i < source_count; i++)
		all = arena_printf(cx->arena, "%s%s%s", all, *all ? ", " : "", sources[i]->name);
	for (size_t i = 0; i < sink_count; i++)
		all = arena_printf(cx->arena, "%s%s%s", all, *all ? ", " : "", sinks[i]->name);
	return setting_refused(cx, "provider",
		err_note(cx, ERR_INPUT, "there is no such provider; there are: %s", all));
}

struct integration integration_new(int64_t user_id, const char *provider, const char *title)
{
	return (struct integration){
		.user_id = user_id,
		.provider = provider,
		.name = title,
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE },
	};
}

bool integration_has_draft(
	const struct settings *in, const struct server *was, const struct integration *row)
{
	return settings_name_server(in) || (!was && source_find(row->provider));
}

struct server_change integration_server_change(const struct settings *in)
{
	return (struct server_change){ .url = in->value[SETTING_URL],
		.key = in->value[SETTING_KEY],
		.ca_file = in->value[SETTING_CA_FILE] };
}

/* ---- storing ---- */

static enum err check_quota(struct cx *cx, struct store *s, int64_t user_id)
{
	const struct integration *list;
	size_t count = 0;

	TRY(store_integration_list(cx, s, user_id, &list, &count));
	if (count < INTEGRATIONS_MAX)
		return OK;
	return err_note(cx, ERR_INPUT,
		"%d integrations are the most that a person can have. Remove one first.",
		INTEGRATIONS_MAX);
}

static enum err put_server(
	struct cx *cx, struct store *s, const struct integration *row, struct server_draft *draft)
{
	if (!draft)
		return OK;
	draft->row.integration_id = row->id;
	return server_put_draft(cx, s, row->user_id, draft);
}

enum err integration_add(
	struct cx *cx, struct store *s, struct integration *row, struct server_draft *draft)
{
	TRY(check_quota(cx, s, row->user_id));
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
	const char *title = NULL;

	TRY(store_integration_of_user(cx, s, user_id, provider, out));
	if (*out)
		return OK;
	TRY(integration_provider(cx, provider, &title));
	row = integration_new(user_id, provider, title);
	TRY(store_integration_add(cx, s, &row));
	return store_integration_by_id(cx, s, row.id, out);
}

enum err integration_rotate(struct cx *cx, struct store *s, const struct integration *row)
{
	char slug[SLUG_TEXT];

	if (!sink_find(row->provider))
		return err_note(cx, ERR_CONFLICT, "This integration has no webhook: it is asked.");
	return store_integration_rotate(cx, s, row, slug);
}

enum err integration_remove(struct cx *cx, struct store *s, const struct integration *row)
{
	return store_integration_remove(cx, s, row);
}

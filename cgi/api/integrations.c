/* SPDX-License-Identifier: MIT */
/*
 * integrations.c -- connections to senders, and to servers that are asked.
 *
 * The secret of a webhook's address is told to its person only, and only where
 * one integration is asked for by name, with a token that may do everything: it
 * lets its holder send reports. Keys of other servers never come back.
 */
#include "cgi/api/api.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/candidate.h"
#include "shared/actions/integration.h"
#include "shared/actions/quota.h"
#include "shared/store/overview.h"
#include "shared/wire/integration.h"
#include "shared/wire/server.h"

enum { PROVIDER_MAX = 64 };

enum secrecy { WITHOUT_URL, WITH_URL };

static const char *const none[] = { NULL };

/* Leaves the object open for more. */
static void put_open(const struct call *c, const struct integration *row, enum secrecy secrecy)
{
	jput_open(c->out, NULL, '{');
	integration_put(c->out, row);
	if (secrecy == WITHOUT_URL)
		return;
	if (provider_sink(row->provider) && c->visitor->scope == SCOPE_ALL)
		jput_str(c->out, "url",
			arena_printf(c->cx->arena, "%s/webhooks/integrations/%s/%s",
				c->app->conf->base_url, row->provider, row->slug));
	else
		jput_null(c->out, "url");
}

/* All of one, with its secret; leaves the object open for more. */
static enum err put_all(const struct call *c, int64_t id)
{
	const struct overview *row = NULL;
	struct bodies use;

	TRY(api_outward(c, store_health_get(c->cx, c->store, c->visitor->user_id, id, &row)));
	TRY(store_bodies_get(c->cx, c->store, id, &use));
	put_open(c, row->integration, WITH_URL);
	if (row->server) {
		jput_open(c->out, "server", '{');
		server_put(c->out, row->server);
		jput_close(c->out, '}');
	} else {
		jput_null(c->out, "server");
	}
	integration_health_put(c->out, &row->health);
	integration_bodies_put(c->out, &use, quota_of_bodies(c->app->conf));
	return OK;
}

static enum err put_whole(const struct call *c, int64_t id)
{
	TRY(put_all(c, id));
	jput_close(c->out, '}');
	return OK;
}

static enum err find(const struct call *c, const struct overview **out)
{
	return api_outward(c, integration_card_find(c, out));
}

enum err api_integrations_get(struct call *c)
{
	const struct integration *rows = NULL;
	size_t count = 0;

	TRY(api_query(c, none));
	TRY(store_integration_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	api_list_open(c->out);
	for (size_t i = 0; i < count; i++) {
		put_open(c, &rows[i], WITHOUT_URL);
		jput_close(c->out, '}');
	}
	api_list_close(c->out, NULL);
	return OK;
}

enum err api_integration_get(struct call *c)
{
	int64_t id = 0;

	TRY(api_query(c, none));
	TRY(call_id(c, &id));
	return put_whole(c, id);
}

/* ---- what may be set ---- */

/* Texts are checked by shared/actions/integration.h and not cut here. */
static enum err read_text(struct cx *cx, struct json body, const char *name, const char **out)
{
	return json_may_str(cx, body, name, API_BODY_MAX, out);
}

/* null: nothing any more. A file of this machine is not set from afar. */
static enum err read_field(
	struct cx *cx, struct json body, enum field_kind kind, struct settings *out)
{
	const char *name = field_types[kind].name;

	TRY(read_text(cx, body, name, &out->field[kind]));
	if (json_is_null(body, name) && (kind == FIELD_URL || !field_types[kind].is_of_server))
		out->field[kind] = setting_none;
	if (out->field[kind] && field_types[kind].is_local)
		return err_field(cx, name, "nothing: ryotctl sets it, on the server's machine");
	return OK;
}

static enum err read_percent(
	struct cx *cx, struct json body, enum setting which, struct settings *out)
{
	return api_number(cx, body, setting_name(which), &out->value[which]);
}

static enum err read_switch(
	struct cx *cx, struct json body, enum setting which, struct settings *out)
{
	const char *name = setting_name(which);
	bool is_on = true;

	TRY(json_may_bool(cx, body, name, &is_on));
	if (json_is_there(body, name))
		out->value[which] = setting_switch(is_on);
	return OK;
}

static enum err read_settings(struct cx *cx, struct json body, struct settings *out)
{
	*out = (struct settings){ .value = { NULL } };
	TRY(read_text(cx, body, setting_name(SETTING_NAME), &out->value[SETTING_NAME]));
	TRY(read_switch(cx, body, SETTING_ENABLED, out));
	TRY(read_switch(cx, body, SETTING_SHARED, out));
	TRY(read_percent(cx, body, SETTING_START, out));
	TRY(read_percent(cx, body, SETTING_COMPLETE, out));
	for (int i = 0; i < FIELD__COUNT; i++)
		TRY(read_field(cx, body, (enum field_kind)i, out));
	return OK;
}

/* A body may hold every setting and field, and at most two more. */
static enum err read_body(const struct call *c, const char *const *more, struct json *body)
{
	const char *names[2 + SETTING__COUNT + FIELD__COUNT + 1];
	size_t count = 0;

	for (; *more; more++)
		names[count++] = *more;
	for (int i = 0; i < SETTING__COUNT; i++)
		names[count++] = setting_name((enum setting)i);
	for (int i = 0; i < FIELD__COUNT; i++)
		names[count++] = field_types[i].name;
	names[count] = NULL;
	return api_body(c, names, body);
}

/* *out is NULL when its server stays as it is, or when it has none. */
static enum err read_server(const struct call *c, const struct settings *in,
	const struct overview *was, struct server_draft **out)
{
	const char *key_file = c->app->conf->key_file;
	const struct server_change change = integration_server_change(in);

	*out = NULL;
	if (!integration_has_draft(in, was->server, was->integration))
		return OK;
	*out = arena_alloc(c->cx->arena, sizeof(**out));
	TRY(server_draft(c->cx, key_file, was->server, &change, *out));
	return server_seal(c->cx, c->store, key_file, *out);
}

/* It is checked before it is added; the caller asks what came of that. */
static enum err add_candidate(
	const struct call *c, const struct integration *row, const struct server_draft *server)
{
	int64_t id = 0;

	TRY(store_begin(c->cx, c->store));
	TRY(store_end(
		c->cx, c->store, candidate_add(c->cx, c->store, c->app->conf, row, server, &id)));
	wake_now(c);
	c->res->status = 202;
	return api_check_put(c, id);
}

static enum err add(const struct call *c, struct integration *row, struct server_draft *server)
{
	TRY(store_begin(c->cx, c->store));
	TRY(store_end(
		c->cx, c->store, integration_add(c->cx, c->store, c->app->conf, row, server)));
	if (server)
		wake_now(c);
	c->res->status = 201;
	return put_whole(c, row->id);
}

enum err api_integrations_post(struct call *c)
{
	const struct provider *provider = NULL;
	const char *name = "";
	struct server_draft *server = NULL;
	struct integration row;
	const struct overview none_yet = { .integration = &row };
	static const char *const names[] = { "provider", "is_unchecked", NULL };
	bool is_unchecked = false;
	struct settings settings;
	struct json body;

	TRY(read_body(c, names, &body));
	TRY(json_may_bool(c->cx, body, "is_unchecked", &is_unchecked));
	TRY(json_need_str(c->cx, body, "provider", PROVIDER_MAX, &name));
	TRY(integration_provider(c->cx, name, &provider));
	row = integration_new(c->visitor->user_id, provider);
	TRY(read_settings(c->cx, body, &settings));
	TRY(integration_set(c->cx, &settings, &row));
	TRY(read_server(c, &settings, &none_yet, &server));
	if (server && !is_unchecked && provider->source)
		return add_candidate(c, &row, server);
	return add(c, &row, server);
}

enum err api_integration_patch(struct call *c)
{
	const struct overview *was = NULL;
	struct server_draft *server = NULL;
	const char *warning;
	struct integration row;
	struct settings settings;
	struct json body;

	TRY(find(c, &was));
	TRY(read_body(c, none, &body));
	row = *was->integration;
	TRY(read_settings(c->cx, body, &settings));
	TRY(integration_set(c->cx, &settings, &row));
	TRY(read_server(c, &settings, was, &server));
	TRY(integration_save(c->cx, c->store, &row, server));
	c->res->wakes_worker = server != NULL;
	TRY(put_all(c, row.id));
	warning = server ? server_draft_warning(c->cx, server) : NULL;
	if (warning)
		jput_str(c->out, "warning", warning);
	jput_close(c->out, '}');
	return OK;
}

enum err api_integration_delete(struct call *c)
{
	const struct overview *row = NULL;

	TRY(find(c, &row));
	TRY(api_no_body(c));
	TRY(integration_remove(c->cx, c->store, row->integration));
	put_open(c, row->integration, WITHOUT_URL);
	jput_close(c->out, '}');
	return OK;
}

enum err api_integration_rotate(struct call *c)
{
	const struct overview *row = NULL;

	TRY(find(c, &row));
	TRY(api_no_body(c));
	TRY(integration_rotate(c->cx, c->store, row->integration));
	return put_whole(c, row->integration->id);
}

/* ryot-yank does it; the answer says since when that is wanted. */
enum err api_integration_yank(struct call *c)
{
	const struct overview *row = NULL;

	TRY(find(c, &row));
	TRY(api_no_body(c));
	if (!row->server || !row->server->is_pulled)
		return err_note(
			c->cx, ERR_CONFLICT, "This integration is not asked: it sends by itself.");
	TRY(wake_ask(c, row, WISH_SYNC));
	return put_whole(c, row->integration->id);
}

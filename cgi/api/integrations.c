/* SPDX-License-Identifier: MIT */
/*
 * integrations.c -- connections to senders, and to servers that are asked.
 *
 * The secret of a webhook's address is told to its person only, and only where
 * one integration is asked for by name. Keys of other servers never come back.
 */
#include "cgi/api/api.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "cgi/web/words.h"
#include "shared/providers/sink.h"
#include "shared/store/overview.h"
#include "shared/wire/integration.h"

enum { NAME_OF_USER_MAX = 200 };

enum secrecy { WITHOUT_URL, WITH_URL };

static const char *const none[] = { NULL };

/* Leaves the object open for more. */
static void put_open(
	const struct app *app, struct buf *out, const struct integration *row, enum secrecy secrecy)
{
	jput_open(out, NULL, '{');
	integration_put(out, row);
	if (secrecy == WITHOUT_URL)
		return;
	if (sink_find(row->provider))
		jput_str(out, "url",
			arena_printf(out->arena, "%s/webhooks/integrations/%s/%s",
				app->conf->base_url, row->provider, row->slug));
	else
		jput_null(out, "url");
}

/* All of one, with its secret. */
static enum err put_whole(
	struct cx *cx, const struct app *app, int64_t user_id, int64_t id, struct buf *out)
{
	const struct overview *row = NULL;
	enum err err = store_health_get(cx, app->store, user_id, id, &row);

	if (err != OK)
		return err == ERR_NOT_FOUND ? api_missing(cx) : err;
	put_open(app, out, row->integration, WITH_URL);
	api_server_put(out, row->server);
	integration_health_put(out, &row->health);
	jput_close(out, '}');
	return OK;
}

static enum err find(
	struct cx *cx, const struct app *app, const struct req *req, const struct overview **out)
{
	int64_t id = 0;
	enum err err = api_id(cx, req, &id);

	if (err == OK)
		err = store_health_get(cx, app->store, req->visitor->user_id, id, out);
	return err == ERR_NOT_FOUND ? api_missing(cx) : err;
}

enum err api_integrations_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct integration *rows = NULL;
	size_t count = 0;
	enum err err = api_query(cx, req, none);

	if (err == OK)
		err = store_integration_list(cx, app->store, req->visitor->user_id, &rows, &count);
	if (err != OK)
		return err;
	api_list_open(&res->body);
	for (size_t i = 0; i < count; i++) {
		put_open(app, &res->body, &rows[i], WITHOUT_URL);
		jput_close(&res->body, '}');
	}
	api_list_close(&res->body, NULL);
	return OK;
}

enum err api_integration_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	int64_t id = 0;
	enum err err = api_query(cx, req, none);

	if (err == OK)
		err = api_id(cx, req, &id);
	return err == OK ? put_whole(cx, app, req->visitor->user_id, id, &res->body) : err;
}

/* ---- what may be set ---- */

static enum err read_limit(struct cx *cx, struct json body, const char *name, int *limit)
{
	int64_t value = *limit;
	enum err err = json_may_scaled(cx, body, name, LIMIT_WHOLE / 100, &value);

	if (err != OK)
		return err;
	if (value < 0 || value >= LIMIT_WHOLE)
		return err_field(cx, name, "a number from 0, below 100");
	*limit = (int)value;
	return OK;
}

static enum err read_limits(struct cx *cx, struct json body, struct limits *out)
{
	enum err err = read_limit(cx, body, "start_percent", &out->start);

	if (err == OK)
		err = read_limit(cx, body, "complete_percent", &out->complete);
	if (err == OK && out->start >= out->complete)
		err = err_field(cx, "start_percent", "less than complete_percent");
	return err;
}

/* A filter that would shut everything out is a mistake. */
static enum err read_only_user(
	struct cx *cx, struct json body, const char *provider, const char **out)
{
	const struct sink *sink = sink_find(provider);

	if (json_is_null(body, "only_user"))
		*out = NULL;
	if (!json_is_there(body, "only_user"))
		return OK;
	if (!sink || !sink->names_users)
		return err_field(
			cx, "only_user", "nothing: %s does not say who is playing", provider);
	return json_need_str(cx, body, "only_user", NAME_OF_USER_MAX, out);
}

static enum err read_changes(struct cx *cx, struct json body, struct integration *row)
{
	enum err err = OK;

	if (json_is_there(body, "name"))
		err = json_need_str(cx, body, "name", INTEGRATION_NAME_MAX, &row->name);
	if (err == OK)
		err = json_may_bool(cx, body, "is_enabled", &row->enabled);
	if (err == OK)
		err = read_limits(cx, body, &row->limits);
	if (err == OK)
		err = read_only_user(cx, body, row->provider, &row->only_user);
	return err;
}

static enum err read_provider(struct cx *cx, struct json body, struct integration *row)
{
	const char *all = "one of:";
	struct provider known;
	enum err err = json_need_str(cx, body, "provider", 64, &row->provider);

	if (err != OK)
		return err;
	if (connect_find_provider(row->provider, &known)) {
		row->name = known.title;
		return OK;
	}
	for (size_t i = 0; i < connect_provider_count(); i++)
		all = arena_printf(cx->arena, "%s %s", all, connect_provider(i).name);
	return err_field(cx, "provider", "%s", all);
}

/* For the provider that is asked alone. */
static enum err read_server(struct cx *cx, const struct app *app, struct json body,
	const struct overview *was, const struct server **out)
{
	struct provider known;

	*out = NULL;
	if (connect_find_provider(was->integration->provider, &known) && known.is_asked)
		return api_server_read(cx, app, body, was->server, out);
	if (json_is_there(body, "server_url"))
		return err_field(cx, "server_url", "nothing: %s sends by itself",
			was->integration->provider);
	if (json_is_there(body, "server_key"))
		return err_field(cx, "server_key", "nothing: %s sends by itself",
			was->integration->provider);
	return OK;
}

static enum err put_server(struct cx *cx, struct store *s, int64_t id, const struct server *server)
{
	struct server row;

	if (!server)
		return OK;
	row = *server;
	row.integration_id = id;
	return store_server_put(cx, s, &row);
}

enum err api_integrations_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	static const char *const members[] = { "provider", "name", "only_user", "is_enabled",
		"start_percent", "complete_percent", "server_url", "server_key", NULL };
	struct integration row = {
		.user_id = req->visitor->user_id,
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE },
	};
	const struct overview none_yet = { .integration = &row };
	const struct server *server = NULL;
	struct json body;
	enum err err = api_body(cx, req, members, &body);

	if (err == OK)
		err = read_provider(cx, body, &row);
	if (err == OK)
		err = read_changes(cx, body, &row);
	if (err == OK)
		err = read_server(cx, app, body, &none_yet, &server);
	if (err == OK)
		err = store_integration_add(cx, app->store, &row);
	if (err == OK)
		err = put_server(cx, app->store, row.id, server);
	if (err != OK)
		return err;
	res->status = 201;
	return put_whole(cx, app, row.user_id, row.id, &res->body);
}

enum err api_integration_patch(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	static const char *const members[] = { "name", "only_user", "is_enabled", "start_percent",
		"complete_percent", "server_url", "server_key", NULL };
	const struct overview *was = NULL;
	const struct server *server = NULL;
	struct integration row;
	struct json body = { NULL, "" };
	enum err err = find(cx, app, req, &was);

	if (err == OK)
		err = api_body(cx, req, members, &body);
	if (err != OK)
		return err;
	row = *was->integration;
	err = read_changes(cx, body, &row);
	if (err == OK)
		err = read_server(cx, app, body, was, &server);
	if (err == OK)
		err = store_integration_save(cx, app->store, &row);
	if (err == OK)
		err = put_server(cx, app->store, row.id, server);
	return err == OK ? put_whole(cx, app, row.user_id, row.id, &res->body) : err;
}

enum err api_integration_delete(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct overview *row = NULL;
	enum err err = find(cx, app, req, &row);

	if (err == OK)
		err = api_no_body(cx, req);
	if (err == OK)
		err = store_integration_remove(cx, app->store, row->integration);
	if (err != OK)
		return err;
	put_open(app, &res->body, row->integration, WITHOUT_URL);
	jput_close(&res->body, '}');
	return OK;
}

enum err api_integration_rotate(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct overview *row = NULL;
	enum err err = find(cx, app, req, &row);

	if (err == OK)
		err = api_no_body(cx, req);
	if (err == OK && row->server)
		err = err_note(cx, ERR_CONFLICT, "This integration has no webhook: it is asked.");
	if (err == OK) {
		char slug[SLUG_TEXT];

		err = store_integration_rotate(cx, app->store, row->integration, slug);
	}
	return err == OK
		       ? put_whole(cx, app, req->visitor->user_id, row->integration->id, &res->body)
		       : err;
}

/* It is asked by ryot-yank; the answer says since when that is wanted. */
enum err api_integration_yank(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct overview *row = NULL;
	int64_t user_id = req->visitor->user_id;
	enum err err = find(cx, app, req, &row);

	if (err == OK)
		err = api_no_body(cx, req);
	if (err == OK && !row->server)
		err = err_note(
			cx, ERR_CONFLICT, "This integration is not asked: it sends by itself.");
	if (err == OK)
		err = yank_ask(cx, app, row, YANK_NOW);
	return err == OK ? put_whole(cx, app, user_id, row->integration->id, &res->body) : err;
}

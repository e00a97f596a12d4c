/* SPDX-License-Identifier: MIT */
/*
 * integrations.c -- connections to senders, and to servers that are asked.
 *
 * The secret of a webhook's address is told to its person only, and only where
 * one integration is asked for by name. Keys of other servers never come back.
 */
#include "cgi/api/api.h"
#include "cgi/sinks/sink.h"
#include "shared/store_account.h"

enum { NAME_OF_USER_MAX = 200 };

enum secrecy { WITHOUT_URL, WITH_URL };

static const char *const none[] = { NULL };

static int64_t share_of(int limit)
{
	return (int64_t)limit * (SHARE_WHOLE / LIMIT_WHOLE);
}

/* Leaves the object open for more. */
static void put_open(const struct app *app, struct buf *out,
	const struct integration *row, enum secrecy secrecy)
{
	jput_open(out, NULL, '{');
	jput_i64(out, "id", row->id);
	jput_str(out, "provider", row->provider);
	jput_str(out, "name", row->name);
	jput_bool(out, "is_enabled", row->enabled);
	jput_percent(out, "start_percent", share_of(row->limits.start));
	jput_percent(out, "complete_percent", share_of(row->limits.complete));
	jput_str_or_null(out, "only_user", row->only_user);
	jput_time(out, "created_at", row->created_ms);
	jput_time(out, "old_url_ends_at", row->old_slug_ends_ms);
	if (secrecy == WITHOUT_URL)
		return;
	if (sink_find(row->provider))
		jput_str(out, "url",
			arena_printf(out->arena,
				"%s/webhooks/integrations/%s/%s",
				app->conf->base_url, row->provider, row->slug));
	else
		jput_null(out, "url");
}

static void put_health(struct buf *out, const struct integration_health *h)
{
	jput_open(out, "received", '{');
	jput_time(out, "last_at", h->last_ms);
	jput_time(out, "last_tracked_at", h->last_tracked_ms);
	jput_i64(out, "count", h->deliveries);
	jput_i64(out, "tracked", h->tracked);
	jput_i64(out, "ignored", h->ignored);
	jput_i64(out, "unmatched", h->unmatched);
	jput_i64(out, "refused", h->refused);
	jput_close(out, '}');
}

static void put_account(struct buf *out, const struct account *a)
{
	if (!a) {
		jput_null(out, "account");
		return;
	}
	jput_open(out, "account", '{');
	jput_str(out, "url", a->url);
	jput_bool(out, "is_refused", a->refused_ms != UNSAID);
	jput_i64(out, "failures", a->failures);
	jput_time(out, "last_ok_at", a->last_ok_ms);
	jput_str_or_null(out, "last_error", a->last_error);
	jput_time(out, "last_error_at", a->last_error_ms);
	jput_close(out, '}');
}

/* All of one, with its secret. */
static enum err put_whole(
	struct cx *cx, const struct app *app, int64_t id, struct buf *out)
{
	const struct integration *row = NULL;
	const struct account *account = NULL;
	struct integration_health health;
	enum err err = store_integration_by_id(cx, app->store, id, &row);

	if (err == OK)
		err = store_account_get(cx, app->store, id, &account);
	if (err == OK)
		err = store_integration_health(cx, app->store, id, &health);
	if (err != OK)
		return err;
	put_open(app, out, row, WITH_URL);
	put_account(out, account);
	put_health(out, &health);
	jput_close(out, '}');
	return OK;
}

/* Of the visitor's only. */
static enum err find(struct cx *cx, const struct app *app,
	const struct req *req, const struct integration **out)
{
	int64_t id = 0;
	enum err err = api_id(cx, req, &id);

	if (err == OK)
		err = store_integration_by_id(cx, app->store, id, out);
	if (err == OK && (!*out || (*out)->user_id != req->visitor->user_id))
		err = api_missing(cx);
	return err;
}

enum err api_integrations_get(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	const struct integration *rows = NULL;
	size_t count = 0;
	enum err err = api_query(cx, req, none);

	if (err == OK)
		err = store_integration_list(
			cx, app->store, req->visitor->user_id, &rows, &count);
	if (err != OK)
		return err;
	api_list_open(&res->body);
	for (size_t i = 0; i < count; i++) {
		put_open(app, &res->body, &rows[i], WITHOUT_URL);
		jput_close(&res->body, '}');
	}
	api_list_close(&res->body, 0);
	return OK;
}

enum err api_integration_get(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	const struct integration *row = NULL;
	enum err err = api_query(cx, req, none);

	if (err == OK)
		err = find(cx, app, req, &row);
	return err == OK ? put_whole(cx, app, row->id, &res->body) : err;
}

/* ---- what may be set ---- */

static enum err read_limit(
	struct cx *cx, struct json body, const char *name, int *limit)
{
	int64_t value = *limit;
	enum err err =
		json_may_scaled(cx, body, name, LIMIT_WHOLE / 100, &value);

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
		err = err_field(
			cx, "start_percent", "less than complete_percent");
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
		return err_field(cx, "only_user",
			"nothing: %s does not say who is playing", provider);
	return json_need_str(cx, body, "only_user", NAME_OF_USER_MAX, out);
}

static enum err read_changes(
	struct cx *cx, struct json body, struct integration *row)
{
	enum err err = OK;

	if (json_is_there(body, "name"))
		err = json_need_str(
			cx, body, "name", INTEGRATION_NAME_MAX, &row->name);
	if (err == OK)
		err = json_may_bool(cx, body, "is_enabled", &row->enabled);
	if (err == OK)
		err = read_limits(cx, body, &row->limits);
	if (err == OK)
		err = read_only_user(cx, body, row->provider, &row->only_user);
	return err;
}

static enum err read_provider(
	struct cx *cx, struct json body, struct integration *row)
{
	const struct sink *sink;
	enum err err = json_need_str(cx, body, "provider", 64, &row->provider);

	if (err != OK)
		return err;
	sink = sink_find(row->provider);
	if (!sink)
		return err_field(cx, "provider", "one of: jellyfin, kodi");
	row->name = sink->title;
	return OK;
}

enum err api_integrations_post(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	static const char *const members[] = { "provider", "name", "only_user",
		"is_enabled", "start_percent", "complete_percent", NULL };
	struct integration row = {
		.user_id = req->visitor->user_id,
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE },
	};
	struct json body;
	enum err err = api_body(cx, req, members, &body);

	if (err == OK)
		err = read_provider(cx, body, &row);
	if (err == OK)
		err = read_changes(cx, body, &row);
	json_close(&body);
	if (err == OK)
		err = store_integration_add(cx, app->store, &row);
	if (err != OK)
		return err;
	res->status = 201;
	return put_whole(cx, app, row.id, &res->body);
}

enum err api_integration_patch(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	static const char *const members[] = { "name", "only_user",
		"is_enabled", "start_percent", "complete_percent", NULL };
	const struct integration *was = NULL;
	struct integration row;
	struct json body;
	enum err err = find(cx, app, req, &was);

	if (err == OK)
		err = api_body(cx, req, members, &body);
	if (err != OK)
		return err;
	row = *was;
	err = read_changes(cx, body, &row);
	json_close(&body);
	if (err == OK)
		err = store_integration_save(cx, app->store, &row);
	return err == OK ? put_whole(cx, app, row.id, &res->body) : err;
}

enum err api_integration_delete(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	const struct integration *row = NULL;
	enum err err = find(cx, app, req, &row);

	if (err == OK)
		err = store_integration_remove(cx, app->store, row->id);
	if (err != OK)
		return err;
	put_open(app, &res->body, row, WITHOUT_URL);
	jput_close(&res->body, '}');
	return OK;
}

enum err api_integration_rotate(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	const struct integration *row = NULL;
	char slug[SLUG_TEXT];
	struct json body;
	enum err err = find(cx, app, req, &row);

	if (err == OK)
		err = api_body(cx, req, none, &body);
	if (err != OK)
		return err;
	json_close(&body);
	if (!sink_find(row->provider))
		return err_note(
			cx, ERR_CONFLICT, "This integration has no webhook.");
	err = store_integration_rotate(cx, app->store, row->id, slug);
	return err == OK ? put_whole(cx, app, row->id, &res->body) : err;
}

/* SPDX-License-Identifier: MIT */
/*
 * hook.c -- whose report is it, what does it say, what did it lead to.
 *
 * An unknown provider and an unknown slug get one and the same answer, after
 * the same look-up, so that nobody can find out which of the two was wrong.
 */
#include "cgi/hook.h"

#include "cgi/sinks/sink.h"
#include "shared/apply.h"
#include "shared/json.h"
#include "shared/log.h"
#include "shared/store_user.h"
#include "shared/version.h"

/* A token speaks for its person; their first report makes the integration. */
static enum err integration_of_token(struct cx *cx, struct store *s,
	const char *token, const struct sink *sink,
	const struct integration **out)
{
	unsigned char hash[TOKEN_HASH];
	int64_t user_id = 0;
	enum err err;

	*out = NULL;
	secret_hash_token(token, hash);
	err = store_token_use(cx, s, hash, &user_id);
	if (err != OK)
		return err;
	if (user_id == 0)
		return err_note(cx, ERR_AUTH, "This token is not known.");
	if (!sink)
		return OK;
	err = store_integration_of_user(cx, s, user_id, sink->name, out);
	if (err == OK && !*out) {
		struct integration row = {
			.user_id = user_id,
			.provider = sink->name,
			.name = sink->title,
			.enabled = true,
			.limits = { LIMIT_START, LIMIT_COMPLETE },
		};

		err = store_integration_add(cx, s, &row);
		if (err == OK)
			err = store_integration_by_id(cx, s, row.id, out);
	}
	return err;
}

static void refuse(struct message *m, enum reason reason, const char *detail)
{
	message_init(m);
	m->reason = reason;
	m->detail = detail;
}

/* What stands in the way before anybody looks into the body. */
static void read_message(struct cx *cx, const struct sink *sink,
	const struct req *req, struct message *m)
{
	const char *encoding = req->content_encoding;

	cx->field[0] = cx->expected[0] = '\0';
	if (req->is_too_large)
		refuse(m, REASON_TOO_LARGE, NULL);
	else if (*encoding && strcasecmp(encoding, "identity") != 0)
		refuse(m, REASON_NOT_JSON,
			arena_printf(cx->arena,
				"The body is encoded (%.20s); send it plain.",
				encoding));
	else if (req->length < req->declared)
		refuse(m, REASON_NOT_JSON,
			arena_printf(cx->arena,
				"The body ended after %zu of %zu octets.",
				req->length, req->declared));
	else
		sink_read(cx, sink, req->body, req->length, m);
}

static void put_play(struct buf *b, const struct touched *t)
{
	const struct report *r = &t->report;

	jput_open(b, NULL, '{');
	jput_str(b, "kind", kind_name(r->kind));
	jput_open(b, "ids", '{');
	for (size_t i = 0; i < r->ids.count; i++)
		jput_str(b, source_name(r->ids.list[i].source),
			r->ids.list[i].value);
	jput_close(b, '}');
	if (r->kind == KIND_SHOW) {
		jput_i64(b, "season", r->season);
		jput_i64(b, "episode", r->episode);
	}
	jput_i64(b, "play", t->play_id);
	jput_str(b, "state", t->is_completed ? "completed" : "in_progress");
	jput_i64_or_null(b, "position_ms", t->position_ms);
	jput_i64_or_null(b, "duration_ms", t->duration_ms);
	jput_percent(b, "percent", t->share);
	jput_close(b, '}');
}

/* To somebody who pressed "Test connection": whose reports go where. */
static void put_whose(struct buf *b, const struct integration *whose)
{
	jput_str(b, "user", whose->user_name);
	jput_str(b, "integration", whose->name);
	jput_bool(b, "enabled", whose->enabled);
	jput_str(b, "version", VERSION);
}

static void answer(struct cx *cx, struct res *res,
	const struct integration *whose, const struct verdict *v)
{
	enum outcome outcome = reason_outcome(v->reason);
	struct buf *b = &res->body;

	if (outcome == OUTCOME_REFUSED)
		res->status = err_http_status(v->reason == REASON_TOO_LARGE
						      ? ERR_TOO_LARGE
						      : ERR_INPUT);
	jput_open(b, NULL, '{');
	jput_i64(b, "delivery", v->delivery_id);
	jput_str(b, "outcome", outcome_name(outcome));
	jput_str(b, "reason", reason_name(v->reason));
	jput_str(b, "detail", v->detail);
	if (*cx->field) {
		jput_str(b, "field", cx->field);
		jput_str(b, "expected", cx->expected);
	}
	if (v->reason == REASON_TEST)
		put_whose(b, whose);
	jput_open(b, "plays", '[');
	for (size_t i = 0; i < v->count; i++)
		put_play(b, &v->touched[i]);
	jput_close(b, ']');
	jput_close(b, '}');
}

/* From an integration and a request to the answer. */
static enum err take(struct cx *cx, const struct app *app,
	const struct integration *integration, const struct req *req,
	struct res *res)
{
	struct message message;
	struct verdict verdict;
	struct arrival arrival = {
		.integration = integration,
		.message = &message,
		.received_ms = cx->now_ms,
		.body = { req->length ? req->body : NULL, req->length },
	};
	enum err err;

	read_message(cx, sink_find(integration->provider), req, &message);
	err = apply(cx, app->store, &arrival, &verdict);
	if (err != OK)
		return err;
	answer(cx, res, integration, &verdict);
	res->log = arena_printf(cx->arena,
		"hook delivery=%" PRId64 " provider=%s integration=%" PRId64
		" event=%s outcome=%s reason=%s",
		verdict.delivery_id, integration->provider, integration->id,
		log_quote(cx->arena, message.event ? message.event : ""),
		outcome_name(reason_outcome(verdict.reason)),
		reason_name(verdict.reason));
	return OK;
}

static enum err unknown_address(struct cx *cx)
{
	return err_note(cx, ERR_NOT_FOUND,
		"No integration has this address. Copy it anew from the "
		"integration (`ryotctl integration show`).");
}

enum err hook_post_key(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	const char *provider = req->params[0], *key = req->params[1];
	const struct integration *found = NULL;
	enum err err;

	if (secret_is_token(key))
		err = integration_of_token(
			cx, app->store, key, sink_find(provider), &found);
	else
		err = store_integration_by_slug(cx, app->store, key, &found);
	if (err == ERR_AUTH)
		return unknown_address(cx);
	if (err != OK)
		return err;
	if (!found || strcmp(found->provider, provider) != 0 ||
		!sink_find(provider))
		return unknown_address(cx);
	return take(cx, app, found, req, res);
}

/* The token of "Bearer <token>", or NULL. */
static const char *bearer_token(const char *authorization)
{
	static const char scheme[] = "Bearer ";
	const char *token;

	if (strncasecmp(authorization, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	token = authorization + sizeof(scheme) - 1;
	token += strspn(token, " ");
	return secret_is_token(token) ? token : NULL;
}

enum err hook_post_token(struct cx *cx, const struct app *app,
	const struct req *req, struct res *res)
{
	const char *token = bearer_token(req->authorization);
	const struct integration *found = NULL;
	enum err err;

	if (!token)
		return err_note(cx, ERR_AUTH,
			"Send an application token as \"Authorization: Bearer "
			"<token>\", or use the whole webhook address.");
	err = integration_of_token(
		cx, app->store, token, sink_find(req->params[0]), &found);
	if (err != OK)
		return err;
	if (!found)
		return unknown_address(cx);
	return take(cx, app, found, req, res);
}

/* SPDX-License-Identifier: MIT */
/*
 * hook.c -- a report: parses it, finds its integration, applies it.
 *
 * The body is parsed before the round's transaction begins, and so before the
 * sender is authenticated: parsing under the write lock would stall all other
 * writers. The scan and the cap on values keep it cheap.
 *
 * An unknown provider and an unknown slug get the same answer after the same
 * look-up, so a sender cannot tell which of the two was wrong.
 */
#include "cgi/hooks/hook.h"

#include "cgi/access/auth.h"
#include "shared/actions/integration.h"
#include "shared/actions/receive.h"
#include "shared/base/log.h"
#include "shared/base/version.h"
#include "shared/crypto/token.h"
#include "shared/json/write.h"
#include "shared/providers/sink.h"
#include "shared/store/user.h"
#include "shared/wire/ids.h"
#include "shared/wire/play.h"

struct bearer {
	const char *token, *from; /* from: an address */
};

/* A token identifies its person; the first report creates the integration. */
static enum err integration_of_token(struct cx *cx, struct store *s, const struct bearer *bearer,
	const struct sink *sink, const struct integration **out)
{
	unsigned char hash[TOKEN_HASH];
	int64_t user_id = 0;

	*out = NULL;
	token_hash(bearer->token, hash);
	TRY(store_token_use(cx, s, hash, bearer->from, &user_id));
	if (user_id == 0)
		return err_note(cx, ERR_AUTH, "This token is not known.");
	return sink ? integration_of_reports(cx, s, user_id, sink->name, out) : OK;
}

/* A parsed body, and what was wrong with it. */
struct reading {
	struct message message;
	const char *field, *expected; /* or "" */
};

static void refuse(struct message *m, enum reason reason, const char *detail)
{
	message_init(m);
	m->reason = reason;
	m->detail = detail;
}

/* Checks the reasons to refuse a body, then parses it. */
static void read_message(
	struct cx *cx, const struct sink *sink, const struct req *req, struct message *m)
{
	const char *encoding = req->content_encoding;

	cx->field[0] = cx->expected[0] = '\0';
	if (req->is_too_large)
		refuse(m, REASON_TOO_LARGE, NULL);
	else if (*encoding && strcasecmp(encoding, "identity") != 0)
		refuse(m, REASON_NOT_JSON,
			arena_printf(cx->arena, "The body is encoded (%.20s); send it plain.",
				encoding));
	else if (req->length < req->declared)
		refuse(m, REASON_NOT_JSON,
			arena_printf(cx->arena, "The body ended after %zu of %zu bytes.",
				req->length, req->declared));
	else
		sink_read(cx, sink, req->body, req->length, m);
}

/* NULL if there is no such provider. */
static const struct reading *read_body(struct cx *cx, const struct req *req)
{
	const struct sink *sink = sink_find(req->params[0]);
	struct reading *r;

	if (!sink)
		return NULL;
	r = arena_alloc(cx->arena, sizeof(*r));
	read_message(cx, sink, req, &r->message);
	r->field = arena_strdup(cx->arena, cx->field);
	r->expected = arena_strdup(cx->arena, cx->expected);
	return r;
}

static void put_play(struct buf *b, const struct touched *t)
{
	const struct report *r = &t->report;

	jput_open(b, NULL, '{');
	jput_str(b, "kind", kind_name(r->kind));
	ids_put(b, "ids", &r->ids);
	if (r->kind == KIND_SHOW) {
		jput_i64(b, "season", r->season);
		jput_i64(b, "episode", r->episode);
	}
	jput_i64(b, "play", t->play_id);
	jput_str(b, "state", play_state_name(t->is_completed));
	jput_i64_or_null(b, "position_ms", t->position_ms);
	jput_i64_or_null(b, "duration_ms", t->duration_ms);
	jput_percent(b, "percent", t->share);
	jput_close(b, '}');
}

/* The answer to "Test connection": the person and the integration. */
static void put_viewing(struct buf *b, const struct integration *viewing)
{
	jput_str(b, "user", viewing->user_name);
	jput_str(b, "integration", viewing->name);
	jput_bool(b, "enabled", viewing->enabled);
	jput_str(b, "version", VERSION);
}

static void answer(struct res *res, const struct integration *viewing, const struct verdict *v,
	const struct reading *r)
{
	enum outcome outcome = reason_outcome(v->reason);
	struct buf *b = &res->body;

	if (outcome == OUTCOME_REFUSED)
		res->status =
			err_http_status(v->reason == REASON_TOO_LARGE ? ERR_TOO_LARGE : ERR_INPUT);
	jput_open(b, NULL, '{');
	jput_i64(b, "delivery", v->delivery_id);
	jput_str(b, "outcome", outcome_name(outcome));
	jput_str(b, "reason", reason_name(v->reason));
	jput_str(b, "detail", v->detail);
	if (*r->field) {
		jput_str(b, "field", r->field);
		jput_str(b, "expected", r->expected);
	}
	if (viewing)
		put_viewing(b, viewing);
	jput_open(b, "plays", '[');
	for (size_t i = 0; i < v->count; i++)
		put_play(b, &v->touched[i]);
	jput_close(b, ']');
	jput_close(b, '}');
}

static const char *line_of(struct cx *cx, const struct integration *i, const char *event,
	const struct verdict *v, const char *request_id)
{
	struct buf line;

	log_begin(&line, cx->arena, "hook");
	log_field_i64(&line, "delivery", v->delivery_id);
	log_field(&line, "provider", i->provider);
	log_field_i64(&line, "integration", i->id);
	log_field_quoted(&line, "event", event ? event : "");
	log_field(&line, "outcome", outcome_name(reason_outcome(v->reason)));
	log_field(&line, "reason", reason_name(v->reason));
	log_field(&line, "request", request_id);
	return line.text;
}

/* Applies the parsed body to the integration, and answers. */
static enum err take(struct cx *cx, const struct app *app, const struct integration *integration,
	const struct req *req, struct res *res)
{
	const struct reading *reading = res->work;
	struct verdict verdict;
	struct incoming incoming = {
		.integration = integration,
		.message = &reading->message,
		.received_ms = cx->now_ms,
		.body = { req->length ? req->body : NULL, req->length },
	};
	const char *event = reading->message.event;
	const struct integration *viewing = NULL;

	TRY(apply(cx, app->store, &incoming, &verdict));
	if (verdict.reason == REASON_TEST)
		TRY(store_integration_by_id(cx, app->store, integration->id, &viewing));
	answer(res, viewing, &verdict, reading);
	res->provider = integration->provider;
	res->outcome = reason_outcome(verdict.reason);
	res->log = line_of(cx, integration, event, &verdict, req->id);
	return OK;
}

static enum err unknown_address(struct cx *cx)
{
	return err_note(cx, ERR_NOT_FOUND,
		"No integration has this address. Copy it again from the "
		"integration (`ryotctl integration show`).");
}

static enum err take_by_key(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const char *provider = req->params[0], *key = req->params[1];
	const struct bearer bearer = { key, req->remote };
	const struct integration *found = NULL;
	enum err err;

	if (token_has_shape(key))
		err = integration_of_token(cx, app->store, &bearer, sink_find(provider), &found);
	else
		err = store_integration_by_slug(cx, app->store, key, &found);
	if (err == ERR_AUTH)
		return unknown_address(cx);
	if (err != OK)
		return err;
	if (!found || strcmp(found->provider, provider) != 0 || !res->work)
		return unknown_address(cx);
	return take(cx, app, found, req, res);
}

enum err hook_post_key(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	(void)app;
	res->work = read_body(cx, req);
	res->then = take_by_key;
	return OK;
}

static enum err take_by_token(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	const struct bearer bearer = { auth_bearer(req), req->remote };
	const struct integration *found = NULL;

	TRY(integration_of_token(cx, app->store, &bearer, sink_find(req->params[0]), &found));
	if (!found)
		return unknown_address(cx);
	return take(cx, app, found, req, res);
}

enum err hook_post_token(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	(void)app;
	if (!auth_bearer(req))
		return err_note(cx, ERR_AUTH,
			"Send an application token as \"Authorization: Bearer "
			"<token>\", or use the whole webhook address.");
	res->work = read_body(cx, req);
	res->then = take_by_token;
	return OK;
}

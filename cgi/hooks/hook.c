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
#include "cgi/hooks/answer.h"
#include "cgi/hooks/kept.h"
#include "cgi/http/route.h"
#include "shared/actions/integration.h"
#include "shared/base/log.h"
#include "shared/crypto/token.h"
#include "shared/providers/provider.h"
#include "shared/store/user.h"

struct bearer {
	const char *token, *from; /* from: an address */
};

/*
 * A token identifies its person; the first report creates the integration. A
 * provider that sends nothing has none.
 */
static enum err integration_of_token(struct cx *cx, struct store *s, const struct bearer *bearer,
	const char *provider, const struct integration **out)
{
	unsigned char hash[TOKEN_HASH];
	struct token_use use;

	*out = NULL;
	token_hash(bearer->token, hash);
	TRY(store_token_use(cx, s, hash, bearer->from, &use));
	if (use.user_id == 0)
		return err_note(cx, ERR_AUTH, "This token is not known.");
	if (use.scope == SCOPE_READ)
		return err_note(cx, ERR_FORBIDDEN, "This token may read only, not send reports.");
	if (!provider_sink(provider))
		return OK;
	return integration_of_reports(cx, s, use.user_id, provider, out);
}

static void refuse(struct cx *cx, struct reading *r, enum reason reason, const char *detail)
{
	struct message *m = messages_add(cx, &r->messages);

	m->reason = reason;
	m->detail = detail;
}

/* What is wrong with the request, whatever the body says; NULL for nothing. */
static const char *flaw_of(const struct call *c)
{
	const char *encoding = c->req->content_encoding;

	if (*encoding && strcasecmp(encoding, "identity") != 0)
		return arena_printf(
			c->cx->arena, "The body is encoded (%.20s); send it plain.", encoding);
	if (c->req->length < c->req->declared)
		return arena_printf(c->cx->arena, "The body ended after %zu of %zu bytes.",
			c->req->length, c->req->declared);
	return NULL;
}

/* The body itself, or what a form wraps. */
static void read_payload(const struct call *c, const struct sink *sink, struct reading *r)
{
	struct cx *cx = c->cx;
	struct bytes payload = r->payload;

	if (payload.length > 0 &&
		sink_payload(cx, sink, c->req->content_type, r->payload, &payload) != OK) {
		refuse(cx, r, REASON_NOT_JSON, arena_strdup(cx->arena, cx->note));
	} else {
		r->payload = payload;
		sink_read(cx, sink, payload, &r->messages);
	}
}

static void read_messages(const struct call *c, const struct sink *sink, struct reading *r)
{
	const char *flaw = flaw_of(c);

	if (c->req->is_too_large || (c->req->length > BODY_MAX && !sink->form_field)) {
		r->payload = (struct bytes){ NULL, 0 };
		refuse(c->cx, r, REASON_TOO_LARGE, NULL);
	} else if (flaw) {
		refuse(c->cx, r, REASON_NOT_JSON, flaw);
	} else {
		read_payload(c, sink, r);
	}
	/* No more is kept of a form than of any other body. */
	if (r->payload.length > BODY_MAX)
		r->payload.length = BODY_MAX;
}

static const char *line_of_one(const struct call *c, const struct integration *i, const char *event,
	const struct verdict *v)
{
	struct buf line;

	log_begin(&line, c->cx->arena, "hook");
	log_field_i64(&line, "delivery", v->delivery_id);
	log_field(&line, "provider", i->provider);
	log_field_i64(&line, "integration", i->id);
	log_field_quoted(&line, "event", event ? event : "");
	log_field(&line, "outcome", outcome_name(reason_outcome(v->reason)));
	log_field(&line, "reason", reason_name(v->reason));
	log_field(&line, "request", c->req->id);
	return line.text;
}

static const char *line_of_all(
	const struct call *c, const struct integration *i, const struct verdict *first)
{
	struct buf line;

	log_begin(&line, c->cx->arena, "hook");
	log_field_i64(&line, "first-delivery", first->delivery_id);
	log_field(&line, "provider", i->provider);
	log_field_i64(&line, "integration", i->id);
	for (enum outcome o = 0; o < OUTCOME__COUNT; o++)
		if (c->res->reports[o] > 0)
			log_field_i64(&line, outcome_name(o), c->res->reports[o]);
	log_field(&line, "request", c->req->id);
	return line.text;
}

/* An answer is an error when every report of the body was refused. */
static int status_of(
	const struct res *res, const struct messages *messages, const struct verdict *first)
{
	if (res->reports[OUTCOME_REFUSED] < messages->count)
		return res->status;
	return err_http_status(first->reason == REASON_TOO_LARGE ? ERR_TOO_LARGE : ERR_INPUT);
}

static struct bytes body_of(const struct reading *reading, const struct message *m)
{
	return m->body.at ? m->body : reading->payload;
}

static struct incoming *incoming_of(
	const struct call *c, const struct reading *reading, const struct integration *integration)
{
	size_t count = reading->messages.count;
	struct incoming *list = arena_array(c->cx->arena, count, sizeof(*list));

	for (size_t i = 0; i < count; i++) {
		const struct message *m = reading->messages.list[i];

		list[i].integration = integration;
		list[i].message = m;
		list[i].received_ms = c->cx->now_ms;
		list[i].body = body_of(reading, m);
		kept_count(c, integration->id, list[i].body.length);
	}
	return list;
}

/* The owner of a hook learns nothing of the plays of others. */
static void pass_on(const struct call *c, size_t length, struct verdict *v)
{
	kept_count(c, v->integration_id, length);
	v->count = 0;
	v->detail = reason_sentence(v->reason);
}

static void note_verdicts(const struct call *c, const struct reading *reading,
	const struct integration *integration, struct verdict *verdicts)
{
	const struct messages *messages = &reading->messages;

	for (size_t i = 0; i < messages->count; i++) {
		c->res->reports[reason_outcome(verdicts[i].reason)]++;
		c->res->wakes_worker |= verdicts[i].is_asking;
		if (verdicts[i].integration_id != integration->id)
			pass_on(c, body_of(reading, messages->list[i]).length, &verdicts[i]);
	}
	c->res->provider = integration->provider;
	c->res->status = status_of(c->res, messages, verdicts);
	c->res->log = messages->count > 1
			      ? line_of_all(c, integration, verdicts)
			      : line_of_one(c, integration, messages->list[0]->event, verdicts);
}

enum err hook_apply(const struct call *c, const struct reading *reading,
	const struct integration *integration, struct verdict *verdicts)
{
	const struct incoming *list = incoming_of(c, reading, integration);

	TRY(receive_messages(c->cx, c->store, list, reading->messages.count, verdicts));
	note_verdicts(c, reading, integration, verdicts);
	return OK;
}

static enum err put_answer(const struct call *c, const struct reading *reading,
	const struct integration *integration, const struct verdict *verdicts)
{
	const struct messages *messages = &reading->messages;
	const struct integration *viewing = NULL;

	if (messages->count > 1) {
		answer_put_all(c->out, messages, verdicts);
		return OK;
	}
	if (verdicts->reason == REASON_TEST)
		TRY(store_integration_by_id(c->cx, c->store, integration->id, &viewing));
	answer_put(c->out, viewing, messages->list[0], verdicts);
	return OK;
}

enum err hook_take(
	const struct call *c, const struct reading *reading, const struct integration *integration)
{
	struct verdict *verdicts =
		arena_array(c->cx->arena, reading->messages.count, sizeof(*verdicts));

	TRY(hook_apply(c, reading, integration, verdicts));
	return put_answer(c, reading, integration, verdicts);
}

/* The reports of a webhook, left to the round. */
struct hook {
	struct submitted submitted;
	const struct reading *reading;
	const struct integration *integration;
};

static enum err answer(const struct call *c)
{
	const struct hook *h = (const struct hook *)c->submitted;

	note_verdicts(c, h->reading, h->integration, h->submitted.verdicts);
	return put_answer(c, h->reading, h->integration, h->submitted.verdicts);
}

static enum err submit(struct call *c, const struct integration *integration)
{
	const struct reading *reading = c->work;
	size_t count = reading->messages.count;
	struct hook *h = arena_raw(c->cx->arena, sizeof(*h));

	h->submitted.list = incoming_of(c, reading, integration);
	h->submitted.count = count;
	h->submitted.verdicts = arena_array(c->cx->arena, count, sizeof(struct verdict));
	h->submitted.answer = answer;
	h->reading = reading;
	h->integration = integration;
	c->submitted = &h->submitted;
	return OK;
}

static enum err unknown_address(struct cx *cx)
{
	return err_note(cx, ERR_NOT_FOUND,
		"No integration has this address. Copy it again from the "
		"integration (`ryotctl integration show`).");
}

struct reading *hook_read_body(const struct call *c, const struct sink *sink)
{
	struct reading *r = arena_raw(c->cx->arena, sizeof(*r));

	r->payload = (struct bytes){ c->req->length ? c->req->body : NULL, c->req->length };
	r->messages.count = 0;
	read_messages(c, sink, r);
	return r;
}

/* Without a provider of that name, c->work stays NULL. */
enum err hook_read(struct call *c)
{
	const struct sink *sink = provider_sink(c->params[0]);

	if (sink)
		c->work = hook_read_body(c, sink);
	return OK;
}

enum err hook_read_get(struct call *c)
{
	const struct sink *sink = provider_sink(c->params[0]);
	bool takes_gets = sink && sink->of_gets;
	struct reading *r;

	if (!takes_gets || strcmp(c->req->method, "GET") != 0) {
		c->res->allow = takes_gets ? "GET, POST" : "POST";
		return route_none(c);
	}
	r = arena_raw(c->cx->arena, sizeof(*r));
	r->payload = (struct bytes){ NULL, 0 };
	sink_read_get(c->cx, sink, c->req->query, &r->messages);
	c->work = r;
	return OK;
}

enum err hook_read_with_token(struct call *c)
{
	if (!auth_bearer(c->req))
		return err_note(c->cx, ERR_AUTH,
			"Send an application token as \"Authorization: Bearer "
			"<token>\", or use the whole webhook address.");
	return hook_read(c);
}

enum err hook_take_by_key(struct call *c)
{
	const char *provider = c->params[0], *key = c->params[1];
	const struct bearer bearer = { key, c->req->remote };
	const struct integration *found = NULL;
	enum err err;

	if (token_has_shape(key))
		err = integration_of_token(c->cx, c->store, &bearer, provider, &found);
	else
		err = store_integration_by_slug(c->cx, c->store, key, &found);
	if (err == ERR_AUTH || err == ERR_FORBIDDEN)
		return unknown_address(c->cx);
	if (err != OK)
		return err;
	if (!found || strcmp(found->provider, provider) != 0 || !c->work)
		return unknown_address(c->cx);
	return submit(c, found);
}

enum err hook_take_by_token(struct call *c)
{
	const struct bearer bearer = { auth_bearer(c->req), c->req->remote };
	const struct integration *found = NULL;

	TRY(integration_of_token(c->cx, c->store, &bearer, c->params[0], &found));
	if (!found)
		return unknown_address(c->cx);
	return submit(c, found);
}

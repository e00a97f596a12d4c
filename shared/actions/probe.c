/* SPDX-License-Identifier: MIT */
#include "shared/actions/probe.h"

#include "shared/base/clock.h"
#include "shared/crypto/secret.h"
#include "shared/fetch/url.h"
#include "shared/json/read.h"
#include "shared/providers/provider.h"

static void finish_fetched(void *got)
{
	fetched_finish(got);
}

static void destroy_fetch(void *f)
{
	fetch_destroy(f);
}

/* One request, to its end; fetched_finish is for an OK only. */
static enum err ask(
	struct cx *cx, struct fetch *f, const struct fetch_order *order, struct fetched *got)
{
	enum err err;

	TRY(fetch_start(cx, f, order));
	if (!fetch_wait(f, got))
		return err_note(cx, ERR_INTERNAL, "the request was lost");
	if (got->err == OK)
		return OK;
	err = err_note(cx, got->err, "%s", got->note);
	fetched_finish(got);
	return err;
}

/* A JWT that expires says so in its middle part; others say nothing. */
static int64_t expiry_of(struct cx *cx, const char *key)
{
	const char *middle = strchr(key, '.');
	const char *end = middle ? strchr(middle + 1, '.') : NULL;
	const char *text;
	struct json root = { NULL, "" };
	int64_t seconds = 0;

	if (!end)
		return UNSAID;
	text = secret_from_base64url(cx, middle + 1, (size_t)(end - middle - 1));
	if (text && json_open(cx, text, strlen(text), &root) == OK)
		seconds = json_loose_scaled(root, "exp", 1);
	cx->note[0] = '\0';
	return seconds > 0 ? seconds * 1000 : UNSAID;
}

enum err probe_begin(struct cx *cx, const struct probe *what, struct probed *out, struct probing *p)
{
	*out = (struct probed){ .expires_ms = UNSAID };
	*p = (struct probing){ provider_service(what->provider), what, out, PROBE_GREETING };
	if (!p->service)
		return err_note(cx, ERR_INPUT, "no server of %.50s can be asked", what->provider);
	TRY(fetch_check_url(cx, what->url, &out->url));
	out->expires_ms = expiry_of(cx, what->key);
	return OK;
}

bool probe_next(const struct probing *p, struct fetch_order *order)
{
	*order = (struct fetch_order){ .url = p->out->url, .ca_file = p->what->ca_file };
	order->ask.headers = p->service->headers;
	if (p->step == PROBE_GREETING) {
		order->ask.path = p->service->greeting_path;
		return true;
	}
	order->ask.path = p->step == PROBE_SELF ? p->service->self_path : p->service->people_path;
	order->key_header = p->service->key_header;
	order->key = p->what->key;
	return p->step != PROBE_OVER;
}

enum err probe_accept(struct cx *cx, struct probing *p, const struct answer *answer)
{
	struct account_name account = { NULL, NULL };

	if (p->step == PROBE_GREETING) {
		TRY(p->service->greet(cx, answer, &p->out->version));
		p->out->is_greeted = true;
		p->step = PROBE_SELF;
		return OK;
	}
	if (p->step == PROBE_PEOPLE) {
		p->out->people = p->service->people(cx, answer);
		p->step = PROBE_OVER;
		cx->note[0] = '\0'; /* a key that may not see them is good for the rest */
		return OK;
	}
	TRY(p->service->identify(cx, answer, &account));
	p->out->user = account.name;
	p->out->user_id = account.id;
	p->step = p->service->people_path && provider_history(p->what->provider) ? PROBE_PEOPLE
										 : PROBE_OVER;
	return OK;
}

static enum err ask_all(struct cx *cx, struct fetch *f, struct probing *p)
{
	struct fetch_order order;
	struct arena_held held;
	struct fetched got;
	enum err err = OK;

	while (err == OK && probe_next(p, &order)) {
		TRY(ask(cx, f, &order, &got));
		arena_hold(cx->arena, &held, finish_fetched, &got);
		err = probe_accept(cx, p, &got.answer);
		arena_let_go(cx->arena, &held);
		fetched_finish(&got);
	}
	return err;
}

enum err probe(struct cx *cx, const struct probe *what, struct probed *out)
{
	struct arena_held held;
	struct fetch *f = NULL;
	struct probing p;
	enum err err;

	TRY(probe_begin(cx, what, out, &p));
	TRY(fetch_create(cx, &f));
	arena_hold(cx->arena, &held, destroy_fetch, f);
	err = ask_all(cx, f, &p);
	secret_redact(cx->note, what->key);
	arena_let_go(cx->arena, &held);
	fetch_destroy(f);
	return err;
}

const char *probe_greeting(
	struct cx *cx, const char *provider, const struct probed *p, bool is_well)
{
	const char *title = provider_title(provider), *version = "", *ends;
	char when[CLOCK_TEXT];

	if (!p->is_greeted)
		return NULL;
	if (p->version)
		version = arena_printf(cx->arena, " %s", p->version);
	if (!is_well)
		return arena_printf(cx->arena, "%s%s.", title, version);
	if (!p->user)
		return arena_printf(cx->arena, "%s%s; it takes the key.", title, version);
	clock_text(p->expires_ms, when);
	ends = p->expires_ms == UNSAID ? "does not expire"
				       : arena_printf(cx->arena, "expires on %.10s", when);
	return arena_printf(
		cx->arena, "%s%s; the key is %s's and %s.", title, version, p->user, ends);
}

static enum err knock(
	struct cx *cx, struct fetch *f, const struct fetch_order *order, struct knocked *out)
{
	struct arena_held held;
	struct fetched got;
	const struct answer *a = &got.answer;

	TRY(ask(cx, f, order, &got));
	out->status = a->status;
	arena_hold(cx->arena, &held, finish_fetched, &got);
	out->body = arena_strdup(cx->arena, a->length < KIB(64) ? a->body : "");
	arena_let_go(cx->arena, &held);
	out->certificate_ends_ms = got.certificate_ends_ms;
	fetched_finish(&got);
	return OK;
}

enum err probe_raw(
	struct cx *cx, const char *url, const char *path, const char *ca_file, struct knocked *out)
{
	struct fetch_order order = { .ca_file = ca_file, .ask = { .path = path } };
	struct arena_held held;
	struct fetch *f = NULL;
	enum err err;

	*out = (struct knocked){ .certificate_ends_ms = UNSAID };
	TRY(fetch_check_url(cx, url, &order.url));
	TRY(fetch_create(cx, &f));
	arena_hold(cx->arena, &held, destroy_fetch, f);
	err = knock(cx, f, &order, out);
	arena_let_go(cx->arena, &held);
	fetch_destroy(f);
	return err;
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/probe.h"

#include "shared/crypto/secret.h"
#include "shared/fetch/client.h"
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

static enum err greet(struct cx *cx, struct fetch *f, const struct source *source,
	const struct fetch_order *order, struct probed *out)
{
	struct arena_held held;
	struct fetched got;
	enum err err;

	TRY(ask(cx, f, order, &got));
	arena_hold(cx->arena, &held, finish_fetched, &got);
	err = source->greet(cx, &got.answer, &out->version);
	arena_let_go(cx->arena, &held);
	fetched_finish(&got);
	out->is_greeted = err == OK;
	return err;
}

static enum err identify(struct cx *cx, struct fetch *f, const struct source *source,
	const struct fetch_order *order, struct probed *out)
{
	struct arena_held held;
	struct fetched got;
	enum err err;

	TRY(ask(cx, f, order, &got));
	arena_hold(cx->arena, &held, finish_fetched, &got);
	err = source->identify(cx, &got.answer, &out->user);
	arena_let_go(cx->arena, &held);
	fetched_finish(&got);
	return err;
}

static enum err ask_both(struct cx *cx, struct fetch *f, const struct source *source,
	const struct probe *what, struct probed *out)
{
	struct fetch_order order = {
		.url = out->url, .ca_file = what->ca_file, .ask = { .path = source->greeting_path }
	};

	TRY(greet(cx, f, source, &order, out));
	order.ask.path = source->self_path;
	order.key_header = source->key_header;
	order.key = what->key;
	return identify(cx, f, source, &order, out);
}

enum err probe(struct cx *cx, const struct probe *what, struct probed *out)
{
	const struct source *source = provider_source(what->provider);
	struct arena_held held;
	struct fetch *f = NULL;
	enum err err;

	*out = (struct probed){ .expires_ms = UNSAID };
	if (!source)
		return err_note(cx, ERR_INPUT, "no source is named %.50s", what->provider);
	TRY(fetch_check_url(cx, what->url, &out->url));
	TRY(fetch_create(cx, &f));
	arena_hold(cx->arena, &held, destroy_fetch, f);
	out->expires_ms = expiry_of(cx, what->key);
	err = ask_both(cx, f, source, what, out);
	secret_redact(cx->note, what->key);
	arena_let_go(cx->arena, &held);
	fetch_destroy(f);
	return err;
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

/* SPDX-License-Identifier: MIT */
#include "shared/actions/probe.h"

#include "shared/crypto/secret.h"
#include "shared/fetch/client.h"
#include "shared/json/read.h"

const char *const *probe_steps(const char *provider)
{
	const struct source *kind = source_find(provider);

	return kind ? kind->steps : NULL;
}

const char *probe_title(const char *provider)
{
	const struct source *kind = source_find(provider);

	return kind ? kind->title : NULL;
}

const char *probe_greeting_path(const char *provider)
{
	const struct source *kind = source_find(provider);

	return kind ? kind->greeting_path : NULL;
}

/* One request, to its end; got is for fetched_finish in any case. */
static enum err ask(
	struct cx *cx, struct fetch *f, const struct fetch_order *order, struct fetched *got)
{
	enum err err = fetch_start(cx, f, order);

	*got = (struct fetched){ 0 };
	if (err != OK)
		return err;
	if (!fetch_wait(f, got))
		return err_note(cx, ERR_INTERNAL, "the request was lost");
	if (got->err != OK)
		return err_note(cx, got->err, "%s", got->note);
	return OK;
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

static enum err ask_both(struct cx *cx, struct fetch *f, const struct source *kind,
	const struct probe *what, struct probed *out)
{
	struct fetched greeting = { 0 }, self = { 0 };
	struct fetch_order order = {
		.url = out->url, .ca_file = what->ca_file, .ask = { .path = kind->greeting_path }
	};
	enum err err = ask(cx, f, &order, &greeting);

	if (err == OK)
		err = kind->greet(cx, &greeting.answer, &out->version);
	out->is_greeted = err == OK;
	order.ask.path = kind->self_path;
	order.key = what->key;
	if (err == OK)
		err = ask(cx, f, &order, &self);
	if (err == OK)
		err = kind->identify(cx, &self.answer, &out->user);
	fetched_finish(&greeting);
	fetched_finish(&self);
	return err;
}

enum err probe(struct cx *cx, const struct probe *what, struct probed *out)
{
	const struct source *kind = source_find(what->provider);
	struct fetch *f = NULL;
	enum err err;

	*out = (struct probed){ .expires_ms = UNSAID };
	if (!kind)
		return err_note(cx, ERR_INPUT, "no source is named %.50s", what->provider);
	err = fetch_check_url(cx, what->url, &out->url);
	if (err == OK)
		err = fetch_create(cx, &f);
	if (err != OK)
		return err;
	out->expires_ms = expiry_of(cx, what->key);
	err = ask_both(cx, f, kind, what, out);
	secret_redact(cx->note, what->key);
	fetch_destroy(f);
	return err;
}

enum err probe_raw(
	struct cx *cx, const char *url, const char *path, const char *ca_file, struct knocked *out)
{
	struct fetched got = { 0 };
	struct fetch *f = NULL;
	struct fetch_order order = { .ca_file = ca_file, .ask = { .path = path } };
	enum err err = fetch_check_url(cx, url, &order.url);

	*out = (struct knocked){ .certificate_ends_ms = UNSAID };
	if (err == OK)
		err = fetch_create(cx, &f);
	if (err != OK)
		return err;
	err = ask(cx, f, &order, &got);
	if (err == OK) {
		out->status = got.answer.status;
		out->body =
			arena_strdup(cx->arena, got.answer.length < KIB(64) ? got.answer.body : "");
		out->certificate_ends_ms = got.certificate_ends_ms;
	}
	fetched_finish(&got);
	fetch_destroy(f);
	return err;
}

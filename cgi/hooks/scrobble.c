/* SPDX-License-Identifier: MIT */
/* scrobble.c -- see scrobble.h. */
#include "cgi/hooks/scrobble.h"

#include "cgi/access/auth.h"
#include "cgi/hooks/answer.h"
#include "cgi/hooks/hook.h"
#include "shared/actions/integration.h"
#include "shared/base/form.h"
#include "shared/base/utf8.h"
#include "shared/store/answer.h"
#include "shared/store/play.h"

enum { NAME_SHOWN_MAX = 60 };

struct scrobble {
	struct reading *reading;
	const char *key; /* or NULL */
	unsigned char hash[DIGEST_BYTES];
	bool is_dry; /* it was rehearsed and is answered */
};

static const char *shown(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (length > NAME_SHOWN_MAX)
		length = utf8_cut(name, NAME_SHOWN_MAX);
	return arena_strndup(cx->arena, name, length);
}

static enum err read_query(const struct call *c, struct scrobble *out)
{
	struct form form = { .count = 0 };

	TRY(form_read_query(c->cx, &form, c->req->query, strlen(c->req->query)));
	for (size_t i = 0; i < form.count; i++) {
		if (strcmp(form.list[i].name, "dry_run") != 0)
			return err_field(c->cx, shown(c->cx, form.list[i].name),
				"no parameter of this name");
		if (i > 0 || strcmp(form.list[i].value, "1") != 0)
			return err_field(c->cx, "dry_run", "the value 1, once");
		out->is_dry = true;
	}
	return OK;
}

static enum err read_key(const struct call *c, struct scrobble *out)
{
	const char *key = c->req->idempotency_key;
	size_t length = strlen(key);

	if (length == 0)
		return OK;
	for (size_t i = 0; i < length; i++)
		if (length > ANSWER_NAME_MAX || key[i] <= ' ' || key[i] > '~')
			return err_field(c->cx, "Idempotency-Key",
				"1 to %d printable ASCII characters without blanks",
				ANSWER_NAME_MAX);
	out->key = key;
	digest_bytes(c->req->body, c->req->length, out->hash);
	return OK;
}

/* What tools send when nobody names a type is the commonest mistake. */
static void explain_form(const struct call *c, struct reading *reading)
{
	struct message *m = reading->messages.list[0];

	if (m->reason == REASON_NOT_JSON &&
		strncasecmp(c->req->content_type, "application/json", 16) != 0)
		m->detail = "The body is no JSON, and its content type is not application/json. "
			    "Send one JSON object.";
}

static enum err find_integration(const struct call *c, const struct integration **out)
{
	return integration_of_reports(
		c->cx, c->store, c->visitor->user_id, provider_of_programs->name, out);
}

/* ---- a rehearsal ---- */

/* A play that was made by the rehearsal only has no number. */
static enum err forget_new_plays(const struct call *c, struct verdict *v)
{
	const struct play *play = NULL;

	v->delivery_id = 0;
	for (size_t i = 0; i < v->count; i++) {
		TRY(store_play_own(
			c->cx, c->store, c->visitor->user_id, v->touched[i].play_id, &play));
		if (!play)
			v->touched[i].play_id = UNSAID;
	}
	return OK;
}

static enum err apply(const struct call *c, const struct reading *reading, struct verdict *v)
{
	const struct integration *integration = NULL;

	TRY(find_integration(c, &integration));
	return hook_apply(c, reading, integration, v);
}

/* All of it, in a transaction of its own that is always rolled back. */
static enum err rehearse(const struct call *c, const struct reading *reading)
{
	struct call apart = *c;
	struct verdict v = { .count = 0 };
	enum err err;

	apart.store = c->app->writer;
	TRY(store_begin(c->cx, apart.store));
	err = apply(&apart, reading, &v);
	store_rollback(apart.store);
	TRY(err);
	TRY(forget_new_plays(c, &v));
	answer_put(c->out, NULL, reading->messages.list[0], &v);
	c->res->provider = NULL; /* nothing to be counted or logged */
	c->res->log = NULL;
	return OK;
}

/* ---- the handlers ---- */

enum err scrobble_read(struct call *c)
{
	struct scrobble *s = arena_alloc(c->cx->arena, sizeof(*s));

	TRY(read_query(c, s));
	TRY(read_key(c, s));
	s->reading = hook_read_body(c, provider_of_programs->sink);
	explain_form(c, s->reading);
	c->work = s;
	return s->is_dry ? rehearse(c, s->reading) : OK;
}

static enum err answer_again(const struct call *c, const struct scrobble *s, bool *is_answered)
{
	const struct answered *found = NULL;

	*is_answered = false;
	if (!s->key)
		return OK;
	TRY(store_answer_find(c->cx, c->store, c->visitor->user_id, s->key, &found));
	if (!found)
		return OK;
	if (memcmp(found->hash, s->hash, sizeof(s->hash)) != 0)
		return err_note(c->cx, ERR_CONFLICT,
			"This Idempotency-Key came before, with another body.");
	*is_answered = true;
	c->res->status = found->status;
	buf_puts(c->out, found->body);
	return OK;
}

static enum err keep_answer(const struct call *c, const struct scrobble *s)
{
	struct answered row = { .status = c->res->status, .body = c->out->text };

	if (!s->key)
		return OK;
	memcpy(row.hash, s->hash, sizeof(row.hash));
	return store_answer_put(c->cx, c->store, c->visitor->user_id, s->key, &row);
}

enum err scrobble_take(struct call *c)
{
	const struct scrobble *s = c->work;
	const struct integration *integration = NULL;
	bool is_answered = s->is_dry;

	if (!is_answered)
		TRY(answer_again(c, s, &is_answered));
	if (is_answered)
		return OK;
	TRY(find_integration(c, &integration));
	TRY(hook_take(c, s->reading, integration));
	return keep_answer(c, s);
}

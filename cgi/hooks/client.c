/* SPDX-License-Identifier: MIT */
/* client.c -- see client.h. */
#include "cgi/hooks/client.h"

#include "cgi/access/auth.h"
#include "cgi/hooks/answer.h"
#include "cgi/hooks/hook.h"
#include "shared/actions/integration.h"
#include "shared/json/read.h"
#include "shared/json/write.h"
#include "shared/providers/provider.h"
#include "shared/store/play.h"

enum { SITTING_MS = 10 * 60 * 1000 };

/*
 * The body in an object that names the end of the address. One that is no JSON
 * stays as it is: it could end that object early.
 */
static struct req wrapped(const struct call *c)
{
	static const char *const nothing[] = { NULL };
	struct req req = *c->req;
	struct json root;
	const char *text;

	if (req.length < req.declared ||
		json_open_keys(c->cx, req.body, req.length, nothing, &root) != OK)
		return req;
	text = arena_printf(c->cx->arena, "{\"%s\":%s}", strrchr(req.path, '/') + 1, req.body);
	req.body = text;
	req.length = req.declared = strlen(text);
	return req;
}

enum err client_read(struct call *c)
{
	struct req req = wrapped(c);
	struct call call = *c;

	call.req = &req;
	c->work = hook_read_body(&call, provider_of_clients->sink);
	return OK;
}

static enum err apply(const struct call *c, struct verdict **out)
{
	const struct reading *reading = c->work;
	const struct integration *integration = NULL;

	*out = arena_array(c->cx->arena, reading->messages.count, sizeof(**out));
	TRY(integration_of_reports(
		c->cx, c->store, c->visitor->user_id, provider_of_clients->name, &integration));
	return hook_apply(c, reading, integration, *out);
}

/* ---- the answers ---- */

static bool is_number(const char *id)
{
	return *id && id[strspn(id, "0123456789")] == '\0';
}

/* Clients expect numbers where that API has them. */
static void put_ids(struct buf *b, const struct ids *ids)
{
	jput_open(b, "ids", '{');
	for (size_t i = 0; i < ids->count; i++) {
		const char *name = catalog_name(ids->list[i].source), *id = ids->list[i].value;

		if (is_number(id))
			jput_i64(b, name, strtoll(id, NULL, 10));
		else
			jput_str(b, name, id);
	}
	jput_close(b, '}');
}

static void put_work(struct buf *b, const char *key, const struct report *r)
{
	jput_open(b, key, '{');
	jput_str_or_null(b, "title", r->title);
	jput_i64_or_null(b, "year", r->year);
	put_ids(b, &r->ids);
	jput_close(b, '}');
}

static void put_item(struct buf *b, const struct report *r)
{
	put_work(b, kind_name(r->kind), r);
	if (r->kind != KIND_SHOW)
		return;
	jput_open(b, "episode", '{');
	jput_i64_or_null(b, "season", r->season);
	jput_i64_or_null(b, "number", r->episode);
	jput_str_or_null(b, "title", r->part_title);
	jput_close(b, '}');
}

static const char *action_of(const struct message *m, const struct verdict *v)
{
	if (v->reason == REASON_COMPLETED)
		return "scrobble";
	return strcmp(m->event, "stop") == 0 ? "pause" : m->event;
}

static void put_scrobble(const struct call *c, const struct message *m, const struct verdict *v)
{
	bool is_whole = v->reason == REASON_COMPLETED && v->count > 0;

	c->res->status = 201;
	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "id", is_whole ? v->touched[0].play_id : 0);
	jput_str(c->out, "action", action_of(m, v));
	jput_percent(c->out, "progress", m->report.position);
	put_item(c->out, &m->report);
	jput_close(c->out, '}');
}

/* A stop of what was completed before. */
static bool is_repeat(const struct message *m, const struct verdict *v)
{
	return strcmp(m->event, "stop") == 0 && v->reason != REASON_COMPLETED && v->count > 0 &&
	       v->touched[0].state == PLAY_COMPLETED;
}

static enum err put_repeat(const struct call *c, const struct verdict *v)
{
	const struct play *play = NULL;

	TRY(store_play_own(c->cx, c->store, c->visitor->user_id, v->touched[0].play_id, &play));
	c->res->status = err_http_status(ERR_CONFLICT);
	jput_open(c->out, NULL, '{');
	jput_time(c->out, "watched_at", play ? play->completed_ms : c->cx->now_ms);
	jput_time(c->out, "expires_at", c->cx->now_ms + SITTING_MS);
	jput_close(c->out, '}');
	return OK;
}

enum err client_take(struct call *c)
{
	const struct reading *reading = c->work;
	const struct message *m = reading->messages.list[0];
	struct verdict *v;
	enum outcome outcome;

	TRY(apply(c, &v));
	outcome = reason_outcome(v->reason);
	if (outcome == OUTCOME_REFUSED || outcome == OUTCOME_UNMATCHED) {
		if (outcome == OUTCOME_UNMATCHED)
			c->res->status = err_http_status(ERR_NOT_FOUND);
		answer_put(c->out, NULL, m, v);
		return OK;
	}
	if (is_repeat(m, v))
		return put_repeat(c, v);
	put_scrobble(c, m, v);
	return OK;
}

/* How many of that kind were tracked. */
static int64_t count_added(const struct messages *messages, const struct verdict *v, enum kind kind)
{
	int64_t n = 0;

	for (size_t i = 0; i < messages->count; i++)
		n += reason_outcome(v[i].reason) == OUTCOME_TRACKED &&
		     messages->list[i]->report.kind == kind;
	return n;
}

static void put_not_found(
	struct buf *b, const struct messages *messages, const struct verdict *v, enum kind kind)
{
	for (size_t i = 0; i < messages->count; i++) {
		const struct report *r = &messages->list[i]->report;

		if (r->kind == kind && reason_outcome(v[i].reason) == OUTCOME_UNMATCHED)
			put_work(b, NULL, r);
	}
}

static void put_counts(struct buf *b, const char *key, int64_t movies, int64_t episodes)
{
	jput_open(b, key, '{');
	jput_i64(b, "movies", movies);
	jput_i64(b, "episodes", episodes);
	jput_close(b, '}');
}

enum err client_take_history(struct call *c)
{
	const struct messages *messages = &((const struct reading *)c->work)->messages;
	struct buf *b = c->out;
	struct verdict *v;

	TRY(apply(c, &v));
	if (reason_outcome(v->reason) == OUTCOME_REFUSED) {
		answer_put(b, NULL, messages->list[0], v);
		return OK;
	}
	c->res->status = 201;
	jput_open(b, NULL, '{');
	put_counts(b, "added", count_added(messages, v, KIND_MOVIE),
		count_added(messages, v, KIND_SHOW));
	put_counts(b, "updated", 0, 0);
	jput_open(b, "not_found", '{');
	jput_open(b, "movies", '[');
	put_not_found(b, messages, v, KIND_MOVIE);
	jput_close(b, ']');
	jput_open(b, "shows", '[');
	put_not_found(b, messages, v, KIND_SHOW);
	jput_close(b, ']');
	jput_close(b, '}');
	jput_close(b, '}');
	return OK;
}

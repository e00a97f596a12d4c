/* SPDX-License-Identifier: MIT */
#include "cgi/hooks/answer.h"

#include "shared/base/version.h"
#include "shared/json/write.h"
#include "shared/wire/ids.h"

static void put_play(struct buf *b, const struct touched *t)
{
	const struct report *r = t->report;

	jput_open(b, NULL, '{');
	jput_str(b, "kind", kind_name(r->kind));
	ids_put(b, "ids", &r->ids);
	if (r->kind == KIND_SHOW) {
		jput_i64(b, "season", r->season);
		jput_i64(b, "episode", r->episode);
	}
	jput_i64_or_null(b, "play", t->play_id);
	jput_str(b, "state", state_name(t->state));
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

/* Members of an open object. */
static void put_verdict(struct buf *b, const struct message *m, const struct verdict *v)
{
	if (v->delivery_id != 0)
		jput_i64(b, "delivery", v->delivery_id);
	jput_str(b, "outcome", outcome_name(reason_outcome(v->reason)));
	jput_str(b, "reason", reason_name(v->reason));
	jput_str(b, "detail", v->detail);
	if (m->field) {
		jput_str(b, "field", m->field);
		jput_str(b, "expected", m->expected);
	}
}

void answer_put(struct buf *b, const struct integration *viewing, const struct message *m,
	const struct verdict *v)
{
	jput_open(b, NULL, '{');
	put_verdict(b, m, v);
	if (viewing)
		put_viewing(b, viewing);
	jput_open(b, "plays", '[');
	for (size_t i = 0; i < v->count; i++)
		put_play(b, &v->touched[i]);
	jput_close(b, ']');
	jput_close(b, '}');
}

void answer_put_all(struct buf *b, const struct messages *messages, const struct verdict *v)
{
	jput_open(b, NULL, '{');
	jput_open(b, "deliveries", '[');
	for (size_t i = 0; i < messages->count; i++) {
		jput_open(b, NULL, '{');
		put_verdict(b, messages->list[i], &v[i]);
		jput_close(b, '}');
	}
	jput_close(b, ']');
	jput_close(b, '}');
}

/* SPDX-License-Identifier: MIT */
/* sink.c -- what all sinks share: from a body to messages. */
#include "shared/providers/sink.h"

#include "shared/base/form.h"
#include "shared/json/peek.h"
#include "shared/progress/limits.h"
#include "shared/progress/pasted.h"
#include "shared/providers/looks.h"
#include "shared/providers/lookup.h"
#include "shared/providers/provider.h"

enum { QUERY_TEXT_MAX = 200 };

struct found {
	struct ids ids;
	const char *prefix; /* of the keys */
};

/*
 * The last valid id of a catalog counts, but one in the field of another
 * catalog never replaces what stands in its own.
 */
static void take_id(void *arg, const char *key, const char *value)
{
	struct found *f = arg;
	struct ids *found = &f->ids;
	size_t length = strlen(f->prefix);
	struct id id;
	enum catalog source;

	if (strncasecmp(key, f->prefix, length) != 0 || !catalog_parse(key + length, &source) ||
		!catalog_is_screen(source) || !pasted_id(source, value, &id))
		return;
	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].source == id.source && id.source == source)
			found->list[i] = id;
	ids_add(found, id.source, id.value);
}

void sink_read_flat_ids(struct reader *in, struct json object, const char *prefix, struct ids *ids)
{
	struct found found;

	found.prefix = prefix;
	found.ids.count = 0;
	json_each_idtext(in->cx, object, take_id, &found);
	for (size_t i = 0; i < found.ids.count; i++)
		ids_add(ids, found.ids.list[i].source, found.ids.list[i].value);
}

void sink_read_ids(struct reader *in, struct json object, const char *key, struct ids *ids)
{
	sink_read_flat_ids(in, reader_object(in, object, key), "", ids);
}

struct message *messages_add(struct cx *cx, struct messages *messages)
{
	struct message *m;

	if (messages->count == MESSAGES_MAX)
		return NULL;
	m = arena_raw(cx->arena, sizeof(*m)); /* filled right away */
	message_init(m);
	messages->list[messages->count++] = m;
	return m;
}

/* Keeps the event and the user: they help to find the mistake. */
static void refuse(struct cx *cx, struct message *m, enum reason reason)
{
	const char *event = m->event, *user = m->user;
	struct bytes body = m->body;

	message_init(m);
	m->event = event;
	m->user = user;
	m->body = body;
	m->reason = reason;
	m->detail = arena_strdup(cx->arena, cx->note);
	if (!*cx->field)
		return;
	m->field = arena_strdup(cx->arena, cx->field);
	m->expected = arena_strdup(cx->arena, cx->expected);
}

void sink_read_own_id(struct reader *in, struct json object, const char *key, struct report *r)
{
	if (r->ids.count == 0)
		r->own_id = json_loose_key(in->cx, object, key, REPORT_ID_MAX);
}

/*
 * An episode whose show is not named is only worth a complaint once it counts
 * as begun.
 */
static enum reason judge_unnamed(const struct report *r)
{
	if (r->finished || limits_over(r->position, r->duration, LIMIT_START))
		return REASON_NO_IDENTIFIER;
	if (r->duration <= 0)
		return REASON_NO_RUNTIME;
	return r->position < 0 ? REASON_NO_POSITION : REASON_BELOW_MINIMUM;
}

void sink_judge(struct message *m, const char *unnamed)
{
	const struct report *r = &m->report;

	if (r->kind == KIND_NONE) {
		m->reason = REASON_UNSUPPORTED_TYPE;
	} else if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID)) {
		m->reason = REASON_INCOMPLETE_EPISODE;
	} else if (r->ids.count == 0 && r->kind == KIND_SHOW) {
		m->is_nameless = true;
		m->reason = judge_unnamed(r);
		m->detail = m->reason == REASON_NO_IDENTIFIER ? unnamed : NULL;
	} else if (r->ids.count == 0) {
		m->is_nameless = true;
		m->reason = REASON_NO_IDENTIFIER;
	}
}

void sink_note_show(struct cx *cx, struct message *m, struct json of, const char *key)
{
	const struct report *r = &m->report;

	if (m->reason != REASON_NONE && r->kind == KIND_SHOW && r->ids.count == 0 &&
		r->season != UNSAID && r->episode != UNSAID)
		m->unnamed_show = lookup_key(cx, json_loose_key(cx, of, key, REPORT_WORD_MAX));
}

int sink_event(const struct sink_event *table, size_t count, const char *name, int unknown)
{
	/* Most names differ in their first letter, which costs no call. */
	for (size_t i = 0; i < count; i++)
		if ((table[i].name[0] | 0x20) == (name[0] | 0x20) &&
			strcasecmp(table[i].name, name) == 0)
			return table[i].class;
	return unknown;
}

void sink_pass_over(struct message *m, enum sink_other other)
{
	m->reason = REASON_NOT_PLAYBACK;
	m->folds_daily = true;
	m->drop_body = other == SINK_OTHER_PRIVATE;
	if (other == SINK_OTHER_UNKNOWN)
		m->detail = "This version does not know that event; the body is kept.";
}

void sink_refuse(struct cx *cx, struct message *m)
{
	refuse(cx, m, REASON_WRONG_SHAPE);
	cx->field[0] = cx->expected[0] = '\0';
}

/* A body that is refused as a whole is one message, whatever was read of it. */
static struct message *only_message(struct cx *cx, struct messages *out)
{
	if (out->count == 0)
		return messages_add(cx, out);
	out->count = 1;
	return out->list[0];
}

/* Sinks that forget to say why a report has no effect. */
static void check_each(struct messages *out)
{
	for (size_t i = 0; i < out->count; i++) {
		struct message *m = out->list[i];

		if (m->reason != REASON_NONE || m->report.ids.count > 0)
			continue;
		m->reason = REASON_NO_IDENTIFIER;
		m->is_nameless = m->report.kind != KIND_NONE;
	}
}

/*
 * Adds what may be wrong on the other side to the sentence of the reason. At
 * the address of another sender, playback looks like any event: all is kept.
 */
static void explain(struct cx *cx, const struct sink *sink, struct bytes payload, struct message *m)
{
	const struct provider *other = looks_like(cx, payload);
	const char *said = m->detail ? m->detail : reason_sentence(m->reason);
	size_t length = strlen(said);

	if (length > 0 && said[length - 1] == '.')
		length--;
	if (other && other->sink->decode != sink->decode) {
		m->folds_daily = false;
		m->detail = arena_printf(cx->arena,
			"%.*s. It looks like a body of %s: add that integration, and use its "
			"address there.",
			(int)length, said, other->title);
	} else if (sink->hint && reason_outcome(m->reason) == OUTCOME_REFUSED) {
		m->detail = arena_printf(cx->arena, "%.*s. %s", (int)length, said, sink->hint);
	}
}

/*
 * Neither of this sender, nor an event that it is known to send, of which there
 * is nothing to say beyond the reason.
 */
static bool is_strange(const struct message *m)
{
	return m->reason == REASON_NOT_JSON || m->reason == REASON_WRONG_SHAPE ||
	       (m->reason == REASON_NOT_PLAYBACK && m->detail && !m->drop_body);
}

static void read_json(
	struct cx *cx, const struct sink *sink, struct bytes payload, struct messages *out)
{
	struct json root;
	enum err err = json_open_keys(cx, payload.at, payload.length, sink->keys, &root);

	if (err == ERR_TOO_LARGE) {
		only_message(cx, out)->reason = REASON_TOO_LARGE;
	} else if (err != OK) {
		refuse(cx, only_message(cx, out), REASON_NOT_JSON);
	} else if (sink->decode(cx, root, out) != OK) {
		only_message(cx, out)->body = (struct bytes){ NULL, 0 };
		refuse(cx, out->list[0], REASON_WRONG_SHAPE);
	} else if (out->count == 0) {
		messages_add(cx, out)->reason = REASON_NOT_PLAYBACK;
		out->list[0]->detail = "The body holds no report.";
	}
	check_each(out);
	if (out->count == 1 && is_strange(out->list[0]))
		explain(cx, sink, payload, out->list[0]);
}

static bool read_flood(
	struct cx *cx, const struct sink *sink, struct bytes payload, struct messages *out)
{
	struct bytes event;
	struct message *m;

	if (!sink->floods)
		return false;
	event = json_peek(payload.at, sink->event_key);
	for (const char *const *name = sink->floods; event.at && *name; name++) {
		if (strlen(*name) != event.length || memcmp(*name, event.at, event.length) != 0)
			continue;
		m = messages_add(cx, out);
		if (!m)
			return false;
		m->event = *name;
		sink_pass_over(m, SINK_OTHER_KNOWN);
		return true;
	}
	return false;
}

static bool begins(struct bytes payload, const char *text)
{
	size_t length = strlen(text);

	return payload.length >= length && memcmp(payload.at, text, length) == 0;
}

void sink_read(struct cx *cx, const struct sink *sink, struct bytes payload, struct messages *out)
{
	if (sink->other && begins(payload, sink->other_begins))
		sink = sink->other;
	out->count = 0;
	cx->field[0] = cx->expected[0] = '\0';
	if (payload.length == 0)
		messages_add(cx, out)->reason = REASON_NO_BODY;
	else if (payload.length > BODY_MAX)
		messages_add(cx, out)->reason = REASON_TOO_LARGE;
	else if (!read_flood(cx, sink, payload, out))
		read_json(cx, sink, payload, out);
}

/* Text of a query, or NULL. */
static const char *query_text(const struct form *form, const char *name)
{
	const char *text = form_text(form, name);

	return text && *text && strlen(text) <= QUERY_TEXT_MAX ? text : NULL;
}

void sink_read_get(struct cx *cx, const struct sink *sink, const char *query, struct messages *out)
{
	struct form form = { .count = 0 };
	struct message *m;

	out->count = 0;
	m = messages_add(cx, out);
	if (form_read_query(cx, &form, query, strlen(query)) == OK) {
		m->event = query_text(&form, "event");
		m->user = query_text(&form, "user");
	}
	sink_pass_over(m, SINK_OTHER_PRIVATE);
	m->detail = sink->of_gets;
}

bool sink_read_again(struct cx *cx, const char *provider, struct bytes body, struct message *out)
{
	const struct sink *sink = provider_sink(provider);
	const struct source *history = provider_history(provider);
	struct messages messages;

	if (!sink)
		return false;
	if (history && history->read_again(cx, body, out))
		return true;
	sink_read(cx, sink, body, &messages);
	*out = *messages.list[0];
	return messages.count == 1;
}

/* ---- forms ---- */

static bool is_form(const char *type)
{
	return strncasecmp(type, "multipart/form-data", 19) == 0 ||
	       strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0;
}

static enum err only_field(
	struct cx *cx, const struct form *form, const char *name, struct bytes *payload)
{
	const struct form_field *found = NULL;

	for (size_t i = 0; i < form->count; i++) {
		const struct form_field *field = &form->list[i];

		if (strcmp(field->name, name) != 0)
			continue;
		if (found)
			return err_note(
				cx, ERR_INPUT, "The form has the field \"%s\" twice.", name);
		found = field;
	}
	if (!found)
		return err_note(cx, ERR_INPUT, "The form has no field \"%s\".", name);
	*payload = (struct bytes){ arena_strndup(cx->arena, found->value, found->length),
		found->length };
	return OK;
}

/* Scripts post JSON with the type that their tool puts there. */
static bool is_json(struct bytes body)
{
	const char *text = body.at;
	size_t blanks = 0;

	while (blanks < body.length && strchr(" \t\r\n", text[blanks]) && text[blanks])
		blanks++;
	return blanks < body.length && text[blanks] == '{';
}

static enum err unwrap(struct cx *cx, const struct sink *sink, const char *type, struct bytes body,
	struct bytes *payload)
{
	struct form form = { .count = 0 };

	TRY(form_read_body(cx, &form, type, body.at, body.length));
	return only_field(cx, &form, sink->form_field, payload);
}

enum err sink_payload(struct cx *cx, const struct sink *sink, const char *type, struct bytes body,
	struct bytes *payload)
{
	*payload = body;
	if (!sink->form_field || !is_form(type) || is_json(body))
		return OK;
	return unwrap(cx, sink, type, body, payload);
}

/* SPDX-License-Identifier: MIT */
/* sink.c -- the table of sinks, and what all of them share. */
#include "shared/providers/sink.h"

#include "shared/progress/pasted.h"

#define ROW(name) &sink_##name,
const struct sink *const sinks[] = { SINKS(ROW) };
#undef ROW
const size_t sink_count = NELEM(sinks);

const struct sink *sink_find(const char *name)
{
	for (size_t i = 0; i < sink_count; i++)
		if (strcmp(sinks[i]->name, name) == 0)
			return sinks[i];
	return NULL;
}

/*
 * The last valid id of a catalog counts, but one in the field of another catalog
 * never replaces what stands in its own.
 */
static void take_id(void *arg, const char *key, const char *value)
{
	struct ids *found = arg;
	struct id id;
	enum catalog source;

	if (!catalog_parse(key, &source) || !catalog_is_screen(source) ||
		!pasted_id(source, value, &id))
		return;
	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].source == id.source && id.source == source)
			found->list[i] = id;
	ids_add(found, id.source, id.value);
}

void sink_read_ids(struct reader *in, struct json object, const char *key, struct ids *ids)
{
	struct ids found = { .count = 0 };

	json_each_idtext(in->cx, reader_object(in, object, key), take_id, &found);
	for (size_t i = 0; i < found.count; i++)
		ids_add(ids, found.list[i].source, found.list[i].value);
}

/* Keeps the event and the user: they help to find the mistake. */
static void refuse(struct cx *cx, struct message *out, enum reason reason)
{
	const char *event = out->event, *user = out->user;

	message_init(out);
	out->event = event;
	out->user = user;
	out->reason = reason;
	out->detail = arena_strdup(cx->arena, cx->note);
}

static void read_json(struct cx *cx, const struct sink *sink, const char *body, size_t length,
	struct message *out)
{
	struct json root;
	enum err err = json_open_keys(cx, body, length, sink->keys, &root);

	if (err == ERR_TOO_LARGE)
		out->reason = REASON_TOO_LARGE;
	else if (err != OK)
		refuse(cx, out, REASON_NOT_JSON);
	else if (sink->decode(cx, root, out) != OK)
		refuse(cx, out, REASON_WRONG_SHAPE);
	else if (out->reason == REASON_NONE && out->report.ids.count == 0)
		out->reason = REASON_NO_IDENTIFIER; /* the sink forgot to say so */
}

void sink_read(struct cx *cx, const struct sink *sink, const char *body, size_t length,
	struct message *out)
{
	cx->field[0] = cx->expected[0] = '\0';
	message_init(out);
	if (length == 0)
		out->reason = REASON_NO_BODY;
	else if (length > BODY_MAX)
		out->reason = REASON_TOO_LARGE;
	else
		read_json(cx, sink, body, length, out);
}

bool sink_read_again(struct cx *cx, const char *provider, struct bytes body, struct message *out)
{
	const struct sink *sink = sink_find(provider);

	if (sink)
		sink_read(cx, sink, body.at, body.length, out);
	return sink != NULL;
}

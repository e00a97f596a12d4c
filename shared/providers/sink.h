/* SPDX-License-Identifier: MIT */
/*
 * sink.h -- a sink reads one kind of sender's webhook.
 *
 * Pure: bytes in, a message out. A sink opens, asks and keeps nothing, so
 * recorded bodies test all of it, and a fuzzer can call it.
 * docs/add-a-sink.md shows how to add one: a file, a row below, fixtures.
 */
#ifndef SHARED_PROVIDERS_SINK_H
#define SHARED_PROVIDERS_SINK_H

#include "shared/json/reader.h"
#include "shared/progress/report.h"

struct sink {
	const char *name;  /* the segment of the URL: [a-z0-9-]+ */
	const char *title; /* for people: "Jellyfin" */
	bool names_users;  /* its bodies name the user who was playing */
	/* How to set up the sender (steps.h); ends with NULL. */
	const char *const *steps;
	/*
	 * Every key that decode reads, at any level; ends with NULL. Values
	 * under other keys, which are most of a body, are checked and dropped.
	 * Without a list everything is kept.
	 */
	const char *const *keys;
	/*
	 * Fills the message, which is empty (message_init), as far as the body
	 * allows. OK with a reason means "understood, nothing to weigh".
	 * ERR_INPUT means that this sender sends no such body; cx->field and
	 * cx->expected say where. Must survive any JSON.
	 */
	enum err (*decode)(struct cx *cx, struct json body, struct message *out);
};

/* One row per sink, sorted; its fixtures and its fuzz target have its name. */
#define SINKS(ROW)                                                                                 \
	ROW(jellyfin)                                                                              \
	ROW(kodi)

#define ROW(name) extern const struct sink sink_##name;
SINKS(ROW)
#undef ROW

extern const struct sink *const sinks[];
extern const size_t sink_count;

const struct sink *sink_find(const char *name); /* NULL when there is none */

/*
 * For decoders: adds the ids of an object like {"Tmdb": "603", "Imdb": ...}.
 * Ignores the case of keys, and members that are no screen catalog.
 */
void sink_read_ids(struct reader *in, struct json object, const char *key, struct ids *ids);

enum { BODY_MAX = 2 << 20 };

/*
 * Turns any bytes, which end with a NUL, into a message. Never fails: a refused
 * body is a message with a reason that says so, and cx->field and cx->expected
 * say where and why.
 */
void sink_read(struct cx *cx, const struct sink *sink, const char *body, size_t length,
	struct message *out);

/* The same for replay(); false when the provider is no sink. */
bool sink_read_again(struct cx *cx, const char *provider, struct bytes body, struct message *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * sink.h -- a sink reads one kind of sender's webhook.
 *
 * Pure: bytes in, a message out. A sink opens nothing, asks nothing and keeps
 * nothing, so recorded bodies are its whole test, and a fuzzer can call it.
 * docs/add-a-sink.md shows how to add one: a file, a row below, fixtures.
 */
#ifndef SHARED_PROVIDERS_SINK_H
#define SHARED_PROVIDERS_SINK_H

#include "shared/json/reader.h"
#include "shared/progress/report.h"

struct sink {
	const char *name;  /* the segment of the URL: [a-z0-9-]+ */
	const char *title; /* for people: "Jellyfin" */
	bool names_users;  /* its bodies say whose account was playing */
	/* What to do on the other side (shared/providers/steps.h); NULL behind the last. */
	const char *const *steps;
	/*
	 * Every key that decode reads, at whatever level, NULL behind the last.
	 * What stands under others is checked to be JSON and never built, which
	 * is most of a body and most of the work. Without a list all is built.
	 */
	const char *const *keys;
	/*
	 * Reads the body and fills the message, as much as it can; UNSAID and
	 * NULL stand in it before. OK with a reason means "understood, nothing
	 * to weigh". ERR_INPUT means this is not a body of this sender; field
	 * and expected say where. Must take any JSON without harm.
	 */
	enum err (*decode)(struct cx *cx, struct json body, struct message *out);
};

/*
 * One row a sink, alphabetical; the fixture folder and the fuzz target have
 * the same name.
 */
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
 * For decoders: an object that names TMDb, TheTVDB and IMDb ids, by keys in any
 * case; other members are passed over.
 */
void sink_read_ids(struct reader *in, struct json object, const char *key, struct ids *ids);

enum { BODY_MAX = 2 << 20 };

/*
 * Any bytes, a NUL behind them, to a message. Never fails, since a refusal is
 * a message too: its reason refuses; cx->field and cx->expected hold where and
 * why.
 */
void sink_read(struct cx *cx, const struct sink *sink, const char *body, size_t length,
	struct message *out);

/* Likewise for replay(); false when the provider is no sink. */
bool sink_read_again(struct cx *cx, const char *provider, struct bytes body, struct message *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * source.h -- a source is a kind of server that we ask.
 *
 * Pure: it says what to fetch and turns the answers into messages. It opens
 * nothing; what was seen before it asks of a struct memory, which the runner
 * fills from the database and a test from a table. docs/add-a-source.md shows
 * how to add one: a file, a row below, a folder of recorded answers.
 */
#ifndef SHARED_PROVIDERS_SOURCE_H
#define SHARED_PROVIDERS_SOURCE_H

#include "shared/base/err.h"
#include "shared/progress/report.h"

/* One request to make, below the server's base address. */
struct ask {
	const char *path; /* "/api/me" */
	const char *body; /* JSON to POST; NULL: a GET */
	const char *etag; /* for If-None-Match, or NULL */
};

struct answer {
	int status;
	const char *type; /* content type, or "" */
	const char *etag; /* or NULL */
	const char *body; /* NUL behind it */
	size_t length;
};

/* One row of the server that is not what it was. */
struct source_row {
	const char *row;   /* its id there, or NULL: it has none */
	const char *state; /* what to remember of it */
	struct message message;
	const char *body; /* the row as JSON, for the delivery */
};

/* Something to remember of an item, for so long. */
struct source_fact {
	const char *item, *text;
	int64_t until_ms;
};

/* What an answer brought; arrays of the run's arena. */
struct batch {
	struct source_row *rows;
	size_t row_count, row_room;
	struct source_fact *facts;
	size_t fact_count, fact_room;
};

/* What is remembered; each answers NULL for "nothing". */
struct memory {
	void *arg;
	const char *(*seen)(void *arg, struct cx *cx, const char *row);
	const char *(*fact)(void *arg, struct cx *cx, const char *item);
};

struct target {
	const char *url;  /* the base address */
	const char *etag; /* of the last run, or NULL */
	struct memory memory;
};

struct source {
	const char *name;  /* kind of integration: [a-z0-9-]+ */
	const char *title; /* for people */
	/* How to get a key (shared/providers/steps.h, no gaps); NULL behind the last. */
	const char *const *steps;
	/* A new run, in cx's arena, which lives until the run's end. */
	void *(*begin)(struct cx *cx, const struct target *target);
	/* The next request; false: there is nothing left to ask. */
	bool (*next)(struct cx *cx, void *run, struct ask *out);
	/*
	 * Takes the answer to the last request. ERR_AUTH: the key was
	 * refused; ERR_CONF: this is not such a server; ERR_UPSTREAM: it
	 * failed for now. The note says it in words. What came before in
	 * `out` holds all the same.
	 */
	enum err (*accept)(
		struct cx *cx, void *run, const struct answer *answer, struct batch *out);
	/* After the last answer: the ETag for the next run, or NULL. */
	const char *(*etag)(const void *run);
	/* Rows the server showed, whether changed or not. */
	size_t (*rows)(const void *run);

	/*
	 * Is it such a server? Its greeting is asked for without the key,
	 * which goes nowhere before this says OK. And then: whose key is it?
	 */
	const char *greeting_path, *self_path;
	enum err (*greet)(struct cx *cx, const struct answer *greeting, const char **version);
	enum err (*identify)(struct cx *cx, const struct answer *self, const char **user);
};

/* One row a source, alphabetical; the fixture folder has the same name. */
#define SOURCES(ROW) ROW(audiobookshelf)

#define ROW(name) extern const struct source source_##name;
SOURCES(ROW)
#undef ROW

extern const struct source *const sources[];
extern const size_t source_count;

const struct source *source_find(const char *name); /* or NULL */

/* Room for one more, zeroed but for the message, which says nothing yet. */
struct source_row *batch_row(struct cx *cx, struct batch *batch);
struct source_fact *batch_fact(struct cx *cx, struct batch *batch);

#endif

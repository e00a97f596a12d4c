/* SPDX-License-Identifier: MIT */
/*
 * source.h -- a source is a kind of server that the worker asks.
 *
 * It says what to fetch and turns the answers into messages; service.h says how
 * to reach it. A struct memory
 * tells it what was seen before, filled from the database by the worker and
 * from a table by tests.
 */
#ifndef SHARED_PROVIDERS_SOURCE_H
#define SHARED_PROVIDERS_SOURCE_H

#include "shared/progress/report.h"
#include "shared/providers/service.h"

/* A row of the server that has changed. */
struct source_row {
	const char *row;   /* its id there, or NULL: it has none */
	const char *state; /* what to remember of it */
	struct message message;
	const char *body; /* the row as JSON, for the delivery */
};

/* Something to remember of an item until a time. */
struct source_fact {
	const char *item, *text;
	int64_t until_ms;
};

/*
 * So many rows of progress are read of one server, and so many of them are
 * passed on at a time: a run has 48 MiB.
 */
enum { SOURCE_ROWS_MAX = 12000, BATCH_ROWS_MAX = 250 };

/*
 * The yield of an answer, or a part of it. Zeroed at first; the next part takes
 * the place of the last one in the same arrays, in the arena of the run.
 */
struct batch {
	struct source_row *rows;
	size_t row_count, row_room;
	struct source_fact *facts;
	size_t fact_count, fact_room;
	bool has_more; /* ask for the next part (source->more) */
};

/*
 * What is remembered; both return NULL for "nothing". A fact is returned at any
 * age, with the time until which it is good.
 */
struct memory {
	void *arg;
	const char *(*seen)(void *arg, struct cx *cx, const char *row);
	const char *(*fact)(void *arg, struct cx *cx, const char *item, int64_t *until_ms);
};

struct target {
	const char *url;  /* the base address */
	const char *etag; /* of the last run, or NULL */
	/* Of a history (provider.h). */
	const char *person; /* the server's id of them */
	bool is_past;       /* all that was watched, whatever is remembered */
	struct memory memory;
};

struct source {
	/* A new run, in the arena of cx, which lives as long as the run. */
	void *(*begin)(struct cx *cx, const struct target *target);
	/* So many requests may be under way at a time, 2 at most; 0: one. */
	int at_once;
	/*
	 * The next request; false when nothing is left to ask, or nothing
	 * before the answers to those under way.
	 */
	bool (*next)(struct cx *cx, void *run, struct ask *out);
	/*
	 * Takes the answer to a request, in any order. ERR_AUTH: the key was
	 * refused; ERR_CONF: not such a server; ERR_UPSTREAM: it failed for
	 * now. The note has the details. Rows in `out` are valid even then.
	 */
	enum err (*accept)(
		struct cx *cx, void *run, const struct answer *answer, struct batch *out);
	/*
	 * Is nothing kept in the arena of accept's cx since the run began? Then
	 * the caller may empty it before the next answer. NULL: it may not.
	 */
	bool (*is_settled)(const void *run);
	/* The next part of what the last answer yields. */
	void (*more)(struct cx *cx, void *run, struct batch *out);
	/* After the last answer: the ETag for the next run, or NULL. */
	const char *(*etag)(const void *run);
	/*
	 * The message of a row that no id named, from what is kept of it; false
	 * when it cannot be read. NULL: every row has an id.
	 */
	bool (*read_again)(struct cx *cx, struct bytes body, struct message *out);
	/* The number of rows the server showed, changed or not. */
	size_t (*rows)(const void *run);
	/* How many there are in all, as it says; UNSAID before. Or NULL. */
	int64_t (*total)(const void *run);
};

/* Appends one, zeroed, with an empty message (message_init). */
struct source_row *batch_row(struct cx *cx, struct batch *batch);
struct source_fact *batch_fact(struct cx *cx, struct batch *batch);

#endif

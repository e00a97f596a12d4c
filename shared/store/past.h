/* SPDX-License-Identifier: MIT */
/*
 * past.h -- whose viewings a server is asked for, and what is done with those
 * of the time before: they are counted, imported or only remembered, by the
 * worker (worker/tasks/past.c).
 */
#ifndef SHARED_STORE_PAST_H
#define SHARED_STORE_PAST_H

#include "shared/db/db.h"

enum past_wish { PAST_NOTHING, PAST_LOOK, PAST_IMPORT, PAST_SKIP, PAST__COUNT };

struct past_state {
	enum past_wish wish;                    /* the last one */
	int64_t asked_ms, started_ms, ended_ms; /* or UNSAID */
	int64_t done, total;                    /* rows; total UNSAID: unknown */
	const char *summary, *error;            /* or NULL */
	const char *people; /* JSON, {"people": [{"id", "name"}, ...]}; or NULL */
};

/* *out has nothing in it when the integration has no server. */
MUST_CHECK enum err store_past_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct past_state *out);

/*
 * The person to ask for, or NULL for nobody. From then on nothing is asked for
 * regularly until store_past_end_well.
 */
MUST_CHECK enum err store_past_choose(struct cx *cx, struct store *s, int64_t integration_id,
	const char *person, const char *name);

/* A person's wish; it waits for the worker. */
MUST_CHECK enum err store_past_ask(
	struct cx *cx, struct store *s, int64_t integration_id, enum past_wish wish);

MUST_CHECK enum err store_past_progress(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t done, int64_t total);

/* It has come to its end; error NULL: well, with that summary. */
MUST_CHECK enum err store_past_end(struct cx *cx, struct store *s, int64_t integration_id,
	const char *summary, const char *error);

/* From now on the server is asked regularly. */
MUST_CHECK enum err store_past_open(struct cx *cx, struct store *s, int64_t integration_id);

MUST_CHECK enum err store_past_people(
	struct cx *cx, struct store *s, int64_t integration_id, const char *people);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * history.h -- a server that is asked what one person has watched, and an
 * integration that asks it: begin, next, accept, as the worker does. What is
 * remembered is in the database.
 */
#ifndef TESTS_CONTRACT_HISTORY_H
#define TESTS_CONTRACT_HISTORY_H

#include "shared/providers/provider.h"
#include "shared/store/seen.h"
#include "shared/store/server.h"
#include "tests/contract/contract.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS };

struct asker {
	struct unit *u;
	const struct integration *integration;
	const char *person;
	/* The answer to a path. */
	struct answer (*answer)(void *arg, const char *path);
	void *arg;
	bool is_past;
	/* What the last run did. */
	size_t requests, rows, seen;
	const char *led_to; /* "reconciled reconciled unchanged" */
	enum err err;
};

static inline const char *asker_seen(void *arg, struct cx *cx, const char *row)
{
	const struct asker *a = arg;
	struct unit *u = a->u;
	const char *state = NULL;

	MUST(store_seen_get(cx, u->store, a->integration->id, row, &state));
	return state;
}

static inline const char *asker_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct asker *a = arg;
	struct unit *u = a->u;
	struct fact fact;

	MUST(store_fact_get(cx, u->store, a->integration->id, item, &fact));
	*until_ms = fact.until_ms;
	return fact.text;
}

/* Rows and facts as worker/tasks/rows.c stores them. */
static inline void asker_keep(struct asker *a, const struct batch *batch)
{
	struct unit *u = a->u;
	struct cx *cx = &u->cx;

	for (size_t i = 0; i < batch->fact_count; i++) {
		const struct source_fact *from = &batch->facts[i];
		const struct fact fact = { from->item, from->text, from->until_ms };

		MUST(store_fact_put(cx, u->store, a->integration->id, &fact));
	}
	for (size_t i = 0; i < batch->row_count; i++) {
		const struct source_row *row = &batch->rows[i];
		struct bytes body = { row->body, strlen(row->body) };
		struct verdict v = receive(u, a->integration, &row->message, body);

		a->led_to = arena_join(
			&u->arena, a->led_to, *a->led_to ? " " : "", reason_name(v.reason));
		if (row->row && !v.is_put_off)
			MUST(store_seen_put(
				cx, u->store, a->integration->id, row->row, row->state));
	}
	a->rows += batch->row_count;
}

/* One run. */
static inline void ask_all(struct asker *a)
{
	struct cx *cx = &a->u->cx;
	const struct source *source = provider_history(a->integration->provider);
	const struct target target = { .url = "http://media.example.org",
		.person = a->person,
		.is_past = a->is_past,
		.memory = { a, asker_seen, asker_fact } };
	void *run = source->begin(cx, &target);
	struct ask ask;

	a->requests = a->rows = 0;
	a->led_to = "";
	a->err = OK;
	while (a->err == OK && source->next(cx, run, &ask)) {
		struct answer answer = a->answer(a->arg, ask.path);
		struct batch batch = { 0 };

		a->requests++;
		a->err = source->accept(cx, run, &answer, &batch);
		asker_keep(a, &batch);
	}
	a->seen = source->rows(run);
}

/* Its integration, with an address to ask. */
static inline const struct integration *add_asked(
	struct unit *u, int64_t user_id, const char *provider, const char *person)
{
	const struct integration *to = add_integration(u, user_id, provider, NULL);
	const struct server server = {
		.integration_id = to->id,
		.url = "http://media.example.org",
		.is_pulled = true,
		.person = person,
		.credential = { "sealed", 6 },
		.greeted_ms = UNSAID,
	};

	MUST(store_server_put(&u->cx, u->store, &server));
	return to;
}

#endif

/* SPDX-License-Identifier: MIT */
/* pull.h -- the pull of one server; used by queue.c only. */
#ifndef WORKER_TASKS_PULL_H
#define WORKER_TASKS_PULL_H

#include "shared/crypto/seal.h"
#include "shared/fetch/client.h"
#include "shared/providers/provider.h"
#include "worker/tasks/task.h"

struct pull {
	struct cx cx; /* with the arena below, which ends with the pull */
	struct arena arena;
	struct store *store;
	const struct yank_options *options;
	const struct yank_observer *observer;
	const struct server *server;
	const struct source *source;
	const char *key;
	void *run;
	bool is_greeting; /* no key before the greeting is recognised */
	bool has_lost;    /* a row failed: keep no ETag, to get it again */
	struct yank_summary summary;
};

/* NULL when out of memory. Any other failure is in summary.err. */
struct pull *pull_create(const struct cx *cx, struct store *s, const struct key *key,
	const struct server *server, const struct yank_options *options);
void pull_destroy(struct pull *pull); /* takes NULL */

/*
 * Starts the next request. False when there is none: the pull is over, its
 * outcome is stored and the observer was called.
 */
bool pull_ask(struct pull *pull, struct fetch *f);

/* Stores the rows of an answer, then continues as pull_ask. */
bool pull_answer(struct pull *pull, struct fetch *f, const struct fetched *got);

#endif

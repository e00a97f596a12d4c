/* SPDX-License-Identifier: MIT */
/* pull.h -- the run of one account; used by queue.c only. */
#ifndef WORKER_TASKS_PULL_H
#define WORKER_TASKS_PULL_H

#include "shared/fetch/client.h"
#include "worker/tasks/task.h"

struct pull {
	struct cx cx; /* an arena of its own: it ends with the pull */
	struct arena arena;
	struct store *store;
	const struct yank_options *options;
	const struct yank_observer *observer;
	const struct server *server;
	const struct source *source;
	const char *key;
	void *run;
	bool is_greeting; /* the key waits for the answer to come */
	bool has_lost;    /* a row could not be stored: no tag, so it comes again */
	struct yank_summary summary;
};

/* NULL and a note in cx when the account cannot even be begun. */
struct pull *pull_create(const struct cx *cx, struct store *s, const struct key *key,
	const struct server *server, const struct yank_options *options);
void pull_destroy(struct pull *pull); /* takes NULL */

/*
 * Starts the next request; false when there is none: then the run is over and
 * the observer was told.
 */
bool pull_ask(struct pull *pull, struct fetch *f);

/* Takes an answer and stores what it brought; then pull_ask. */
bool pull_answer(struct pull *pull, struct fetch *f, const struct fetched *got);

#endif

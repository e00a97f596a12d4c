/* SPDX-License-Identifier: MIT */
/* task.h -- what a task of the worker is told, and what it tells. */
#ifndef WORKER_TASKS_TASK_H
#define WORKER_TASKS_TASK_H

#include "shared/store/integration.h"
#include "shared/store/server.h"

struct yank_options {
	int64_t integration_id; /* 0: all that are due */
	bool is_dry;            /* store nothing */
	bool is_full;           /* forget what was seen before */
};

/* What a run of one account did. */
struct yank_summary {
	const struct integration *integration;
	enum err err;     /* of the whole run */
	const char *note; /* why, when it failed */
	int64_t seen, changed, tracked, ignored, unmatched, failed;
	int64_t requests;
};

/* What the caller hears of; each may be NULL. Strings are borrowed. */
struct yank_observer {
	void *arg;
	/* Rows stored so far, of those the server showed. */
	void (*progress)(void *arg, const struct yank_summary *so_far);
	/* One row and what it led to. */
	void (*row)(void *arg, const struct yank_summary *so_far, const char *title,
		const char *reason, const char *detail);
	void (*done)(void *arg, const struct yank_summary *summary);
};

#endif

/* SPDX-License-Identifier: MIT */
/* task.h -- input and output shared by the tasks of the worker. */
#ifndef WORKER_TASKS_TASK_H
#define WORKER_TASKS_TASK_H

#include "shared/store/integration.h"
#include "shared/store/server.h"

struct yank_options {
	int64_t integration_id; /* 0: every server that is due */
	bool is_dry;            /* store nothing */
	bool is_full;           /* process every row again */
};

/* What the pull of one server did. */
struct yank_summary {
	const struct integration *integration;
	enum err err;     /* of the whole pull */
	const char *note; /* why, when it failed */
	int64_t seen, changed, tracked, ignored, unmatched, failed;
	int64_t requests;
};

/* Callbacks; each may be NULL. Strings are borrowed. */
struct yank_observer {
	void *arg;
	/* After each commit: rows stored so far, out of those seen. */
	void (*progress)(void *arg, const struct yank_summary *so_far);
	/* After each row, with what it led to. */
	void (*row)(void *arg, const struct yank_summary *so_far, const char *title,
		const char *reason, const char *detail);
	void (*done)(void *arg, const struct yank_summary *summary);
};

#endif

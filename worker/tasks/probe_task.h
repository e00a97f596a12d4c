/* SPDX-License-Identifier: MIT */
/*
 * probe_task.h -- what the tasks that probe a server have in common: see
 * shared/actions/probe.h.
 */
#ifndef WORKER_TASKS_PROBE_TASK_H
#define WORKER_TASKS_PROBE_TASK_H

#include "shared/actions/probe.h"
#include "worker/tasks/task.h"

enum { PROBE_REQUESTS = 20, PROBE_MINUTES = 2 };

struct probe_task {
	struct task task;
	struct probe what;
	struct probed found;
	struct probing probing;
};

/* Of what.url, whose key is sealed. */
MUST_CHECK enum err probe_task_begin(struct probe_task *p, struct bytes sealed);

/* The functions of these names in struct task_kind. */
bool probe_task_next(struct task *task, struct fetch_order *order);
MUST_CHECK enum err probe_task_accept(struct task *task, const struct answer *answer);

/* Before the outcome is stored: drops what was cut, and the key in the note. */
void probe_task_end(struct probe_task *p);

#endif

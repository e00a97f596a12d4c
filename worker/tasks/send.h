/* SPDX-License-Identifier: MIT */
/*
 * send.h -- the requests of one task: as many at a time as it may have under
 * way, and the answers, back to the task.
 */
#ifndef WORKER_TASKS_SEND_H
#define WORKER_TASKS_SEND_H

#include "worker/tasks/task.h"

/*
 * Sends what the task has to ask now, those first that were put off. False: it
 * waits for no answer, so it has come to its end; task->err says how.
 */
MUST_CHECK bool send_more(
	struct fetch *f, struct task *task, bool (*may_be_large)(const void *owner));

/* The task that a result of the client belongs to. */
struct task *send_owner(const void *owner);

/* Gives the task what came; a request that was put off waits in it. */
void send_take(const struct fetched *got);

/* Was one of its requests put off? */
bool send_is_put_off(const struct task *task);

#endif

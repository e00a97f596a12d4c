/* SPDX-License-Identifier: MIT */
/*
 * queue.h -- runs tasks side by side, each within its bounds.
 *
 * That a task begins is committed before its server is asked. If the process
 * ends in the middle, the next one to look finds a task that began and is not
 * locked: it counts as failed, and waits its time like any other failure.
 */
#ifndef WORKER_QUEUE_H
#define WORKER_QUEUE_H

#include "worker/tasks/task.h"

struct queue_way {
	int locks;     /* see lock.h */
	int wake;      /* a listening socket, or -1 */
	bool is_ended; /* with a socket: end when it is quiet for a while */
	bool *is_busy; /* something was left to another process */
};

/*
 * Without a socket: everything that is due, or what the options name. With one:
 * what people ask for, whenever somebody connects.
 *
 * ERR_NOT_FOUND if options name an integration that does not exist or has no
 * server; ERR_CONFLICT if it is switched off. Otherwise OK, or the worst
 * result of any task: ERR_CONF outranks ERR_UPSTREAM.
 */
MUST_CHECK enum err queue_run(
	struct cx *cx, const struct worker *worker, const struct queue_way *way);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * lock.h -- one process a task.
 *
 * Each task has a byte of DATABASE.yank.lock, so programs that run side by side
 * share the servers among them. The kernel drops the locks of a process that
 * ends, even in a crash. They say nothing within a process: the queue knows its
 * own tasks.
 */
#ifndef WORKER_LOCK_H
#define WORKER_LOCK_H

#include "shared/base/err.h"
#include "shared/store/task.h"

/* Open it once a process: closing any descriptor of a file drops its locks. */
MUST_CHECK enum err lock_open(struct cx *cx, const char *database, int *fd);

/* *is_ours is false when another process works on it, which is no error. */
MUST_CHECK enum err lock_take(
	struct cx *cx, int fd, enum task_what what, int64_t id, bool *is_ours);
void lock_drop(int fd, enum task_what what, int64_t id);

enum { LOCK_WAIT_SECONDS = 30 };

/*
 * Waits until no other process works on that task, or on any with an id of 0;
 * at most LOCK_WAIT_SECONDS. Takes no lock.
 */
MUST_CHECK enum err lock_wait(struct cx *cx, int fd, enum task_what what, int64_t id);

#endif

/* SPDX-License-Identifier: MIT */
/* lock.h -- one yank at a time per database. */
#ifndef WORKER_LOCK_H
#define WORKER_LOCK_H

#include "shared/base/err.h"

/*
 * Takes DATABASE.yank.lock. *fd is -1 when another process holds it, which is
 * not an error. The kernel drops the lock when the process exits, even in a
 * crash.
 */
MUST_CHECK enum err lock_take(struct cx *cx, const char *database, int *fd);

enum { LOCK_WAIT_SECONDS = 30 };

/* Waits for the lock; *fd is -1 if it is still held after LOCK_WAIT_SECONDS. */
MUST_CHECK enum err lock_wait(struct cx *cx, const char *database, int *fd);

#endif

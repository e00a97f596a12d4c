/* SPDX-License-Identifier: MIT */
/* lock.h -- one yank at a time for each database. */
#ifndef WORKER_LOCK_H
#define WORKER_LOCK_H

#include "shared/base/err.h"

/*
 * Takes DATABASE.yank.lock; *fd is -1 when another process holds it, which is
 * no error. The lock ends with the process, however that ends.
 */
MUST_CHECK enum err lock_take(struct cx *cx, const char *database, int *fd);

enum { LOCK_WAIT_SECONDS = 30 };

/* Waits for it; *fd is -1 when it was still held after LOCK_WAIT_SECONDS. */
MUST_CHECK enum err lock_wait(struct cx *cx, const char *database, int *fd);

#endif

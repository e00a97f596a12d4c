/* SPDX-License-Identifier: MIT */
/* listen.h -- a listening Unix socket: inherited, or created here. */
#ifndef SHARED_BASE_LISTEN_H
#define SHARED_BASE_LISTEN_H

#include "shared/base/err.h"

/*
 * With a path, creates that Unix socket: replaces the one of a dead process,
 * and returns ERR_CONFLICT if a living process serves it. Without, takes the
 * socket passed by systemd (LISTEN_FDS) or spawn-fcgi (descriptor 0).
 * Non-blocking.
 */
MUST_CHECK enum err listen_open(struct cx *cx, const char *path, int *fd);

/* Is there one that systemd has passed? */
bool listen_is_passed(void);

/* Closes it, and removes the path if it was created here. */
void listen_close(const char *path, int fd);

#endif

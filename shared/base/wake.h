/* SPDX-License-Identifier: MIT */
/*
 * wake.h -- tells the worker that there is something to do.
 *
 * What there is to do is stored before; a connection to the worker's socket
 * says only that it is time to look, and carries nothing.
 */
#ifndef SHARED_BASE_WAKE_H
#define SHARED_BASE_WAKE_H

#include "shared/base/base.h"

/* Never waits. False where nobody listens: then cron starts the worker. */
bool wake_send(const char *path);

/* Does it look as if somebody listened there? */
bool wake_is_there(const char *path);

/* Closes the connections that have come in so far. fd does not block. */
void wake_drain(int fd);

#endif

/* SPDX-License-Identifier: MIT */
/* listen.h -- the socket that nginx connects to: handed over, or made here. */
#ifndef CGI_ENGINE_LISTEN_H
#define CGI_ENGINE_LISTEN_H

#include "shared/base/err.h"

/*
 * With a path, makes that unix socket; a leftover of a dead process is
 * replaced, a living one is ERR_CONFLICT. Without, takes the one systemd
 * (LISTEN_FDS) or spawn-fcgi (descriptor 0) handed over. Non-blocking.
 */
MUST_CHECK enum err listen_open(struct cx *cx, const char *path, int *fd);

/* Closes it, and removes the path when it was made here. */
void listen_close(const char *path, int fd);

#endif

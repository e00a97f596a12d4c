/* SPDX-License-Identifier: MIT */
/* server.h -- a server that is asked, as JSON, for the API and ryotctl. */
#ifndef SHARED_WIRE_SERVER_H
#define SHARED_WIRE_SERVER_H

#include "shared/base/buf.h"
#include "shared/store/server.h"

/* Into an object that is open: how asking goes. Never the key. */
void server_put(struct buf *out, const struct server *row);

#endif

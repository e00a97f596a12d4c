/* SPDX-License-Identifier: MIT */
/* local.h -- ids that a server of the house gives to its own works. */
#ifndef SHARED_PROVIDERS_LOCAL_H
#define SHARED_PROVIDERS_LOCAL_H

#include "shared/base/cx.h"
#include "shared/progress/report.h"

/*
 * Adds the id that the server at that address gives. A UUID is unique, so
 * another address of the same server makes no second work. Other ids are unique
 * only together with the address; one that gets too long is kept without it.
 */
void local_add(struct cx *cx, struct ids *ids, const char *server, const char *id);

#endif

/* SPDX-License-Identifier: MIT */
/* origin.h -- finds where new works are on the servers that told of them. */
#ifndef WORKER_TASKS_ORIGIN_H
#define WORKER_TASKS_ORIGIN_H

#include "shared/db/db.h"

/*
 * Looks at the kept reports of works that nobody has looked at, a few thousand
 * at most, and stores what they tell, in transactions of its own.
 */
MUST_CHECK enum err origin_find(struct cx *cx, struct store *s);

#endif

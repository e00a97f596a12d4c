/* SPDX-License-Identifier: MIT */
/*
 * unit.h -- a unit of work and its ceiling of memory: a request, a row of a
 * round, a task, a command.
 *
 * What asks for more than its ceiling ends early, with an error of its own;
 * the process and all other work go on. The arena ends it by a longjmp, so
 * code between unit_run and the allocation is left without its cleanup:
 * arena_hold files and foreign memory, and call store_settle for statements
 * after a failed unit.
 */
#ifndef SHARED_BASE_UNIT_H
#define SHARED_BASE_UNIT_H

#include "shared/base/err.h"

typedef enum err unit_fn(struct cx *cx, void *arg);

/*
 * Returns what `work` returns. ERR_TOO_LARGE: it needed more than `ceiling`
 * bytes, or than the arena has left. ERR_BUSY: the system has no memory left.
 * In both cases its allocations are forgotten. Units may be nested.
 */
MUST_CHECK enum err unit_run(struct cx *cx, size_t ceiling, unit_fn *work, void *arg);

#endif

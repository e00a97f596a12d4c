/* SPDX-License-Identifier: MIT */
/* sweep.h -- what each start of the worker removes. */
#ifndef WORKER_TASKS_SWEEP_H
#define WORKER_TASKS_SWEEP_H

#include "shared/base/err.h"

struct worker;

/*
 * Rows whose time is over, and files of pictures that belong to no work. A
 * picture whose file is lost is asked for again. A scheduled run also notes
 * that the worker was not away.
 */
MUST_CHECK enum err sweep(struct cx *cx, const struct worker *worker, bool is_scheduled);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * task.h -- what the worker has to do, one row at a time.
 *
 * That a task begins is written before its server is asked, and its end with
 * the outcome. One that began and did not end is under way in another process,
 * or its process was killed: the lock of the task tells which.
 */
#ifndef SHARED_STORE_TASK_H
#define SHARED_STORE_TASK_H

#include "shared/db/db.h"

/* The numbers are part of the lock file: see worker/lock.h. */
enum task_what {
	TASK_PULL,
	TASK_TEST,
	TASK_CHECK,
	TASK_LOOKUP,
	TASK_PAST,
	TASK_PICTURE,
	TASK__COUNT
};

enum task_due {
	TASK_BROKEN,    /* began and did not end */
	TASK_ASKED,     /* a person waits for it */
	TASK_SCHEDULED, /* asked for, or its time has come */
};

/* The first task of that kind with an id above `after`; *id is 0 for none. */
MUST_CHECK enum err store_task_next(struct cx *cx, struct store *s, enum task_what what,
	enum task_due due, int64_t after, int64_t *id);

/*
 * A person's request that came before is thereby answered, however it ends. A
 * look-up, a picture, and what is done with the past, is asked for again until
 * there is an answer.
 */
MUST_CHECK enum err store_task_begin(
	struct cx *cx, struct store *s, enum task_what what, int64_t id);

#endif

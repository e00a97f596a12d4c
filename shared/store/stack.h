/* SPDX-License-Identifier: MIT */
/* stack.h -- films in several files, of which only the first has ids. */
#ifndef SHARED_STORE_STACK_H
#define SHARED_STORE_STACK_H

#include "shared/db/db.h"
#include "shared/progress/report.h"

/* A film in several files, as far as it is known. */
struct stack {
	int64_t work_id; /* 0: the first file was never seen */
	struct ids ids;  /* of the work */
	int files;
	int64_t lengths[REPORT_FILES_MAX]; /* in the sender's unit; 0: unknown */
};

/* By what the names of its files have in common (report.stack). */
MUST_CHECK enum err store_stack_get(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, struct stack *out);

/* Adds what one of the files says to `known`; writes only news. */
MUST_CHECK enum err store_stack_put(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct report *r, struct stack *known);

#endif

/* SPDX-License-Identifier: MIT */
/* stack.h -- films in several files, of which only the first has ids. */
#ifndef SHARED_STORE_STACK_H
#define SHARED_STORE_STACK_H

#include "shared/db/db.h"
#include "shared/progress/match.h"

/* By what the names of its files have in common (report.stack). */
MUST_CHECK enum err store_stack_read(struct cx *cx, struct store *s, struct known *known,
	int64_t user_id, const char *name, struct known_stack **out);

MUST_CHECK enum err store_stacks_write(struct cx *cx, struct store *s, const struct known *known);

#endif

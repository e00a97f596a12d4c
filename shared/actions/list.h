/* SPDX-License-Identifier: MIT */
/*
 * list.h -- lists of works: made, renamed, removed and brought back.
 *
 * In the caller's transaction. Everything is checked before the first write:
 * ERR_NOT_FOUND, it does not exist or belongs to somebody else; ERR_INPUT, a
 * wrong name; ERR_CONFLICT, there are too many, or it is the watchlist.
 */
#ifndef SHARED_ACTIONS_LIST_H
#define SHARED_ACTIONS_LIST_H

#include "shared/base/lengths.h"
#include "shared/store/list.h"

enum { LIST_KEPT_DAYS = 30 }; /* a removed list can be brought back */

MUST_CHECK enum err list_make(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, int64_t *id);
/* Which list of whom. */
struct list_of {
	int64_t user_id, list_id;
};
MUST_CHECK enum err list_rename(
	struct cx *cx, struct store *s, const struct list_of *list, const char *name);
MUST_CHECK enum err list_remove(struct cx *cx, struct store *s, const struct list_of *list);
MUST_CHECK enum err list_restore(struct cx *cx, struct store *s, const struct list_of *list);
/* Moves a work of it up by one. */
MUST_CHECK enum err list_raise(
	struct cx *cx, struct store *s, const struct list_of *list, int64_t work_id);

/* When lists that can be brought back were removed at the earliest. */
int64_t list_kept_since(const struct cx *cx);

#endif

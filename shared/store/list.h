/* SPDX-License-Identifier: MIT */
/*
 * list.h -- a person's lists of works, the watchlist among them, and what is on
 * them in which order.
 *
 * shared/actions/list.h decides what may be changed. A removed list can be
 * brought back.
 */
#ifndef SHARED_STORE_LIST_H
#define SHARED_STORE_LIST_H

#include "shared/db/db.h"

struct list {
	int64_t id;
	const char *name;
	bool is_watchlist;
	int64_t works;
	int64_t created_ms, removed_ms; /* removed_ms or UNSAID */
	bool has_work;                  /* the one that was asked about */
};

enum { LISTS_MAX = 100, LIST_WORKS_MAX = 2000, LIST_PAGE = 60 };

/*
 * Those that are there, the watchlist first, then by name; those that were
 * removed after :since behind them. work_id: has_work is about that one, or 0.
 */
struct list_filter {
	int64_t user_id, work_id;
	int64_t removed_since_ms; /* INT64_MAX: no removed ones */
};
MUST_CHECK enum err store_list_all(struct cx *cx, struct store *s, const struct list_filter *filter,
	const struct list **rows, size_t *count);

/* Also a removed one; ERR_NOT_FOUND if that person has no such list. */
MUST_CHECK enum err store_list_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t list_id, struct list *out);

MUST_CHECK enum err store_list_add(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, int64_t *id);
/* The watchlist, which is made if there is none. */
MUST_CHECK enum err store_list_watch(struct cx *cx, struct store *s, int64_t user_id, int64_t *id);
MUST_CHECK enum err store_list_rename(
	struct cx *cx, struct store *s, int64_t list_id, const char *name);
MUST_CHECK enum err store_list_set_removed(
	struct cx *cx, struct store *s, int64_t list_id, int64_t removed_ms);

/* Numbers of works in their order, from the page's first one. */
MUST_CHECK enum err store_list_works(struct cx *cx, struct store *s, int64_t list_id, int page,
	int64_t ids[static LIST_PAGE + 1], size_t *count);

/* A work on a list. */
struct list_place {
	int64_t user_id, list_id, work_id;
};
/* At the end; a work that is on it already stays where it is. */
MUST_CHECK enum err store_list_put(struct cx *cx, struct store *s, const struct list_place *place);
MUST_CHECK enum err store_list_drop(struct cx *cx, struct store *s, const struct list_place *place);
MUST_CHECK enum err store_list_has(
	struct cx *cx, struct store *s, const struct list_place *place, bool *has);
/* Changes places with the work before it; nothing for the first one. */
MUST_CHECK enum err store_list_raise(
	struct cx *cx, struct store *s, const struct list_place *place);

#endif

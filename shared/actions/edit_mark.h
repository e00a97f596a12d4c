/* SPDX-License-Identifier: MIT */
/*
 * edit_mark.h -- a work's rating, its note, and the lists that it is on.
 *
 * As edit.h: rows of table `edit`, in the caller's transaction, and the same
 * errors.
 */
#ifndef SHARED_ACTIONS_EDIT_MARK_H
#define SHARED_ACTIONS_EDIT_MARK_H

#include "shared/actions/edit.h"
#include "shared/store/edit.h"
#include "shared/store/opinion.h"

/* What is to be changed; the rest stays. */
struct edit_opinion {
	int64_t user_id, work_id;
	int rating;       /* half stars, 1 to 10; 0: none; UNSAID: as it is */
	const char *note; /* "": none; NULL: as it is */
};
MUST_CHECK enum err edit_opinion(
	struct cx *cx, struct store *s, const struct edit_opinion *what, struct edited *out);

struct edit_list {
	int64_t user_id, work_id;
	int64_t list_id; /* 0: the watchlist */
	bool is_on;      /* put on the list, or taken off it */
};
MUST_CHECK enum err edit_list(
	struct cx *cx, struct store *s, const struct edit_list *what, struct edited *out);

/* Is it an edit of this file? */
bool edit_mark_is(const struct edit *row);
MUST_CHECK enum err edit_mark_undo(struct cx *cx, struct store *s, const struct edit *row);

#endif

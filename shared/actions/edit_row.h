/* SPDX-License-Identifier: MIT */
/* edit_row.h -- private to the store: the rows of table `edit`. */
#ifndef SHARED_ACTIONS_EDIT_ROW_H
#define SHARED_ACTIONS_EDIT_ROW_H

#include "shared/actions/edit.h"
#include "shared/db/query.h"

struct edit {
	int64_t id, user_id, work_id;
	int64_t play_id; /* UNSAID: of no play */
	const char *change;
	int64_t updated_ms;                         /* of the play before, or UNSAID */
	int64_t sitting_done;                       /* before: 0, 1, or UNSAID for no sitting */
	const char *source, *value_old, *value_new; /* or NULL */
	int64_t at_ms, undone_ms;                   /* undone_ms or UNSAID */
};

MUST_CHECK enum err edit_add(
	struct cx *cx, struct store *s, const struct edit *row, struct edited *out);
struct edit edit_read(const struct query *q, int64_t user_id);

/* The part of store_edit_undo for a corrected id; in store_edit_id.c. */
MUST_CHECK enum err edit_undo_id(
	struct cx *cx, struct store *s, const struct editor *who, const struct edit *row);

#endif

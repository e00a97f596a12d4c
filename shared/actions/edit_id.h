/* SPDX-License-Identifier: MIT */
/*
 * edit_id.h -- corrections of a work's ids. They are edits like those of
 * edit.h: edit_undo undoes them, and edit_row_list_ids lists them.
 */
#ifndef SHARED_ACTIONS_EDIT_ID_H
#define SHARED_ACTIONS_EDIT_ID_H

#include "shared/actions/edit.h"
#include "shared/progress/catalog.h"
#include "shared/store/edit.h"

/*
 * Makes `value` the work's id of that source; "" removes the id, but not the
 * last one. Ids that a server gave itself (`local`) cannot be changed.
 */
struct edit_id {
	int64_t user_id, work_id;
	enum catalog source;
	const char *value;
};
MUST_CHECK enum err edit_id_change(
	struct cx *cx, struct store *s, const struct edit_id *change, struct edited *out);

/* For edit_undo: puts the old id back. Does not mark the row as undone. */
MUST_CHECK enum err edit_id_undo(struct cx *cx, struct store *s, const struct edit *row);

#endif

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
 * last one. Ids that a server gave itself (`local`) cannot be changed. Once
 * somebody else has played the work, only an administrator may change them.
 */
struct edit_id {
	struct editor who;
	int64_t work_id;
	enum catalog source;
	const char *value;
};
MUST_CHECK enum err edit_id_change(
	struct cx *cx, struct store *s, const struct edit_id *change, struct edited *out);

/* May this person correct the ids of that work? */
MUST_CHECK enum err edit_id_may(
	struct cx *cx, struct store *s, const struct editor *who, int64_t work_id, bool *may);

/*
 * For edit_undo: puts the old id back. Does not mark the row as undone.
 */
MUST_CHECK enum err edit_id_undo(
	struct cx *cx, struct store *s, const struct editor *who, const struct edit *row);

#endif

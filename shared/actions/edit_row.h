/* SPDX-License-Identifier: MIT */
/* edit_row.h -- private to edit.c and edit_id.c. */
#ifndef SHARED_ACTIONS_EDIT_ROW_H
#define SHARED_ACTIONS_EDIT_ROW_H

#include "shared/actions/edit.h"
#include "shared/db/query.h"
#include "shared/store/edit.h"

/* The part of store_edit_undo for a corrected id; in edit_id.c. */
MUST_CHECK enum err edit_undo_id(
	struct cx *cx, struct store *s, const struct editor *who, const struct edit *row);

#endif

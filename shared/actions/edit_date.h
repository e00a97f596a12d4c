/* SPDX-License-Identifier: MIT */
/* edit_date.h -- when a play was; as edit.h. */
#ifndef SHARED_ACTIONS_EDIT_DATE_H
#define SHARED_ACTIONS_EDIT_DATE_H

#include "shared/actions/edit.h"
#include "shared/actions/moment.h"
#include "shared/store/edit.h"

/* Which play of whom, and when it was completed. */
struct edit_date {
	int64_t user_id, play_id;
	struct moment at;
};

/* Moves a completed play; its beginning moves with its end. */
MUST_CHECK enum err edit_date(
	struct cx *cx, struct store *s, const struct edit_date *what, struct edited *out);

bool edit_date_is(const struct edit *row);
MUST_CHECK enum err edit_date_undo(struct cx *cx, struct store *s, const struct edit *row);

#endif

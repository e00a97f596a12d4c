/* SPDX-License-Identifier: MIT */
/*
 * edit.h -- what a person changes by hand, and how to take it back.
 *
 * Each change is a row of table `edit`, and is made in the caller's
 * transaction. All is checked before the first write, so a refusal has changed
 * nothing: ERR_NOT_FOUND, no such thing, or somebody else's; ERR_CONFLICT, the
 * state forbids it; ERR_INPUT, a value makes no sense; ERR_FORBIDDEN, for an
 * administrator only. The note has the words. What is done already is done
 * once more without a change: a button may be pressed twice.
 *
 * A play that is completed or taken out by hand ends its sitting, as a natural
 * completion does. So the ticks that still come of it neither complete it again
 * nor bring it back; docs/rules.md says more.
 */
#ifndef SHARED_ACTIONS_EDIT_H
#define SHARED_ACTIONS_EDIT_H

#include "shared/db/db.h"

/* Set as soon as it is known, with an error too; 0 before that. */
struct edited {
	int64_t work_id;
	int64_t edit_id; /* 0: nothing that could be undone */
};

/* The play's position stays as it was told: what was not watched was not. */
MUST_CHECK enum err store_edit_complete(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

/*
 * Completes what is open of an item, or else adds a completed play of it. The
 * item is a part that this person has a play of, the work itself, or with
 * item_id 0 that season and episode of a show.
 */
struct edit_item {
	int64_t user_id, work_id, item_id;
	int season, episode; /* or UNSAID */
};
MUST_CHECK enum err store_edit_complete_item(
	struct cx *cx, struct store *s, const struct edit_item *what, struct edited *out);

/* It counts no more. */
MUST_CHECK enum err store_edit_remove(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

struct editor {
	int64_t user_id;
	bool is_admin;
};

/*
 * Puts back what was there. ERR_CONFLICT when that would hide what has come
 * since: a newer play, a newer change.
 */
MUST_CHECK enum err store_edit_undo(struct cx *cx, struct store *s, const struct editor *who,
	int64_t edit_id, struct edited *out);

#endif

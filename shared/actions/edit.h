/* SPDX-License-Identifier: MIT */
/*
 * edit.h -- manual changes to plays, and their undo.
 *
 * Each change is a row of table `edit` and is made in the caller's transaction.
 * Everything is checked before the first write, so an error has changed
 * nothing: ERR_NOT_FOUND, it does not exist or belongs to somebody else;
 * ERR_CONFLICT, the state forbids it; ERR_INPUT, a wrong value. Repeating a
 * change is OK and has no effect: a button may be pressed twice.
 *
 * Completing or removing a play manually ends its sitting, as a completion by
 * the rules does. So later ticks of that sitting neither complete it again nor
 * bring it back; see docs/rules.md.
 */
#ifndef SHARED_ACTIONS_EDIT_H
#define SHARED_ACTIONS_EDIT_H

#include "shared/actions/moment.h"
#include "shared/db/db.h"
#include "shared/progress/kind.h"

/* Set as soon as it is known, even if an error follows; 0 before that. */
struct edited {
	int64_t work_id;
	int64_t edit_id; /* 0: there is nothing to undo */
};

/* Completes a play. Its position stays as reported. */
MUST_CHECK enum err edit_complete(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

/*
 * Completes the open play of an item, or adds a completed one; with a date it
 * always adds one. The item is a part that this person has a play of, or with
 * item_id 0 the work itself or that season and episode of a show.
 */
struct edit_item {
	int64_t user_id, work_id, item_id;
	int season, episode;     /* or UNSAID */
	const char *title;       /* of an episode that is new, or NULL */
	const struct moment *at; /* when; NULL: now */
};
MUST_CHECK enum err edit_complete_item(
	struct cx *cx, struct store *s, const struct edit_item *what, struct edited *out);

/* The same of a work that was just added, which has no play yet. */
MUST_CHECK enum err edit_complete_new(struct cx *cx, struct store *s, const struct edit_item *what,
	enum kind kind, struct edited *out);

/* Removes a play: it no longer counts. */
MUST_CHECK enum err edit_remove(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out);

/*
 * Restores the state before an edit, and before those that were made with it
 * as one. ERR_CONFLICT if a newer play or a newer edit stands in the way; of
 * several, those are left as they are.
 */
MUST_CHECK enum err edit_undo(
	struct cx *cx, struct store *s, int64_t user_id, int64_t edit_id, struct edited *out);

#endif

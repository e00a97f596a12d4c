/* SPDX-License-Identifier: MIT */
/* edit_up_to.h -- completes a show up to an episode, as one change. */
#ifndef SHARED_ACTIONS_EDIT_UP_TO_H
#define SHARED_ACTIONS_EDIT_UP_TO_H

#include "shared/actions/edit.h"

/*
 * Completes that episode and all before it that are listed or were reported
 * and not completed yet; the specials only if it is one. edit_undo takes all of
 * it back. ERR_INPUT above EDIT_UP_TO_MAX episodes; else as edit_complete_item.
 */
enum { EDIT_UP_TO_MAX = 500 };
MUST_CHECK enum err edit_up_to(
	struct cx *cx, struct store *s, const struct edit_item *what, struct edited *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * unnamed.h -- a report without an id: what its person said that it is.
 *
 * Part of receive.c, which is the only caller.
 */
#ifndef SHARED_ACTIONS_UNNAMED_H
#define SHARED_ACTIONS_UNNAMED_H

#include "shared/actions/receive.h"

/*
 * For a message that is_nameless: finds the thing that it is about, or adds it;
 * out->thing_id stays 0 when nothing tells it from others. If the thing has a
 * name, *named becomes the message with that id, a->message points to it, and
 * out->reason and detail say whether it can be weighed. One that can be weighed
 * already, or waits, because the sender's server knows its show, is not added;
 * a name that its person has chosen holds all the same.
 *
 * A tick of a thing without a name is not weighed, and yet it must fold so that
 * it can be later: its run ends where it crosses a limit, and out->is_told says
 * whether the player told anything since the tick before.
 */
MUST_CHECK enum err unnamed_find(struct cx *cx, struct store *s, struct incoming *a,
	struct message *named, struct verdict *out);

/*
 * A further file of a film in several, whose first file has no id either: sets
 * out->thing_id, so that it is weighed again with it.
 */
MUST_CHECK enum err unnamed_find_file(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out);

#endif

/* SPDX-License-Identifier: MIT */
/* checked.h -- what follows from the check of a candidate; for the worker. */
#ifndef SHARED_ACTIONS_CHECKED_H
#define SHARED_ACTIONS_CHECKED_H

#include "shared/actions/candidate.h"
#include "shared/actions/probe.h"

/*
 * After the check, in the caller's transaction: adds it, or stores what is
 * wrong or to be asked. err: of the check, whose note is cx->note.
 */
MUST_CHECK enum err checked_finish(struct cx *cx, struct store *s, const struct conf *conf,
	const struct candidate *was, const struct probed *found, enum err err);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * rules_asked.h -- what a server says when it is asked, against what its
 * webhooks have told.
 *
 * The server knows one viewing of an item, the last: when it began, and that
 * it reached its end, or where it stands. Is that a play that is known, or one
 * that no webhook has told? Pure, as rules.h; sittings stay as they are.
 *
 * Of the report, `started_ms` is when that viewing began (UNSAID: the server
 * does not know), `finished` that the item is marked as played, and `position`
 * above 0 where it would go on. Both are possible: it was played once, and is
 * being watched again.
 */
#ifndef SHARED_PROGRESS_RULES_ASKED_H
#define SHARED_PROGRESS_RULES_ASKED_H

#include "shared/progress/rules.h"

/* *out as rules_weigh has begun it. Errors: none. */
void rules_weigh_asked(const struct limits *limits, const struct progress *was,
	const struct report *r, int64_t now_ms, struct decision *out);

#endif

/* SPDX-License-Identifier: MIT */
/* weigh_again.h -- weighs all that is kept of the reports of a thing. */
#ifndef SHARED_ACTIONS_WEIGH_AGAIN_H
#define SHARED_ACTIONS_WEIGH_AGAIN_H

#include "shared/actions/receive.h"
#include "shared/store/thing.h"

/* Of more deliveries, the newest. */
enum { WEIGH_AGAIN_MAX = 5000 };

/*
 * In the caller's transaction: every report of the thing that is kept, in the
 * order in which they came, with the current settings. Their deliveries say
 * afterwards what they led to.
 */
MUST_CHECK enum err weigh_again(
	struct cx *cx, struct store *s, const struct integration *integration, int64_t thing_id);

#endif

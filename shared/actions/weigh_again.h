/* SPDX-License-Identifier: MIT */
/* weigh_again.h -- weighs all that is kept of some reports, in their order. */
#ifndef SHARED_ACTIONS_WEIGH_AGAIN_H
#define SHARED_ACTIONS_WEIGH_AGAIN_H

#include "shared/actions/receive.h"
#include "shared/store/sender_account.h"

/* Of more deliveries, the newest. */
enum { WEIGH_AGAIN_MAX = 5000 };

/*
 * In the caller's transaction: every report of the thing that is kept, in the
 * order in which they came, with the current settings. Their deliveries say
 * afterwards what they led to.
 */
MUST_CHECK enum err weigh_again(
	struct cx *cx, struct store *s, const struct integration *integration, int64_t thing_id);

/* The same of the reports of an account (sender_account.h) that wait. */
MUST_CHECK enum err weigh_strangers(
	struct cx *cx, struct store *s, const struct integration *integration, int64_t account_id);

#endif

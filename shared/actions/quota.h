/* SPDX-License-Identifier: MIT */
/*
 * quota.h -- how much of what senders send is kept.
 *
 * The quota is a setting (shared/base/conf.h).
 */
#ifndef SHARED_ACTIONS_QUOTA_H
#define SHARED_ACTIONS_QUOTA_H

#include "shared/base/conf.h"
#include "shared/store/body.h"

/* In bytes. */
int64_t quota_of_bodies(const struct conf *conf);

/*
 * Drops the oldest bodies of an integration that is over its quota, in a
 * transaction of its own, and logs how many. *goes_on: there are more to be
 * dropped than a step does; call it again.
 */
MUST_CHECK enum err quota_hold_bodies(struct cx *cx, struct store *s, const struct conf *conf,
	int64_t integration_id, bool *goes_on);

#endif

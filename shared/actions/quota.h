/* SPDX-License-Identifier: MIT */
/*
 * quota.h -- how much a person may have of what people and senders make.
 *
 * Each quota is a setting (shared/base/conf.h). Integrations and tokens beyond
 * theirs are refused; of sessions and bodies, the oldest go.
 */
#ifndef SHARED_ACTIONS_QUOTA_H
#define SHARED_ACTIONS_QUOTA_H

#include "shared/base/conf.h"
#include "shared/store/body.h"
#include "shared/store/holding.h"

/* ERR_INPUT: the person can have no more. In the caller's transaction. */
MUST_CHECK enum err quota_check_integration(
	struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id);
/* The same. As many revoked tokens are kept, the newest. */
MUST_CHECK enum err quota_check_token(
	struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id);

/* Makes room for one more session; those that were used last stay. */
MUST_CHECK enum err quota_trim_session(
	struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id);

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

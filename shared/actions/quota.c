/* SPDX-License-Identifier: MIT */
#include "shared/actions/quota.h"

#include "shared/base/log.h"

int64_t quota_of_bodies(const struct conf *conf)
{
	return conf->quota_bodies * 1000000;
}

enum err quota_hold_bodies(struct cx *cx, struct store *s, const struct conf *conf,
	int64_t integration_id, bool *goes_on)
{
	struct bodies use;
	int64_t over, dropped = 0;

	*goes_on = false;
	TRY(store_bodies_get(cx, s, integration_id, &use));
	over = use.bytes - quota_of_bodies(conf);
	if (over <= 0)
		return OK;
	TRY(store_begin(cx, s));
	TRY(store_end(cx, s, store_bodies_drop(cx, s, integration_id, over, &dropped)));
	*goes_on = dropped == BODIES_DROP;
	log_warning(
		"quota integration=%" PRId64 " bodies-dropped=%" PRId64, integration_id, dropped);
	return OK;
}

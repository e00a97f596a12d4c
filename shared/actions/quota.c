/* SPDX-License-Identifier: MIT */
#include "shared/actions/quota.h"

#include "shared/base/log.h"

enum err quota_check_integration(
	struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id)
{
	struct holding has;

	TRY(store_holding_get(cx, s, user_id, &has));
	if (has.integrations < conf->quota_integrations)
		return OK;
	return err_note(cx, ERR_INPUT,
		"%" PRId64 " integrations are the most that a person can have. Remove one first.",
		conf->quota_integrations);
}

static void log_removed(const char *what, int64_t user_id, int64_t removed)
{
	if (removed > 0)
		log_warning("quota user=%" PRId64 " %s-removed=%" PRId64, user_id, what, removed);
}

enum err quota_check_token(struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id)
{
	struct holding has;
	int64_t removed;

	TRY(store_holding_get(cx, s, user_id, &has));
	if (has.tokens >= conf->quota_tokens)
		return err_note(cx, ERR_INPUT,
			"%" PRId64 " tokens are the most that a person can have. Revoke one first.",
			conf->quota_tokens);
	TRY(store_holding_trim_tokens(cx, s, user_id, conf->quota_tokens, &removed));
	log_removed("revoked-tokens", user_id, removed);
	return OK;
}

enum err quota_trim_session(
	struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id)
{
	int64_t removed;

	TRY(store_holding_trim_sessions(cx, s, user_id, conf->quota_sessions - 1, &removed));
	log_removed("sessions", user_id, removed);
	return OK;
}

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

/* SPDX-License-Identifier: MIT */
/* credits.c -- see credits.h. */
#include "shared/actions/credits.h"

bool credits_are_wanted(const struct incoming *in)
{
	const struct report *r = &in->message->report;

	return in->integration->policy &&
	       in->integration->policy->value[POLICY_CREDITS] != UNSAID && r->kind == KIND_SHOW &&
	       r->season >= 0 && r->episode > 0;
}

enum err credits_find(struct cx *cx, struct store *s, struct weighed *w)
{
	const struct incoming *in = w->in;
	const struct report *r = &in->message->report;
	struct credits_asked asked = { .integration_id = in->integration->id,
		.user_id = in->integration->user_id,
		.season = r->season,
		.episode = r->episode,
		.at_ms = in->received_ms };

	if (!credits_are_wanted(in) || !w->asked.is_weighed || !w->asked.work)
		return OK;
	asked.work_id = w->asked.work->id;
	asked.share = limit_share((int)in->integration->policy->value[POLICY_CREDITS]);
	if (r->at_ms != UNSAID && r->at_ms < asked.at_ms)
		asked.at_ms = r->at_ms;
	return store_credits_find(cx, s, &asked, &w->left);
}

enum err credits_complete(struct cx *cx, struct store *s, const struct weighed *w)
{
	if (!w->has_begun || w->left.play_id == 0)
		return OK;
	return store_credits_complete(cx, s, w->in->integration->user_id, &w->left);
}

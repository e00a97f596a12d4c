/* SPDX-License-Identifier: MIT */
#include "shared/actions/ask.h"

#include "shared/base/clock.h"
#include "shared/base/fold.h"

/* only_user is a user's name or id on the sender's side. */
static enum err check_user(
	struct cx *cx, const struct integration *i, const struct message *m, bool *is_heard)
{
	*is_heard = true;
	if (!i->only_user || m->report.is_asked) /* its person was chosen */
		return OK;
	if (m->user)
		TRY(fold_compare(cx, m->user, i->only_user, is_heard));
	if (!m->user || !*is_heard)
		*is_heard = m->user_id && strcasecmp(m->user_id, i->only_user) == 0;
	return OK;
}

static void snooze(struct cx *cx, struct weighed *w)
{
	char until[CLOCK_TEXT];

	clock_text(w->in->integration->policy->value[POLICY_SNOOZE_UNTIL], until);
	w->barred = REASON_SNOOZED;
	w->bar_detail = arena_printf(cx->arena,
		"This integration is snoozed until %s: nothing is tracked or kept.", until);
}

static enum err check_settings(struct cx *cx, struct weighed *w)
{
	const struct integration *i = w->in->integration;
	const struct message *m = w->in->message;
	bool is_heard;

	w->barred = REASON_SWITCHED_OFF;
	if (!i->enabled)
		return OK;
	if (policy_is_snoozed(i->policy, w->in->received_ms)) {
		snooze(cx, w);
		return OK;
	}
	w->barred = REASON_NONE;
	TRY(check_user(cx, i, m, &is_heard));
	if (is_heard)
		return OK;
	w->barred = REASON_OTHER_USER;
	w->bar_detail =
		arena_printf(cx->arena, "It was played by %s; this integration only listens to %s.",
			m->user ? m->user : "nobody in particular", i->only_user);
	return OK;
}

/*
 * What is wrong with a refused body shows at its beginning, and nothing will
 * ever be made of the rest. Cuts between characters.
 */
static struct bytes kept_of(const struct incoming *a, enum reason reason)
{
	struct bytes body = a->body;
	const unsigned char *at = body.at;

	if (a->message->drop_body)
		body.at = NULL;
	if (!body.at || body.length <= REFUSED_KEPT || reason_outcome(reason) != OUTCOME_REFUSED)
		return body;
	body.length = REFUSED_KEPT;
	while (body.length > REFUSED_KEPT - 4 && (at[body.length] & 0xc0) == 0x80)
		body.length--;
	return body;
}

enum err ask_report(
	struct cx *cx, const struct incoming *in, struct verdict *out, struct weighed *w)
{
	const struct message *m = in->message;

	*out = (struct verdict){ .reason = REASON_NONE, .integration_id = in->integration->id };
	*w = (struct weighed){ .in = in, .out = out };
	TRY(check_settings(cx, w));
	w->asked.user_id = in->integration->user_id;
	w->asked.integration_id = in->integration->id;
	w->asked.message = m;
	if (w->barred != REASON_SNOOZED)
		w->asked.body = kept_of(in, m->reason);
	w->asked.is_daily = m->folds_daily;
	w->asked.run =
		m->folds_daily ? journal_run_of_day(cx->arena, m->event, in->received_ms) : m->run;
	w->asked.is_replay = in->replay_of != 0;
	w->asked.is_allowed = w->barred == REASON_NONE;
	return OK;
}

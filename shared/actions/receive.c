/* SPDX-License-Identifier: MIT */
/* receive.c -- matches, weighs and stores a message. */
#include "shared/actions/receive.h"

#include "shared/base/log.h"
#include "shared/store/correct.h"
#include "shared/store/delivery_write.h"
#include "shared/store/play.h"
#include "shared/store/work.h"

/* only_user is a user's name or id on the sender's side. */
static bool is_other_user(const struct integration *i, const struct message *m)
{
	if (!i->only_user)
		return false;
	if (m->user && strcasecmp(m->user, i->only_user) == 0)
		return false;
	return !m->user_id || strcasecmp(m->user_id, i->only_user) != 0;
}

/* Applies the settings of the integration. */
static enum reason check_settings(struct cx *cx, const struct incoming *a, struct verdict *out)
{
	const struct integration *i = a->integration;
	const struct message *m = a->message;

	if (m->reason != REASON_NONE)
		return m->reason;
	if (!i->enabled)
		return REASON_SWITCHED_OFF;
	if (!is_other_user(i, m))
		return REASON_NONE;
	out->detail =
		arena_printf(cx->arena, "It was played by %s; this integration only listens to %s.",
			m->user ? m->user : "nobody in particular", i->only_user);
	return REASON_OTHER_USER;
}

/* The state of the play afterwards. */
static void note_touched(const struct report *part, const struct decision *decision,
	const struct progress *was, int64_t play_id, struct touched *out)
{
	*out = (struct touched){ .report = *part, .play_id = play_id };
	if (decision->change == CHANGE_NONE) {
		out->state = was->is_open ? PLAY_IN_PROGRESS : PLAY_COMPLETED;
		out->share = was->share;
		out->position_ms = was->position_ms;
		out->duration_ms = was->duration_ms;
	} else {
		out->state = decision->completes ? PLAY_COMPLETED : PLAY_IN_PROGRESS;
		out->share = decision->share;
		out->position_ms = decision->position_ms;
		out->duration_ms = decision->duration_ms;
	}
}

/* Weighs the report of one item and stores the decision. */
static enum err weigh_part(struct cx *cx, struct store *s, const struct incoming *a,
	const struct report *part, int64_t work_id, struct verdict *out)
{
	struct play_key key = { .user_id = a->integration->user_id,
		.integration_id = a->integration->id };
	struct viewing viewing = { .user_id = key.user_id,
		.session = part->session,
		.looks_back = rules_looks_back(part) };
	struct progress was;
	struct decision decision;
	int64_t play_id;

	TRY(store_item_match(cx, s, work_id, part, &key.item_id));
	viewing.item_id = key.item_id;
	TRY(store_progress_get(cx, s, &viewing, &was, &play_id));
	rules_weigh(&a->integration->limits, &was, part, a->replay_of ? cx->now_ms : a->received_ms,
		&decision);
	TRY(store_decision_put(cx, s, &key, &decision, &play_id));
	/*
	 * The delivery has one reason for all of its items; this line is per
	 * item.
	 */
	log_debug("weigh integration=%" PRId64 " item=%" PRId64 " play=%" PRId64
		  " reason=%s share=%" PRId64 " was=%" PRId64,
		key.integration_id, key.item_id, play_id, reason_name(decision.reason),
		decision.share, was.share);
	if (decision.reason > out->reason)
		out->reason = decision.reason;
	if (play_id != 0)
		note_touched(part, &decision, &was, play_id, &out->touched[out->count++]);
	return OK;
}

static enum err weigh_parts(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	struct report whole = a->message->report, part;
	int parts = report_parts(&whole), conflicts = 0;
	bool finished = rules_completes(&a->integration->limits, &whole);
	int64_t work_id;

	TRY(store_work_match(cx, s, &whole, &work_id, &conflicts));
	if (a->replay_of && whole.at_ms == UNSAID)
		whole.at_ms = a->received_ms;
	out->touched = arena_array(cx->arena, (size_t)parts, sizeof(*out->touched));
	for (int i = 0; i < parts; i++) {
		report_part(&whole, i, finished, &part);
		TRY(weigh_part(cx, s, a, &part, work_id, out));
	}
	if (conflicts > 0)
		out->detail = arena_printf(cx->arena,
			"%s Some of its ids belong to another work; see "
			"`ryotctl check`.",
			reason_sentence(out->reason));
	return OK;
}

static enum err link_plays(struct cx *cx, struct store *s, const struct verdict *v)
{
	for (size_t i = 0; i < v->count; i++)
		TRY(store_delivery_link(cx, s, v->delivery_id, v->touched[i].play_id));
	return OK;
}

/* Writes only if the version has changed, which is rare. */
static enum err remember_sender(struct cx *cx, struct store *s, const struct incoming *a)
{
	const struct integration *i = a->integration;
	const char *version = a->message->sender_version;

	if (a->replay_of || !version ||
		(i->sender_version && strcmp(i->sender_version, version) == 0))
		return OK;
	return store_integration_sender(cx, s, i->id, version);
}

/* Stores the delivery: a new row, a fold, or the row that is replayed. */
static enum err remember(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	const struct message *m = a->message;
	struct bytes body = a->body;
	bool folded = false;
	struct delivery row = {
		.id = a->replay_of,
		.integration_id = a->integration->id,
		.last_ms = a->received_ms,
		.event = m->event,
		.sender_user = m->user,
		.event_id = m->event_id,
		.run = m->run,
		.reason = out->reason,
		.detail = out->detail,
		.bytes = (int64_t)a->body.length,
	};

	out->delivery_id = a->replay_of;
	if (m->drop_body)
		body.at = NULL;
	if (a->replay_of) {
		TRY(store_delivery_replayed(cx, s, &row));
	} else {
		if (m->ends_run)
			TRY(store_delivery_end_run(cx, s, row.integration_id, m->ends_run));
		TRY(store_delivery_keep(cx, s, &row, body, &out->delivery_id, &folded));
	}
	return folded ? OK : link_plays(cx, s, out);
}

enum err apply(struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	const struct message *m = a->message;

	*out = (struct verdict){ .detail = m->detail };
	if (m->event_id && !a->replay_of) {
		TRY(store_delivery_repeat(
			cx, s, a->integration->id, m->event_id, &out->delivery_id));
		if (out->delivery_id != 0) {
			out->reason = REASON_SEEN_BEFORE;
			out->detail = reason_sentence(out->reason);
			return OK;
		}
	}
	if (m->report.corrects && a->integration->enabled)
		TRY(store_work_correct(cx, s, a->integration->user_id, &m->report));
	out->reason = check_settings(cx, a, out);
	if (out->reason == REASON_NONE)
		TRY(weigh_parts(cx, s, a, out));
	if (!out->detail)
		out->detail = reason_sentence(out->reason);
	TRY(remember_sender(cx, s, a));
	return remember(cx, s, a, out);
}

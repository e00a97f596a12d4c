/* SPDX-License-Identifier: MIT */
/* receive.c -- matches, weighs and stores a message. */
#include "shared/actions/receive.h"

#include "shared/actions/unnamed.h"
#include "shared/actions/why.h"
#include "shared/base/fold.h"
#include "shared/base/log.h"
#include "shared/providers/provider.h"
#include "shared/store/correct.h"
#include "shared/store/delivery_write.h"
#include "shared/store/play.h"
#include "shared/store/question.h"
#include "shared/store/stack.h"
#include "shared/store/work.h"

/* only_user is a user's name or id on the sender's side. */
static enum err check_user(
	struct cx *cx, const struct integration *i, const struct message *m, bool *is_heard)
{
	*is_heard = true;
	if (!i->only_user)
		return OK;
	if (m->user)
		TRY(fold_compare(cx, m->user, i->only_user, is_heard));
	if (!m->user || !*is_heard)
		*is_heard = m->user_id && strcasecmp(m->user_id, i->only_user) == 0;
	return OK;
}

/* Applies the settings of the integration. */
static enum err check_settings(struct cx *cx, const struct incoming *a, struct verdict *out)
{
	const struct integration *i = a->integration;
	const struct message *m = a->message;
	bool is_heard;

	out->reason = m->reason;
	if (out->reason != REASON_NONE && !m->is_nameless)
		return OK;
	if (!i->enabled) {
		out->reason = REASON_SWITCHED_OFF;
		out->detail = NULL;
		return OK;
	}
	TRY(check_user(cx, i, m, &is_heard));
	if (is_heard)
		return OK;
	out->reason = REASON_OTHER_USER;
	out->detail =
		arena_printf(cx->arena, "It was played by %s; this integration only listens to %s.",
			m->user ? m->user : "nobody in particular", i->only_user);
	return OK;
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

static const char *sender_name(const struct integration *i)
{
	const struct provider *provider = provider_find(i->provider);

	return provider ? provider->title : "The server";
}

/* Weighs the report of one item and stores the decision. */
static enum err weigh_part(struct cx *cx, struct store *s, const struct incoming *a,
	const struct report *part, int64_t work_id, struct verdict *out)
{
	struct play_key key = { .user_id = a->integration->user_id,
		.integration_id = a->integration->id };
	struct viewing viewing = { .user_id = key.user_id,
		.session = part->session,
		.device = part->device,
		.looks_back = a->replay_of || rules_looks_back(part) };
	struct progress was;
	struct decision decision;
	int64_t play_id;

	TRY(store_item_match(cx, s, work_id, part, &key.item_id));
	viewing.item_id = key.item_id;
	TRY(store_progress_get(cx, s, &viewing, &was, &play_id));
	rules_weigh(&a->integration->limits, &was, part, a->replay_of ? cx->now_ms : a->received_ms,
		&decision);
	TRY(store_decision_put(cx, s, &key, &was, &decision, &play_id));
	/*
	 * The delivery has one reason for all of its items; this line is per
	 * item.
	 */
	log_debug("weigh integration=%" PRId64 " item=%" PRId64 " play=%" PRId64
		  " reason=%s share=%" PRId64 " was=%" PRId64,
		key.integration_id, key.item_id, play_id, reason_name(decision.reason),
		decision.share, was.share);
	if (decision.reason > out->reason) {
		out->reason = decision.reason;
		out->detail = why_text(cx, sender_name(a->integration), &was, &decision);
	}
	if (play_id != 0)
		note_touched(part, &decision, &was, play_id, &out->touched[out->count++]);
	return OK;
}

/* Less than this is the way from the sender to here. */
enum { CLOCK_NEAR_MS = 60000 };

/* A sender whose clock is wrong sends it along, which shows by how much. */
static void correct_time(struct report *r, int64_t received_ms)
{
	int64_t behind = received_ms - r->sent_ms;

	if (r->at_ms == UNSAID || r->sent_ms <= 0)
		return;
	if (behind > CLOCK_NEAR_MS || behind < -CLOCK_NEAR_MS)
		r->at_ms = r->at_ms + behind > 0 ? r->at_ms + behind : 0;
}

/* One file of several becomes a report of the film. */
static enum err take_stack(struct cx *cx, struct store *s, const struct incoming *a,
	struct stack *stack, int64_t work_id, struct report *whole)
{
	int64_t user_id = a->integration->user_id;

	if (stack->files == 0)
		TRY(store_stack_get(cx, s, user_id, whole->stack, stack));
	TRY(store_stack_put(cx, s, user_id, work_id, whole, stack));
	report_in_stack(whole, stack->lengths, stack->files);
	return OK;
}

static enum err weigh_parts(struct cx *cx, struct store *s, const struct incoming *a,
	struct stack *stack, struct verdict *out)
{
	struct report whole = a->message->report, part;
	int parts = report_parts(&whole), conflicts = 0;
	bool finished;
	int64_t work_id = stack->work_id;

	if (work_id == 0)
		TRY(store_work_match(cx, s, a->integration->user_id, &whole, &work_id, &conflicts));
	else
		whole.ids = stack->ids;
	if (whole.stack)
		TRY(take_stack(cx, s, a, stack, work_id, &whole));
	finished = rules_completes(&a->integration->limits, &whole);
	correct_time(&whole, a->received_ms);
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

/* Stores the delivery: a new row, a fold, or the row that is replayed. */
static enum err remember(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	const struct message *m = a->message;
	struct bytes body = kept_of(a, out->reason);
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
		.title = m->report.title,
		.season = m->report.season,
		.episode = m->report.episode,
		.part_title = m->report.part_title,
		.thing_id = out->thing_id,
		.is_accepted = out->reason != REASON_UNCHANGED,
	};

	if (reason_outcome(out->reason) == OUTCOME_UNMATCHED && out->thing_id)
		row.is_accepted = out->is_told;
	out->delivery_id = a->replay_of;
	if (a->answer) {
		TRY(store_delivery_weighed(cx, s, &row));
	} else if (a->replay_of) {
		TRY(store_delivery_replayed(cx, s, &row));
	} else if (m->folds_daily) {
		TRY(store_delivery_keep_daily(cx, s, &row, body, &out->delivery_id));
	} else {
		if (m->ends_run)
			TRY(store_delivery_end_run(cx, s, row.integration_id, m->ends_run));
		TRY(store_delivery_keep(cx, s, &row, body, &out->delivery_id, &folded));
	}
	return folded ? OK : link_plays(cx, s, out);
}

/*
 * A further file of a film has no ids, so its sink cannot tell what it is. When
 * the first file is known, it is that film.
 */
static enum err find_film(struct cx *cx, struct store *s, struct incoming *a,
	struct message *message, struct stack *stack)
{
	const struct report *r = &a->message->report;

	*stack = (struct stack){ .work_id = 0 };
	if (!r->stack || r->file < 2 ||
		(a->message->reason != REASON_UNSUPPORTED_TYPE &&
			a->message->reason != REASON_NO_IDENTIFIER))
		return OK;
	TRY(store_stack_get(cx, s, a->integration->user_id, r->stack, stack));
	if (stack->work_id == 0)
		return OK;
	*message = *a->message;
	message->reason = REASON_NONE;
	message->detail = NULL;
	message->is_nameless = false;
	message->report.kind = KIND_MOVIE;
	a->message = message;
	return OK;
}

/*
 * An episode whose show its sender does not name. When the show is known by
 * now, it is that show; when it can be asked for, the report waits.
 */
static enum err find_show(struct cx *cx, struct store *s, struct incoming *a,
	struct message *message, struct show_answer *answer)
{
	const char *key = a->message->unnamed_show;

	*answer = (struct show_answer){ .is_asked = false };
	if (!key)
		return OK;
	if (a->answer)
		*answer = *a->answer;
	else
		TRY(show_recall(cx, s, a->integration->id, key, answer));
	*message = *a->message;
	show_tell(cx, answer, message);
	a->message = message;
	return OK;
}

static enum err weigh_or_ask(struct cx *cx, struct store *s, const struct incoming *a,
	struct stack *stack, const struct show_answer *answer, struct verdict *out)
{
	if (answer->is_asked && a->message->is_nameless) {
		out->reason = REASON_SHOW_ASKED;
		out->detail = arena_printf(cx->arena,
			"Asking %s which show this is. It counts from its receipt as soon as the "
			"answer is there.",
			answer->url);
		return OK;
	}
	TRY(weigh_parts(cx, s, a, stack, out));
	if (!answer->is_old || !a->message->is_nameless)
		return OK;
	return show_wait(cx, s, a->integration->id, a->message->unnamed_show, 0, &out->is_asking);
}

/*
 * What its person said that it is, whatever the sender's server says; nothing
 * for a report with an id.
 */
static enum err find_thing(struct cx *cx, struct store *s, struct incoming *a,
	struct message *message, struct verdict *out)
{
	const struct message *m = a->message;

	if (m->is_nameless && out->reason == m->reason)
		return unnamed_find(cx, s, a, message, out);
	if (out->reason == REASON_UNSUPPORTED_TYPE && m->report.stack && m->report.file > 1)
		return unnamed_find_file(cx, s, a, out);
	return OK;
}

static enum err weigh_message(
	struct cx *cx, struct store *s, const struct incoming *incoming, struct verdict *out)
{
	struct incoming a = *incoming;
	struct message film, episode, chosen;
	struct show_answer answer;
	struct stack stack;

	TRY(find_film(cx, s, &a, &film, &stack));
	TRY(find_show(cx, s, &a, &episode, &answer));
	out->detail = a.message->detail;
	TRY(check_settings(cx, &a, out));
	TRY(find_thing(cx, s, &a, &chosen, out));
	if (out->reason == REASON_NONE)
		TRY(weigh_or_ask(cx, s, &a, &stack, &answer, out));
	if (!out->detail)
		out->detail = reason_sentence(out->reason);
	if (a.message->note)
		out->detail = arena_join(cx->arena, out->detail, " ", a.message->note);
	return OK;
}

/* It waits, or does no longer. */
static enum err ask_of_show(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	if (out->reason == REASON_SHOW_ASKED)
		return show_wait(cx, s, a->integration->id, a->message->unnamed_show,
			out->delivery_id, &out->is_asking);
	if (a->replay_of)
		TRY(store_waiting_end(cx, s, out->delivery_id));
	return OK;
}

enum err receive_message(
	struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
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
	TRY(weigh_message(cx, s, a, out));
	TRY(remember_sender(cx, s, a));
	TRY(remember(cx, s, a, out));
	return m->unnamed_show ? ask_of_show(cx, s, a, out) : OK;
}

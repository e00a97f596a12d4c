/* SPDX-License-Identifier: MIT */
/* receive.c -- see receive.h: match, weigh, write, remember. */
#include "shared/actions/receive.h"

#include "shared/actions/why.h"
#include "shared/providers/sink.h"
#include "shared/store/media.h"

/* The account is named by its name, or by its id on the sender's side. */
static bool is_other_user(const struct integration *i, const struct message *m)
{
	if (!i->only_user)
		return false;
	if (m->user && strcasecmp(m->user, i->only_user) == 0)
		return false;
	return !m->user_id || strcasecmp(m->user_id, i->only_user) != 0;
}

/* What the integration's own settings say; only sinks that name users. */
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

/* The play as it stands afterwards. */
static void note_touched(const struct report *part, const struct decision *decision,
	const struct progress *was, int64_t play_id, struct touched *out)
{
	*out = (struct touched){ .report = *part, .play_id = play_id };
	if (decision->change == CHANGE_NONE) {
		out->is_completed = !was->is_open;
		out->share = was->share;
		out->position_ms = was->position_ms;
		out->duration_ms = was->duration_ms;
	} else {
		out->is_completed = decision->completes;
		out->share = decision->share;
		out->position_ms = decision->position_ms;
		out->duration_ms = decision->duration_ms;
	}
}

static const char *sender_name(const struct integration *i)
{
	const struct sink *sink = sink_find(i->provider);

	return sink ? sink->title : "The server";
}

/* One item: standing, rules, store. */
static enum err weigh_part(struct cx *cx, struct store *s, const struct incoming *a,
	const struct report *part, int64_t work_id, struct verdict *out)
{
	struct play_key key = { .user_id = a->integration->user_id,
		.integration_id = a->integration->id };
	struct viewing viewing = { .user_id = key.user_id,
		.session = part->session,
		.device = part->device,
		.looks_back = rules_looks_back(part) };
	struct progress was;
	struct decision decision;
	int64_t play_id;
	enum err err = store_item_match(cx, s, work_id, part, &key.item_id);

	viewing.item_id = key.item_id;
	if (err == OK)
		err = store_progress_get(cx, s, &viewing, &was, &play_id);
	if (err != OK)
		return err;
	rules_weigh(&a->integration->limits, &was, part, a->replay_of ? cx->now_ms : a->received_ms,
		&decision);
	err = store_decision_put(cx, s, &key, &was, &decision, &play_id);
	if (err != OK)
		return err;
	if (decision.reason > out->reason) {
		out->reason = decision.reason;
		out->detail = why_text(cx, sender_name(a->integration), &was, &decision);
	}
	if (play_id != 0)
		note_touched(part, &decision, &was, play_id, &out->touched[out->count++]);
	return OK;
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
	enum err err = OK;

	if (work_id == 0)
		err = store_work_match(cx, s, &whole, &work_id, &conflicts);
	else
		whole.ids = stack->ids;
	if (err == OK && whole.stack)
		err = take_stack(cx, s, a, stack, work_id, &whole);
	finished = rules_completes(&a->integration->limits, &whole);
	if (a->replay_of && whole.at_ms == UNSAID)
		whole.at_ms = a->received_ms;
	out->touched = arena_array(cx->arena, (size_t)parts, sizeof(*out->touched));
	for (int i = 0; i < parts && err == OK; i++) {
		report_part(&whole, i, finished, &part);
		err = weigh_part(cx, s, a, &part, work_id, out);
	}
	if (conflicts > 0)
		out->detail = arena_printf(cx->arena,
			"%s Some of its ids belong to another work; see "
			"`ryotctl check`.",
			reason_sentence(out->reason));
	return err;
}

static enum err link_plays(struct cx *cx, struct store *s, const struct verdict *v)
{
	enum err err = OK;

	for (size_t i = 0; i < v->count && err == OK; i++)
		err = store_delivery_link(cx, s, v->delivery_id, v->touched[i].play_id);
	return err;
}

/* Written only when it is another one than before: seldom. */
static enum err remember_sender(struct cx *cx, struct store *s, const struct incoming *a)
{
	const struct integration *i = a->integration;
	const char *version = a->message->sender_version;

	if (a->replay_of || !version ||
		(i->sender_version && strcmp(i->sender_version, version) == 0))
		return OK;
	return store_integration_sender(cx, s, i->id, version);
}

/* The delivery's row: a new one, a fold, or the replayed one again. */
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
	enum err err = OK;

	out->delivery_id = a->replay_of;
	if (m->drop_body)
		body.at = NULL;
	if (a->replay_of) {
		err = store_delivery_replayed(cx, s, &row);
	} else {
		if (m->ends_run)
			err = store_delivery_end_run(cx, s, row.integration_id, m->ends_run);
		if (err == OK)
			err = store_delivery_keep(cx, s, &row, body, &out->delivery_id, &folded);
	}
	if (err != OK || folded)
		return err;
	return link_plays(cx, s, out);
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
	message->report.kind = KIND_MOVIE;
	a->message = message;
	return OK;
}

static enum err weigh_message(
	struct cx *cx, struct store *s, const struct incoming *incoming, struct verdict *out)
{
	struct incoming a = *incoming;
	struct message message;
	struct stack stack;

	TRY(find_film(cx, s, &a, &message, &stack));
	out->detail = a.message->detail;
	out->reason = check_settings(cx, &a, out);
	if (out->reason == REASON_NONE)
		TRY(weigh_parts(cx, s, &a, &stack, out));
	if (!out->detail)
		out->detail = reason_sentence(out->reason);
	if (a.message->note)
		out->detail = arena_join(cx->arena, out->detail, " ", a.message->note);
	return OK;
}

enum err apply(struct cx *cx, struct store *s, const struct incoming *a, struct verdict *out)
{
	const struct message *m = a->message;
	enum err err = OK;

	*out = (struct verdict){ .detail = m->detail };
	if (m->event_id && !a->replay_of) {
		err = store_delivery_repeat(
			cx, s, a->integration->id, m->event_id, &out->delivery_id);
		if (err != OK)
			return err;
		if (out->delivery_id != 0) {
			out->reason = REASON_SEEN_BEFORE;
			out->detail = reason_sentence(out->reason);
			return OK;
		}
	}
	err = weigh_message(cx, s, a, out);
	if (err != OK)
		return err;
	err = remember_sender(cx, s, a);
	return err == OK ? remember(cx, s, a, out) : err;
}

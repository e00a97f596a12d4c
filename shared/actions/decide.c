/* SPDX-License-Identifier: MIT */
#include "shared/actions/decide.h"

#include "shared/actions/why.h"
#include "shared/base/log.h"
#include "shared/providers/provider.h"

/* ---- is all there that is needed? ---- */

/* The item as it is known now is the one that was read, or new. */
static bool is_current(const struct asked_part *at)
{
	const struct known_item *item = at->slot->item;

	if (!item && at->before)
		item = at->before->item;
	if (item != at->item && (at->item || !item->is_new))
		return false;
	return !item || !item->standing.is_over;
}

/* The slots of a work that is new in this round: nothing was read of it. */
static void find_slots(struct known *known, const struct asked *a, const struct report *part,
	struct asked_part *at)
{
	bool is_new;

	at->slot = match_slot(known, a->work, match_part(known->arena, part), &is_new);
	if (match_may_be_renamed(at->slot, part))
		at->before = match_slot(known, a->work, part->part_before, &is_new);
}

static bool find_items(struct known *known, struct asked *a)
{
	for (int i = 0; i < a->parts && a->work; i++) {
		struct report part;

		if (!a->list[i].slot) {
			report_part(a->report, i, false, &part);
			find_slots(known, a, &part, &a->list[i]);
		}
		if (!is_current(&a->list[i]))
			return false;
	}
	return true;
}

/* The work may have become known in this round. */
static bool find_all(struct known *known, struct asked *a)
{
	struct known_work *work;

	if (a->stack && a->stack->is_used)
		return false;
	if (!a->is_weighed)
		return true;
	if (!a->is_film) {
		if (!match_find(&a->match, &work))
			return false;
		if (work != a->work && (a->work || !work->is_new))
			return false;
		a->work = work;
	}
	return find_items(known, a);
}

/* ---- weighing ---- */

/* The state of the play afterwards. */
static void note_touched(const struct report *part, const struct decision *decision,
	const struct progress *was, struct touched *out)
{
	*out = (struct touched){ .report = part };
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

static struct known_item *take_item(
	struct known *known, const struct asked *a, const struct report *part, size_t index)
{
	struct asked_part *at = &a->list[index];

	if (!at->slot)
		find_slots(known, a, part, at);
	return match_take_item(known, at->slot, at->before, part);
}

/* The delivery has one reason for all of its items: the weightiest. */
static void take_reason(struct cx *cx, struct weighed *w, const struct progress *was,
	const struct decision *decision)
{
	if (decision->reason <= w->out->reason)
		return;
	w->out->reason = decision->reason;
	w->out->detail = why_text(cx, sender_name(w->in->integration), was, decision);
}

static void weigh_part(
	struct cx *cx, struct known *known, struct weighed *w, const struct report *part)
{
	const struct integration *to = w->in->integration;
	struct weighed_part *at = &w->parts[w->count];
	struct known_item *item = take_item(known, &w->asked, part, w->count);
	struct play_key key = { .user_id = to->user_id, .integration_id = to->id };
	struct viewing viewing = { .user_id = key.user_id,
		.session = part->session,
		.device = part->device,
		.looks_back = w->in->replay_of || rules_looks_back(part) };
	struct decision decision;
	struct progress was;

	standing_progress(&item->standing, &viewing, w->asked.list[w->count].session_done, &was);
	rules_weigh(&w->limits, &was, part, w->in->replay_of ? cx->now_ms : w->in->received_ms,
		&decision);
	w->has_begun = w->has_begun || decision.change == CHANGE_CREATE;
	at->item = item;
	at->play = standing_change(known, item, &key, &was, &decision);
	at->reason = decision.reason;
	w->out->is_put_off = w->out->is_put_off || decision.is_put_off;
	at->share = decision.share;
	at->was = was.share;
	w->count++;
	take_reason(cx, w, &was, &decision);
	if (at->play)
		note_touched(part, &decision, &was, &w->out->touched[w->out->count++]);
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
static void take_stack(struct known *known, const struct asked *a, struct report *whole)
{
	match_learn_stack(known, a->stack, a->work, whole);
	report_in_stack(whole, a->stack->lengths, a->stack->files);
}

static void weigh_parts(struct cx *cx, struct known *known, struct weighed *w)
{
	const struct incoming *in = w->in;
	struct asked *a = &w->asked;
	struct report whole = *a->report, *parts;
	int conflicts = 0;
	bool finished;

	if (!a->is_film)
		a->work = match_learn(known, &a->match, a->work, &conflicts);
	if (a->stack)
		take_stack(known, a, &whole);
	w->limits = policy_limits(in->integration->policy, &in->integration->limits, whole.kind);
	finished = rules_completes(&w->limits, &whole);
	correct_time(&whole, in->received_ms);
	if (in->replay_of && whole.at_ms == UNSAID)
		whole.at_ms = in->received_ms;
	parts = arena_raw(cx->arena, (size_t)a->parts * sizeof(*parts));
	w->parts = arena_array(cx->arena, (size_t)a->parts, sizeof(*w->parts));
	w->out->touched = arena_array(cx->arena, (size_t)a->parts, sizeof(*w->out->touched));
	for (int i = 0; i < a->parts; i++) {
		report_part(&whole, i, finished, &parts[i]);
		weigh_part(cx, known, w, &parts[i]);
	}
	if (conflicts > 0)
		w->out->detail = arena_printf(cx->arena,
			"%s Some of its ids belong to another work; see "
			"`ryotctl check`.",
			reason_sentence(w->out->reason));
}

/* Why it is not weighed, if so. */
static void judge(struct cx *cx, struct weighed *w)
{
	const struct message *m = w->in->message;
	struct verdict *out = w->out;

	out->reason = w->stranger_id ? w->barred : m->reason;
	out->detail = w->stranger_id ? w->bar_detail : m->detail;
	if (w->stranger_id)
		return;
	if (w->asked.is_film) {
		out->reason = REASON_NONE;
		out->detail = NULL;
	}
	if (out->reason != REASON_NONE && !m->is_nameless)
		return;
	if (w->barred != REASON_NONE) {
		out->reason = w->barred;
		out->detail = w->bar_detail;
	} else if (w->asked.waits) {
		out->reason = REASON_SHOW_ASKED;
		out->detail = arena_printf(cx->arena,
			"Asking %s which show this is. It counts from its receipt as soon as the "
			"answer is there.",
			w->answer->url);
	}
}

static void weigh(struct cx *cx, struct known *known, struct weighed *w)
{
	const struct message *m = w->in->message;

	judge(cx, w);
	if (w->asked.is_weighed)
		weigh_parts(cx, known, w);
	if (!w->out->detail)
		w->out->detail = reason_sentence(w->out->reason);
	if (w->has_begun && w->left.play_id)
		w->out->detail = arena_join(cx->arena, w->out->detail, " ",
			why_left(cx, w->left.season, w->left.episode, w->left.share));
	if (m->note)
		w->out->detail = arena_join(cx->arena, w->out->detail, " ", m->note);
}

/* ---- the journal ---- */

static struct journal_row row_of(const struct weighed *w)
{
	const struct incoming *in = w->in;
	const struct message *m = in->message;
	return (struct journal_row){
		.integration_id = in->integration->id,
		.last_ms = in->received_ms,
		.event = m->event,
		.sender_user = m->user,
		.reason = w->out->reason,
		.detail = w->out->detail,
		.bytes = (int64_t)in->body.length,
		.title = m->report.title,
		.season = m->report.season,
		.episode = m->report.episode,
		.part_title = m->report.part_title,
		.thing_id = w->out->thing_id,
	};
}

static void link_plays(struct known *known, const struct weighed *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->parts[i].play)
			journal_link(known, w->row, w->parts[i].play);
}

/* A new row, or a fold. */
static void keep(struct known *known, struct weighed *w)
{
	const struct asked *a = &w->asked;
	struct journal_entry entry = { .row = row_of(w),
		.body = a->kept,
		.event = a->event,
		.run = a->of_run,
		.ends = a->ends,
		.is_daily = a->is_daily };
	bool is_unmatched = reason_outcome(w->out->reason) == OUTCOME_UNMATCHED, folded;

	entry.body.is_accepted = (is_unmatched && w->out->thing_id) || w->stranger_id
					 ? w->out->is_told
					 : w->out->reason != REASON_UNCHANGED;
	w->row = journal_keep(known, &entry, &folded);
	if (!folded)
		link_plays(known, w);
}

/* The row that is there already. */
static void keep_again(struct known *known, struct weighed *w)
{
	struct journal_row *row = arena_alloc(known->arena, sizeof(*row));

	*row = row_of(w);
	row->id = w->in->replay_of;
	w->row = row;
	link_plays(known, w);
}

/* Written only if the version has changed, which is rare. */
static void hear_version(struct known *known, const struct weighed *w)
{
	const char *version = w->in->message->sender_version;

	if (version && !w->in->replay_of)
		known_hear(
			known, w->in->integration->id, w->in->integration->sender_version, version);
}

bool decide_report(struct cx *cx, struct known *known, struct weighed *w)
{
	struct asked *a = &w->asked;

	if (a->event && a->event->row) {
		journal_repeat(known, a->event->row);
		w->row = a->event->row;
		w->out->reason = REASON_SEEN_BEFORE;
		w->out->detail = reason_sentence(REASON_SEEN_BEFORE);
		return true;
	}
	if (!find_all(known, a))
		return false;
	weigh(cx, known, w);
	hear_version(known, w);
	if (w->in->replay_of)
		keep_again(known, w);
	else
		keep(known, w);
	return true;
}

void decide_end(const struct weighed *w)
{
	size_t touched = 0;

	w->out->delivery_id = w->row->id;
	for (size_t i = 0; i < w->count; i++) {
		const struct weighed_part *part = &w->parts[i];
		int64_t play_id = part->play ? part->play->id : 0;

		if (part->play)
			w->out->touched[touched++].play_id = play_id;
		log_debug("weigh integration=%" PRId64 " item=%" PRId64 " play=%" PRId64
			  " reason=%s share=%" PRId64 " was=%" PRId64,
			w->in->integration->id, part->item->id, play_id, reason_name(part->reason),
			part->share, part->was);
	}
}

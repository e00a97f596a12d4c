/* SPDX-License-Identifier: MIT */
/* receive.c -- reads, decides and writes rounds of messages. */
#include "shared/actions/receive.h"

#include "shared/actions/ask.h"
#include "shared/actions/credits.h"
#include "shared/actions/routing.h"
#include "shared/actions/unnamed.h"
#include "shared/store/correct.h"
#include "shared/store/delivery_keep.h"
#include "shared/store/delivery_write.h"
#include "shared/store/sender_account.h"
#include "shared/store/stack.h"

/* Does no id name what it is about? Then rows beside the round are needed. */
static bool is_unnamed(const struct message *m)
{
	return m->is_nameless || m->unnamed_show ||
	       (m->reason == REASON_UNSUPPORTED_TYPE && m->report.stack && m->report.file > 1);
}

/* Does it change rows in a way that others of the round would not see? */
static bool is_alone(const struct incoming *in)
{
	return in->replay_of || in->message->report.corrects || is_unnamed(in->message) ||
	       credits_are_wanted(in);
}

/* How many of them are one round. */
static size_t round_length(const struct incoming list[], size_t count)
{
	size_t length = 1;

	if (count > ROUND_REPORTS)
		count = ROUND_REPORTS;
	while (length < count && !is_alone(&list[0]) && !is_alone(&list[length]))
		length++;
	return length;
}

static enum err correct(struct cx *cx, struct store *s, const struct incoming *in)
{
	if (!in->message->report.corrects || !in->integration->enabled)
		return OK;
	return store_work_correct(cx, s, in->integration->user_id, &in->message->report);
}

/* ---- whose it is ---- */

/* Ticks fold within a turn only, so that it can be weighed later. */
static void let_wait(struct cx *cx, struct weighed *w, const struct routed *routed)
{
	w->barred = routed->barred;
	w->bar_detail = routed->detail;
	w->stranger_id = routed->stranger_id;
	w->out->is_told = routed->is_told;
	w->asked.is_allowed = false;
	if (w->stranger_id && w->asked.run)
		w->asked.run = arena_printf(cx->arena, "%s %" PRId64, w->asked.run, routed->turn);
}

static enum err ask(struct cx *cx, struct store *s, const struct incoming *in, struct verdict *out,
	struct weighed *w)
{
	struct incoming *passed_on;
	struct routed routed;

	TRY(ask_report(cx, in, out, w));
	if (!in->integration->is_shared || w->barred != REASON_NONE)
		return OK;
	TRY(routing_find(cx, s, in, &routed));
	if (routed.barred != REASON_NONE)
		let_wait(cx, w, &routed);
	if (routed.to == in->integration)
		return OK;
	passed_on = arena_raw(cx->arena, sizeof(*passed_on));
	*passed_on = *in;
	passed_on->integration = routed.to;
	return ask_report(cx, passed_on, out, w);
}

static enum err put_strangers(
	struct cx *cx, struct store *s, const struct weighed list[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].stranger_id && list[i].out->reason == REASON_STRANGER)
			TRY(store_stranger_put(cx, s, list[i].row->id, list[i].stranger_id));
	return OK;
}

/* The one whose server is asked for shows. */
static int64_t asker(const struct integration *i)
{
	return i->hook_id ? i->hook_id : i->id;
}

/* ---- what no id names ---- */

/* A report, as it is named by its person or by its sender's server. */
struct naming {
	struct incoming in;
	struct message episode, chosen;
	struct show_answer answer;
};

/*
 * An episode whose show its sender does not name. When the show is known by
 * now, it is that show; when it can be asked for, the report waits.
 */
static enum err find_show(struct cx *cx, struct store *s, struct naming *n)
{
	const struct incoming *in = &n->in;
	const char *key = in->message->unnamed_show;

	n->answer = (struct show_answer){ .is_asked = false };
	if (!key)
		return OK;
	if (in->answer)
		n->answer = *in->answer;
	else
		TRY(show_recall(cx, s, asker(in->integration), key, &n->answer));
	n->episode = *in->message;
	show_tell(cx, &n->answer, &n->episode);
	n->in.message = &n->episode;
	return OK;
}

/*
 * What its person said that it is, whatever the sender's server says; nothing
 * for a report with an id.
 */
static enum err find_thing(struct cx *cx, struct store *s, struct naming *n, struct weighed *w)
{
	const struct message *m = n->in.message;

	if (m->is_nameless && w->barred == REASON_NONE)
		return unnamed_find(cx, s, &n->in, &n->chosen, w->out);
	if (m->reason == REASON_UNSUPPORTED_TYPE && m->report.stack && m->report.file > 1)
		return unnamed_find_file(cx, s, &n->in, w->out);
	return OK;
}

static enum err find_film(
	struct cx *cx, struct store *s, struct known *known, const struct weighed *w, bool *is_film)
{
	const struct message *m = w->in->message;
	struct known_stack *stack;

	*is_film = false;
	if (!m->report.stack)
		return OK;
	TRY(store_stack_read(cx, s, known, w->asked.user_id, m->report.stack, &stack));
	*is_film = match_is_film(stack, m);
	return OK;
}

static enum err is_repeat(
	struct cx *cx, struct store *s, struct known *known, const struct weighed *w, bool *out)
{
	const char *event_id = w->in->message->event_id;
	struct journal_event *event;

	*out = false;
	if (!event_id || w->in->replay_of)
		return OK;
	TRY(store_event_read(cx, s, known, w->asked.integration_id, event_id, &event));
	*out = event->row != NULL;
	return OK;
}

/* Before it is read: what it is about, as far as that is known elsewhere. */
static enum err name(struct cx *cx, struct store *s, struct known *known, struct weighed *w)
{
	struct naming *n;
	bool is_known;

	if (!is_unnamed(w->in->message))
		return OK;
	TRY(is_repeat(cx, s, known, w, &is_known));
	if (!is_known)
		TRY(find_film(cx, s, known, w, &is_known));
	if (is_known)
		return OK;
	n = arena_raw(cx->arena, sizeof(*n));
	n->in = *w->in;
	TRY(find_show(cx, s, n));
	TRY(find_thing(cx, s, n, w));
	w->in = &n->in;
	w->answer = &n->answer;
	w->asked.message = n->in.message;
	w->asked.waits = n->answer.is_asked && n->in.message->is_nameless;
	return OK;
}

/* Afterwards: it waits, or does no longer, or the answer is to be renewed. */
static enum err ask_of_show(struct cx *cx, struct store *s, struct weighed *w)
{
	const struct message *m = w->in->message;
	int64_t integration_id = asker(w->in->integration), id = w->out->delivery_id;

	if (!w->answer || !m->unnamed_show)
		return OK;
	if (w->out->reason == REASON_SHOW_ASKED)
		return show_wait(cx, s, integration_id, m->unnamed_show, id, &w->out->is_asking);
	if (w->asked.is_weighed && w->answer->is_old && m->is_nameless)
		TRY(show_wait(cx, s, integration_id, m->unnamed_show, 0, &w->out->is_asking));
	return w->in->replay_of ? store_waiting_end(cx, s, id) : OK;
}

/* ---- rounds ---- */

static enum err read_one(struct cx *cx, struct store *s, struct known *known, struct weighed *w)
{
	TRY(name(cx, s, known, w));
	return store_round_read(cx, s, known, &w->asked, 1);
}

/* What a replay led to is written over what is there. */
static enum err rewrite(struct cx *cx, struct store *s, const struct weighed *w)
{
	const struct journal_row *row = w->row;
	const struct delivery replayed = {
		.id = row->id,
		.event = row->event,
		.sender_user = row->sender_user,
		.reason = row->reason,
		.detail = row->detail,
		.title = row->title,
		.season = row->season,
		.episode = row->episode,
		.part_title = row->part_title,
		.thing_id = row->thing_id,
	};

	if (w->in->answer)
		return store_delivery_weighed(cx, s, &replayed);
	return w->in->replay_of ? store_delivery_replayed(cx, s, &replayed) : OK;
}

/* Its picture is to be asked for. */
static bool has_new_work(const struct known *known)
{
	for (size_t i = 0; i < known->works.count; i++)
		if (((const struct known_work *)known->works.at[i])->is_new)
			return true;
	return false;
}

/* A round; *count is as many as could be decided together. */
static enum err take_round(struct cx *cx, struct store *s, const struct incoming list[],
	struct verdict out[], size_t *count)
{
	size_t length = round_length(list, *count);
	struct weighed *w = arena_raw(cx->arena, length * sizeof(*w));
	struct known known;

	known_init(&known, cx->arena, cx->now_ms);
	TRY(correct(cx, s, &list[0]));
	for (size_t i = 0; i < length; i++) {
		TRY(ask(cx, s, &list[i], &out[i], &w[i]));
		TRY(read_one(cx, s, &known, &w[i]));
	}
	TRY(credits_find(cx, s, &w[0]));
	*count = 0;
	while (*count < length && decide_report(cx, &known, &w[*count]))
		++*count;
	ASSERT(*count > 0);
	TRY(rewrite(cx, s, &w[0]));
	TRY(store_round_write(cx, s, &known));
	out[0].is_asking = has_new_work(&known);
	TRY(credits_complete(cx, s, &w[0]));
	TRY(put_strangers(cx, s, w, *count));
	for (size_t i = 0; i < *count; i++)
		decide_end(&w[i]);
	return ask_of_show(cx, s, &w[0]);
}

enum err receive_messages(struct cx *cx, struct store *s, const struct incoming list[],
	size_t count, struct verdict out[])
{
	for (size_t done = 0; done < count;) {
		size_t taken = count - done;

		TRY(take_round(cx, s, list + done, out + done, &taken));
		done += taken;
	}
	return OK;
}

enum err receive_message(
	struct cx *cx, struct store *s, const struct incoming *in, struct verdict *out)
{
	return receive_messages(cx, s, in, 1, out);
}

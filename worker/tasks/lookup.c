/* SPDX-License-Identifier: MIT */
/*
 * lookup.c -- asks the server of one integration for the shows that reports
 * wait for, one after the other, and weighs what waits.
 *
 * A server that cannot be reached, or refuses the key, ends the task: what
 * waits goes on waiting, and the server has its back-off. An answer that says
 * nothing delays that show only, unless several in a row say nothing.
 */
#include "shared/actions/quota.h"
#include "shared/actions/show_settle.h"
#include "shared/base/clock.h"
#include "shared/providers/provider.h"
#include "worker/tasks/contact.h"

enum {
	ROWS_MEMORY = 16 << 20, /* one commit of them */
	SILENT_MAX = 3,         /* answers in a row that say nothing */
};

struct lookup_task {
	struct task task;
	struct arena rows; /* of the deliveries that are being weighed */
	const struct integration *integration;
	struct contact contact;
	const struct lookup *lookup;
	bool has_answer;                 /* one of them said something */
	const struct question *question; /* that is asked now, or NULL */
	int silent;
	struct settled settled;
	int64_t seen;
};

static struct lookup_task *lookup_of(struct task *task)
{
	return (struct lookup_task *)(void *)task;
}

/* ---- what waits ---- */

/* Is an answer still that of the integration's server? */
static enum err check_server(struct lookup_task *t, struct cx *cx, bool *is_same)
{
	const struct server *now = NULL;

	TRY(store_server_get(cx, t->task.store, t->task.id, &now));
	*is_same = now && strcmp(now->url, t->contact.server->url) == 0;
	return OK;
}

/* Ends the question, with the last of what waits for it. */
static enum err settle_part(struct lookup_task *t, struct cx *cx, const struct settling *what,
	const struct question *question, bool *is_done)
{
	struct store *s = t->task.store;
	bool is_same = true;

	*is_done = true;
	if (question)
		TRY(check_server(t, cx, &is_same));
	if (!is_same)
		return OK;
	TRY(show_settle_some(cx, s, what, &t->settled, is_done));
	if (!*is_done || !question)
		return OK;
	return show_keep(cx, s, question, &what->answer.show);
}

/* One bad row does not keep the others, which are weighed again without it. */
static enum err settle_bad(struct lookup_task *t, struct cx *cx, int64_t id)
{
	TRY(store_begin(cx, t->task.store));
	return store_end(cx, t->task.store, show_settle_fail(cx, t->task.store, id, &t->settled));
}

static enum err settle_once(struct lookup_task *t, struct cx *cx, const struct settling *what,
	const struct question *question, bool *is_done)
{
	struct settled before = t->settled;
	int64_t bad;
	enum err err;

	TRY(store_begin(cx, t->task.store));
	err = store_end(cx, t->task.store, settle_part(t, cx, what, question, is_done));
	bad = t->settled.weighing;
	if (err != OK)
		t->settled = before;
	if (bad == 0 || err_is_passing(err))
		return err;
	*is_done = false;
	return settle_bad(t, cx, bad);
}

/* question: NULL when there is no answer to keep. */
static enum err settle_all(
	struct lookup_task *t, const struct settling *what, const struct question *question)
{
	struct cx cx = { .arena = &t->rows, .now_ms = t->task.cx.now_ms };
	bool is_done = false;
	enum err err = OK;

	while (err == OK && !is_done) {
		err = settle_once(t, &cx, what, question, &is_done);
		if (err != OK)
			snprintf(t->task.cx.note, sizeof(t->task.cx.note), "%s", cx.note);
		arena_reset(&t->rows);
		if (!is_done)
			store_yield();
	}
	return err;
}

static struct settling settling_of(const struct lookup_task *t, int64_t before_ms)
{
	return (struct settling){
		.integration = t->integration,
		.which = { .integration_id = t->task.id, .before_ms = before_ms },
		.answer = { .show = lookup_nothing() },
		.read = sink_read_again,
	};
}

static enum err prune(struct lookup_task *t, int64_t before_ms)
{
	TRY(store_begin(&t->task.cx, t->task.store));
	return store_end(&t->task.cx, t->task.store,
		store_question_prune(&t->task.cx, t->task.store, t->task.id, before_ms));
}

/* Nobody can be asked: its sender's own reason is what remains. */
static enum err settle_unasked(struct lookup_task *t)
{
	const struct settling what = settling_of(t, INT64_MAX);

	TRY(settle_all(t, &what, NULL));
	return prune(t, INT64_MAX);
}

static enum err settle_late(struct lookup_task *t)
{
	int64_t before_ms = t->task.cx.now_ms - WAITING_MS;
	struct settling what = settling_of(t, before_ms);
	const char *error = t->contact.server->last_error;

	what.answer.reason = arena_printf(t->task.cx.arena,
		"%s did not say within a week which show this is%s%s. Once it answers, replay this "
		"delivery.",
		t->contact.server->url, error ? ": " : "", error ? error : "");
	TRY(settle_all(t, &what, NULL));
	return prune(t, before_ms);
}

/* ---- asking ---- */

static bool may_be_asked(const struct lookup_task *t)
{
	return t->integration->enabled && t->contact.server->refused_ms == UNSAID &&
	       t->contact.server->next_ms <= t->task.cx.now_ms;
}

static enum err next_question(struct lookup_task *t, int64_t after)
{
	return store_question_next(&t->task.cx, t->task.store, t->task.id, after, &t->question);
}

static enum err prepare(struct lookup_task *t)
{
	struct cx *cx = &t->task.cx;

	t->contact.service = provider_service(t->contact.server->provider);
	t->lookup = provider_lookup(t->contact.server->provider);
	if (!t->contact.service || !t->lookup)
		return err_note(cx, ERR_CONF, "this version asks no server of %.50s",
			t->contact.server->provider);
	TRY(next_question(t, 0));
	return t->question ? contact_open(&t->task, &t->contact) : OK;
}

static enum err begin(struct task *task)
{
	struct lookup_task *t = lookup_of(task);

	arena_init_child(&t->rows, &task->arena, ROWS_MEMORY);
	if (task->worker->options->is_dry)
		return OK;
	TRY(store_integration_by_id(&task->cx, task->store, task->id, &t->integration));
	if (!t->integration)
		return OK; /* it was just removed, and with it all that waited */
	TRY(store_server_get(&task->cx, task->store, task->id, &t->contact.server));
	if (!t->contact.server)
		return settle_unasked(t);
	TRY(settle_late(t));
	return may_be_asked(t) ? prepare(t) : OK;
}

static bool next(struct task *task, struct fetch_order *order)
{
	struct lookup_task *t = lookup_of(task);

	if (!t->question)
		return false;
	if (contact_order(&t->contact, order))
		return true;
	order->ask.path = arena_printf(
		task->cx.arena, "%s%s%s", t->lookup->before, t->question->show, t->lookup->after);
	return true;
}

static enum err put_off(struct lookup_task *t)
{
	struct cx *cx = &t->task.cx;
	int64_t next_ms = cx->now_ms + task_backoff_ms(t->question->failures + 1);

	TRY(store_begin(cx, t->task.store));
	return store_end(
		cx, t->task.store, store_question_failed(cx, t->task.store, t->question, next_ms));
}

/* Its note stays, for the page, when the others are answered. */
static enum err take_silence(struct lookup_task *t, enum err err)
{
	const char *note = arena_strdup(&t->task.arena, t->task.cx.note);

	TRY(put_off(t));
	snprintf(t->task.cx.note, sizeof(t->task.cx.note), "%s", note);
	t->silent++;
	TRY(next_question(t, t->question->id));
	return t->silent < SILENT_MAX && (t->question || t->has_answer) ? OK : err;
}

static enum err take_show(struct lookup_task *t, const struct show *show)
{
	struct settling what = settling_of(t, INT64_MAX);

	t->silent = 0;
	t->has_answer = true;
	what.which.question_id = t->question->id;
	what.answer.show = *show;
	what.answer.url = t->contact.server->url;
	TRY(settle_all(t, &what, t->question));
	return next_question(t, t->question->id);
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	struct lookup_task *t = lookup_of(task);
	struct show show;
	enum err err;

	task->cx.now_ms = clock_now_ms();
	if (t->contact.is_greeting)
		return contact_greeted(task, &t->contact, answer);
	t->seen++;
	err = t->lookup->accept(&task->cx, t->question->show, answer, &show);
	if (err == ERR_AUTH)
		return err;
	return err != OK ? take_silence(t, err) : take_show(t, &show);
}

/* ---- the end ---- */

static enum err store_outcome(struct lookup_task *t, const char *note)
{
	struct cx *cx = &t->task.cx;
	struct failure failure;

	if (t->task.err == OK)
		return store_server_answered(cx, t->task.store, t->task.id);
	failure = task_failure(&t->task, t->contact.server, note);
	return store_server_failed(cx, t->task.store, t->task.id, &failure);
}

static enum err write_outcome(struct lookup_task *t, const char *note)
{
	bool more = true;

	TRY(store_begin(&t->task.cx, t->task.store));
	TRY(store_end(&t->task.cx, t->task.store, store_outcome(t, note)));
	while (more && quota_hold_bodies(&t->task.cx, t->task.store, t->task.worker->conf,
			       t->task.id, &more) == OK)
		;
	return OK;
}

static void report(const struct lookup_task *t, const char *note)
{
	const struct yank_observer *observer = t->task.worker->observer;
	const int64_t *n = t->settled.by_outcome;
	const struct yank_summary summary = {
		.integration = t->integration,
		.err = t->task.err,
		.note = note,
		.seen = t->seen,
		.changed = n[OUTCOME_TRACKED] + n[OUTCOME_IGNORED] + n[OUTCOME_DUPLICATE] +
			   n[OUTCOME_UNMATCHED],
		.tracked = n[OUTCOME_TRACKED],
		.ignored = n[OUTCOME_IGNORED] + n[OUTCOME_DUPLICATE],
		.unmatched = n[OUTCOME_UNMATCHED],
		.requests = t->task.requests,
	};

	if (observer->done)
		observer->done(observer->arg, &summary);
}

static enum err finish(struct task *task)
{
	struct lookup_task *t = lookup_of(task);
	const char *note;
	enum err err = OK;

	contact_redact(task, &t->contact);
	note = arena_strdup(&task->arena, task->cx.note);
	if (t->integration && t->contact.server && (t->seen > 0 || task->err != OK))
		err = write_outcome(t, note);
	if (task->err == OK && err != OK) {
		task->err = err;
		note = task->cx.note;
	}
	if (t->integration && (t->seen > 0 || task->err != OK))
		report(t, note);
	arena_finish(&t->rows);
	return task->err;
}

const struct task_kind task_lookup = {
	.what = TASK_LOOKUP,
	.size = sizeof(struct lookup_task),
	.requests_max = 1000,
	.minutes_max = 5,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};

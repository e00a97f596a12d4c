/* SPDX-License-Identifier: MIT */
/*
 * guide.c -- asks the server of an integration for the episodes of its shows,
 * one show after the other, page by page.
 */
#include "shared/store/guide.h"
#include "shared/base/clock.h"
#include "shared/providers/provider.h"
#include "worker/tasks/contact.h"

enum { SHOWS_MAX = 100, PAGES_MAX = GUIDE_MAX / GUIDE_PAGE, FAILURES_MAX = 5 };

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
enum { DAYS_RECENT = 14 };

struct guide_task {
	struct task task;
	struct contact contact;
	const struct guide *guide;
	struct guide_due due; /* that is asked for now */
	struct guide_list list;
	int64_t first; /* entry of the page that is asked for */
	int pages, asked;
};

static struct guide_task *guide_of(struct task *task)
{
	return (struct guide_task *)(void *)task;
}

static enum err next_show(struct guide_task *t)
{
	t->due = (struct guide_due){ 0 };
	t->list = (struct guide_list){ .count = 0 };
	t->first = 0;
	t->pages = 0;
	if (t->asked == SHOWS_MAX)
		return OK; /* the queue goes on with a new task */
	return store_guide_next(&t->task.cx, t->task.store, t->task.id, &t->due);
}

/* This version asks no such server: not today. */
static enum err put_off_all(struct guide_task *t)
{
	struct cx *cx = &t->task.cx;

	TRY(store_begin(cx, t->task.store));
	return store_end(cx, t->task.store,
		store_guide_put_off(cx, t->task.store, t->task.id, cx->now_ms + day_ms));
}

static enum err begin(struct task *task)
{
	struct guide_task *t = guide_of(task);

	if (task->worker->options->is_dry)
		return OK;
	TRY(store_server_get(&task->cx, task->store, task->id, &t->contact.server));
	if (!t->contact.server)
		return OK;
	t->contact.service = provider_service(t->contact.server->provider);
	t->guide = provider_guide(t->contact.server->provider);
	if (!t->contact.service || !t->guide)
		return put_off_all(t);
	TRY(contact_open(task, &t->contact));
	return next_show(t);
}

static bool next(struct task *task, struct fetch_order *order)
{
	const struct guide_task *t = guide_of(task);

	if (t->due.work_id == 0)
		return false;
	if (contact_order(&t->contact, order))
		return true;
	order->ask.path = arena_printf(task->cx.arena, "%s%s%s%" PRId64, t->guide->before,
		t->due.item, t->guide->after, t->first);
	return true;
}

/* ---- an answer ---- */

static enum err store_list(struct guide_task *t)
{
	struct cx *cx = &t->task.cx;
	int64_t id = t->due.work_id;
	int64_t days = t->due.played_ms > cx->now_ms - DAYS_RECENT * day_ms ? 1 : DAYS_RECENT;

	TRY(store_guide_put(cx, t->task.store, id, t->list.rows, t->list.count));
	return store_guide_asked(cx, t->task.store, id, 0, cx->now_ms + days * day_ms);
}

static enum err take_page(struct guide_task *t, const struct answer *answer)
{
	struct cx *cx = &t->task.cx;

	TRY(t->guide->accept(cx, answer, &t->list));
	t->first += GUIDE_PAGE;
	if (t->list.entries >= GUIDE_PAGE && ++t->pages < PAGES_MAX)
		return OK;
	t->asked++;
	TRY(store_begin(cx, t->task.store));
	TRY(store_end(cx, t->task.store, store_list(t)));
	return next_show(t);
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	struct guide_task *t = guide_of(task);

	task->cx.now_ms = clock_now_ms();
	return t->contact.is_greeting ? contact_greeted(task, &t->contact, answer)
				      : take_page(t, answer);
}

/* ---- the end ---- */

static enum err put_off(struct guide_task *t)
{
	struct cx *cx = &t->task.cx;
	int64_t failures = t->due.failures + 1;
	int64_t own = failures > FAILURES_MAX ? DAYS_RECENT * day_ms : task_backoff_ms(failures);

	TRY(store_guide_put_off(cx, t->task.store, t->task.id, cx->now_ms + task_backoff_ms(1)));
	return store_guide_asked(cx, t->task.store, t->due.work_id, failures, cx->now_ms + own + 1);
}

/* A show without its list is no failure of the run: reports count anyway. */
static enum err finish(struct task *task)
{
	struct guide_task *t = guide_of(task);
	const char *why;

	contact_redact(task, &t->contact);
	if (task->err == OK)
		return OK;
	why = arena_strdup(&task->arena, task->cx.note);
	if (t->due.work_id == 0)
		return err_note(&task->cx, task->err, "%s", why);
	TRY(store_begin(&task->cx, task->store));
	return store_end(&task->cx, task->store, put_off(t));
}

const struct task_kind task_guide = {
	.what = TASK_GUIDE,
	.size = sizeof(struct guide_task),
	.requests_max = 1000,
	.minutes_max = 10,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};

/* SPDX-License-Identifier: MIT */
/*
 * past.c -- all that one person has watched on a server, page by page: counted,
 * imported, or only remembered.
 *
 * Each page is a transaction of its own. A task that was killed begins again
 * from the first page, and finds what it had imported.
 */
#include "shared/actions/past_import.h"
#include "shared/base/clock.h"
#include "shared/providers/provider.h"
#include "shared/store/seen.h"
#include "worker/tasks/contact.h"

enum { PAGE_MEMORY = 24 << 20 };

struct past_task {
	struct task task;
	struct arena page; /* of some answers */
	struct past_run what;
	struct contact contact;
	const struct source *source;
	void *run;
	struct batch batch;
};

static struct past_task *past_of(struct task *task)
{
	return (struct past_task *)(void *)task;
}

/* As new: what was seen before has to be in the import, too. */
static const char *recall_nothing(void *arg, struct cx *cx, const char *row)
{
	(void)arg;
	(void)cx;
	(void)row;
	return NULL;
}

static const char *recall_fact(void *arg, struct cx *cx, const char *item, int64_t *until_ms)
{
	const struct past_task *t = arg;
	struct fact fact;

	if (store_fact_get(cx, t->task.store, t->task.id, item, &fact) != OK)
		return NULL;
	*until_ms = fact.until_ms;
	return fact.text;
}

static enum err write_begin(struct past_task *t)
{
	struct cx *cx = &t->task.cx;

	TRY(store_begin(cx, t->task.store));
	return store_end(cx, t->task.store, past_import_begin(cx, t->task.store, &t->what));
}

static enum err prepare(struct past_task *t)
{
	struct cx *cx = &t->task.cx;
	const struct server *server = NULL;
	struct past_state state;

	TRY(store_integration_by_id(cx, t->task.store, t->task.id, &t->what.integration));
	TRY(store_server_get(cx, t->task.store, t->task.id, &server));
	TRY(store_past_get(cx, t->task.store, t->task.id, &state));
	if (!server || !t->what.integration || !server->person)
		return err_note(cx, ERR_NOT_FOUND, "nobody is chosen there any more");
	t->what.server = t->contact.server = server;
	t->what.wish = state.wish;
	t->contact.service = provider_service(server->provider);
	t->source = provider_history(server->provider);
	if (!t->contact.service || !t->source)
		return err_note(
			cx, ERR_CONF, "this version asks no server of %.50s", server->provider);
	return contact_open(&t->task, &t->contact);
}

static enum err begin(struct task *task)
{
	struct past_task *t = past_of(task);
	struct target target;

	arena_init_child(&t->page, &task->arena, PAGE_MEMORY);
	if (task->worker->options->is_dry)
		return OK;
	TRY(prepare(t));
	TRY(write_begin(t));
	target = (struct target){
		.url = t->what.server->url,
		.person = t->what.server->person,
		.is_past = true,
		.memory = { t, recall_nothing, recall_fact },
	};
	t->run = t->source->begin(&task->cx, &target);
	return OK;
}

static bool next(struct task *task, struct fetch_order *order)
{
	struct past_task *t = past_of(task);

	if (!t->run)
		return false;
	if (contact_order(&t->contact, order))
		return true;
	if (!t->source->next(&task->cx, t->run, &order->ask))
		return false;
	if (!order->ask.headers)
		order->ask.headers = t->contact.service->headers;
	return true;
}

static enum err put_page(struct past_task *t, struct cx *cx)
{
	int64_t done = (int64_t)t->source->rows(t->run);

	TRY(past_import_rows(cx, t->task.store, &t->what, &t->batch));
	return store_past_progress(cx, t->task.store, t->task.id, done, t->source->total(t->run));
}

static enum err take_page(struct past_task *t, struct cx *cx, const struct answer *answer)
{
	TRY(t->source->accept(cx, t->run, answer, &t->batch));
	TRY(store_begin(cx, t->task.store));
	return store_end(cx, t->task.store, put_page(t, cx));
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	struct past_task *t = past_of(task);
	struct cx page = { .arena = &t->page };
	enum err err;

	task->cx.now_ms = page.now_ms = clock_now_ms();
	if (t->contact.is_greeting)
		return contact_greeted(task, &t->contact, answer);
	if (t->source->is_settled(t->run))
		arena_reset(&t->page);
	t->batch = (struct batch){ .row_count = 0 };
	err = take_page(t, &page, answer);
	if (err != OK)
		snprintf(task->cx.note, sizeof(task->cx.note), "%s", page.note);
	return err;
}

static enum err write_end(struct past_task *t, const char *note)
{
	struct cx *cx = &t->task.cx;

	if (t->task.err != OK)
		return store_past_end(cx, t->task.store, t->task.id, NULL, note);
	return past_import_end(cx, t->task.store, &t->what);
}

static void report(const struct past_task *t, const char *note)
{
	const struct yank_observer *observer = t->task.worker->observer;
	const struct tracker_counts *n = &t->what.counts;
	const struct yank_summary summary = {
		.integration = t->what.integration,
		.err = t->task.err,
		.note = note,
		.seen = t->run && !t->task.was_cut ? (int64_t)t->source->rows(t->run) : 0,
		.changed = n->added + n->known + n->unnamed + n->left_out,
		.tracked = n->added,
		.ignored = n->known + n->left_out,
		.unmatched = n->unnamed,
		.requests = t->task.requests,
	};

	if (observer->done)
		observer->done(observer->arg, &summary);
}

static enum err finish(struct task *task)
{
	struct past_task *t = past_of(task);
	const char *note;
	enum err err = OK;

	contact_redact(task, &t->contact);
	note = arena_strdup(&task->arena, task->cx.note);
	if (!task->worker->options->is_dry) {
		TRY(store_begin(&task->cx, task->store));
		err = store_end(&task->cx, task->store, write_end(t, note));
	}
	if (task->err == OK && err != OK) {
		task->err = err;
		note = task->cx.note;
	}
	report(t, note);
	arena_finish(&t->page);
	return task->err;
}

const struct task_kind task_past = {
	.what = TASK_PAST,
	.size = sizeof(struct past_task),
	.requests_max = 10000,
	.minutes_max = 15,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};

/* SPDX-License-Identifier: MIT */
/* queue.c -- which task is begun when, and what becomes of it. */
#include "worker/queue.h"

#include "shared/base/clock.h"
#include "shared/base/wake.h"
#include "shared/store/past.h"
#include "worker/lock.h"
#include "worker/tasks/origin.h"
#include "worker/tasks/send.h"
#include "worker/tasks/sweep.h"

/*
 * Large tasks at once, which take TASK_MEMORY each; the others take about
 * TASK_SMALL. So all of them together stay below 256 MiB. A few places are for
 * those that people wait for.
 */
enum { TASKS_MAX = 40, SCHEDULED_MAX = 32, LARGE_MAX = 2 };

/* Milliseconds, but for the last one. */
enum { QUIET_MS = 5000, LOOK_MS = 1000, PASS_MEMORY = 1 << 20 };

static const struct task_kind *const kinds[] = { &task_check, &task_guide, &task_lookup, &task_past,
	&task_picture, &task_pull, &task_test };

struct queue {
	struct cx pass; /* its arena lasts from one look for tasks to the next */
	const struct worker *worker;
	const struct queue_way *way;
	struct fetch *fetch;
	struct task *tasks[TASKS_MAX];
	int count, large;
	int64_t after[NELEM(kinds)]; /* how far this pass has come */
	bool is_held;                /* a task was left to another process */
	enum err err;                /* the worst so far */
};

static bool only_asked(const struct queue *q)
{
	return q->way->wake >= 0;
}

/* An error that needs a person outranks one that may pass by itself. */
static void count_result(struct queue *q, enum err err)
{
	if (err != OK && !err_is_passing(err))
		q->err = ERR_CONF;
	else if (err != OK && q->err == OK)
		q->err = ERR_UPSTREAM;
}

static bool has(const struct queue *q, const struct task_kind *kind, int64_t id)
{
	for (int i = 0; i < q->count; i++)
		if (q->tasks[i]->kind == kind && q->tasks[i]->id == id)
			return true;
	return false;
}

/* ---- the places of large tasks ---- */

static bool take_place(struct task *task)
{
	struct queue *q = task->queue;

	if (!task->is_large && q->large < LARGE_MAX) {
		task->is_large = true;
		q->large++;
	}
	return task->is_large;
}

/* Called by the client while an answer grows. */
static bool may_be_large(const void *owner)
{
	return take_place(send_owner(owner));
}

/* ---- a task ---- */

static void end(struct queue *q, struct task *task)
{
	int at = 0;

	count_result(q, task_finish(task));
	lock_drop(q->way->locks, task->kind->what, task->id);
	if (task->is_large)
		q->large--;
	while (q->tasks[at] != task)
		at++;
	q->tasks[at] = q->tasks[--q->count];
	task_destroy(task);
}

static void go_on(struct queue *q, struct task *task)
{
	bool is_large = task->arena.used > TASK_SMALL || send_is_put_off(task);

	task->is_parked = task->err == OK && is_large && !take_place(task);
	if (!task->is_parked && !send_more(q->fetch, task, may_be_large))
		end(q, task);
}

/* A place is free: the tasks that wait for one go on, as many as there are. */
static void unpark(struct queue *q)
{
	for (int i = 0; i < q->count && q->large < LARGE_MAX; i++) {
		struct task *task = q->tasks[i];

		if (!task->is_parked || !take_place(task))
			continue;
		task->is_parked = false;
		if (send_more(q->fetch, task, may_be_large))
			continue;
		end(q, task);
		i = -1; /* the list has changed */
	}
}

static void take_answer(struct queue *q, const struct fetched *got)
{
	send_take(got);
	go_on(q, send_owner(got->owner));
}

/* ---- beginning one ---- */

/* Nothing is stored, so the task stays due. */
static void report_no_memory(struct queue *q, int64_t id)
{
	const struct yank_observer *observer = q->worker->observer;
	struct yank_summary summary = {
		.err = err_note(&q->pass, ERR_INTERNAL,
			"integration %" PRId64 ": no memory for a task", id),
		.note = q->pass.note,
	};

	count_result(q, summary.err);
	if (observer->done)
		observer->done(observer->arg, &summary);
}

static enum err write_begin(struct queue *q, const struct task_kind *kind, int64_t id)
{
	struct store *s = q->worker->store;

	if (q->worker->options->is_dry)
		return OK;
	TRY(store_begin(&q->pass, s));
	return store_end(&q->pass, s, store_task_begin(&q->pass, s, kind->what, id));
}

/* is_broken: it is only told that it came to no end. */
static void begin(struct queue *q, const struct task_kind *kind, int64_t id, bool is_broken)
{
	struct task *task = task_create(kind, q->worker, id);

	if (!task) {
		report_no_memory(q, id);
		lock_drop(q->way->locks, kind->what, id);
		return;
	}
	q->tasks[q->count++] = task;
	task->queue = q;
	task->err = task_begin(task);
	if (is_broken && task->err == OK)
		task->err = err_note(&task->cx, ERR_UPSTREAM,
			"it was broken off: the program ended in the middle of it");
	go_on(q, task);
}

static enum err take(struct queue *q, const struct task_kind *kind, int64_t id, bool is_broken)
{
	bool is_ours;

	if (has(q, kind, id))
		return OK;
	TRY(lock_take(&q->pass, q->way->locks, kind->what, id, &is_ours));
	if (!is_ours) {
		q->is_held = true;
		return OK;
	}
	if (!is_broken)
		TRY(write_begin(q, kind, id));
	begin(q, kind, id, is_broken);
	return OK;
}

/* ---- what is due ---- */

static enum err fill_kind(struct queue *q, size_t kind)
{
	enum task_due due = only_asked(q) ? TASK_ASKED : TASK_SCHEDULED;
	bool is_waited_for = only_asked(q) || kinds[kind]->what != TASK_PULL;
	int most = is_waited_for ? TASKS_MAX : SCHEDULED_MAX;

	while (q->count < most) {
		int64_t id = 0;

		TRY(store_task_next(
			&q->pass, q->worker->store, kinds[kind]->what, due, q->after[kind], &id));
		if (id == 0)
			break;
		q->after[kind] = id;
		TRY(take(q, kinds[kind], id, false));
	}
	return OK;
}

static enum err fill(struct queue *q)
{
	q->pass.now_ms = clock_now_ms();
	arena_reset(q->pass.arena);
	if (!q->worker->options->is_dry)
		TRY(origin_find(&q->pass, q->worker->store));
	for (size_t i = 0; i < NELEM(kinds); i++)
		TRY(fill_kind(q, i));
	return OK;
}

/* From the beginning. What cannot be begun now is looked for again soon. */
static void look_again(struct queue *q)
{
	memset(q->after, 0, sizeof(q->after));
	q->is_held = false;
	if (fill(q) == OK)
		return;
	q->is_held = true;
	fprintf(stderr, "ryot-yank: %s\n", q->pass.note);
}

/* Tasks of programs that are no more. */
static enum err mend(struct queue *q)
{
	for (size_t i = 0; i < NELEM(kinds); i++) {
		int64_t id = 0;

		do {
			TRY(store_task_next(
				&q->pass, q->worker->store, kinds[i]->what, TASK_BROKEN, id, &id));
			if (id != 0)
				TRY(take(q, kinds[i], id, true));
		} while (id != 0);
	}
	return OK;
}

/* ---- the two ways of running ---- */

/* Tasks that run go on where others cannot be begun. */
static enum err work(struct queue *q)
{
	enum err err = fill(q);
	struct fetched got;

	while (fetch_wait(q->fetch, &got)) {
		take_answer(q, &got);
		fetched_finish(&got);
		unpark(q);
		err = err != OK ? err : fill(q);
	}
	return err;
}

static enum err serve(struct queue *q)
{
	int64_t quiet_ms = 0;
	struct fetched got;

	wake_drain(q->way->wake);
	look_again(q);
	while (q->count > 0 || q->is_held || !q->way->is_ended || quiet_ms < QUIET_MS) {
		enum fetch_event event = fetch_wait_for(q->fetch, q->way->wake, LOOK_MS, &got);

		quiet_ms = event == FETCH_QUIET && q->count == 0 ? quiet_ms + LOOK_MS : 0;
		if (event == FETCH_RESULT) {
			take_answer(q, &got);
			fetched_finish(&got);
			unpark(q);
		}
		if (event == FETCH_READABLE)
			wake_drain(q->way->wake);
		if (event != FETCH_QUIET || q->is_held)
			look_again(q);
	}
	return OK;
}

/* ---- what the options name ---- */

/* It must exist, and be switched on to be asked. */
static enum err check_named(struct queue *q, int64_t id, bool is_run, const struct task_kind **kind)
{
	const struct server *server = NULL;
	struct past_state past;

	TRY(store_server_get(&q->pass, q->worker->store, id, &server));
	TRY(store_past_get(&q->pass, q->worker->store, id, &past));
	if (!server)
		return err_note(&q->pass, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			" with a server to ask; see `ryotctl integration list`",
			id);
	if (is_run && !server->enabled)
		return err_note(&q->pass, ERR_CONFLICT,
			"integration %" PRId64 " is switched off; see "
			"`ryotctl integration set --help`",
			id);
	if (is_run && past_is_wanted(&past))
		*kind = &task_past;
	else
		*kind = !is_run ? &task_test : server->is_pulled ? &task_pull : &task_lookup;
	return OK;
}

static enum err run_named(struct queue *q)
{
	const struct yank_options *options = q->worker->options;
	bool is_run = options->integration_id != 0;
	int64_t id = is_run ? options->integration_id : options->test_id;
	const struct task_kind *kind = NULL;
	struct fetched got;

	TRY(check_named(q, id, is_run, &kind));
	TRY(take(q, kind, id, false));
	while (fetch_wait(q->fetch, &got)) {
		take_answer(q, &got);
		fetched_finish(&got);
	}
	return OK;
}

static enum err run(struct queue *q)
{
	const struct yank_options *options = q->worker->options;

	if (options->integration_id || options->test_id)
		return run_named(q);
	if (!options->is_dry) {
		TRY(sweep(&q->pass, q->worker, !only_asked(q)));
		TRY(mend(q));
	}
	return only_asked(q) ? serve(q) : work(q);
}

enum err queue_run(struct cx *cx, const struct worker *worker, const struct queue_way *way)
{
	struct arena arena;
	struct queue q = { .worker = worker, .way = way };
	enum err err;

	TRY(fetch_create(cx, &q.fetch));
	arena_init(&arena, PASS_MEMORY);
	q.pass = (struct cx){ .arena = &arena, .now_ms = cx->now_ms };
	err = run(&q);
	if (err != OK)
		snprintf(cx->note, sizeof(cx->note), "%s", q.pass.note);
	if (way->is_busy)
		*way->is_busy = q.is_held;
	fetch_destroy(q.fetch);
	arena_finish(&arena);
	return err == OK ? q.err : err;
}

/* SPDX-License-Identifier: MIT */
#include "worker/tasks/task.h"

#include "shared/base/clock.h"
#include "shared/base/conf.h"
#include "shared/base/unit.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"

enum { MINUTE_MS = 60000, BACKOFF_MAX_MINUTES = 60 };

struct task *task_create(const struct task_kind *kind, const struct worker *worker, int64_t id)
{
	struct task *task = calloc(1, kind->size);

	if (!task)
		return NULL;
	arena_init(&task->arena, TASK_ARENA + TASK_LAST);
	task->ceiling = TASK_ARENA;
	task->kind = kind;
	task->worker = worker;
	task->store = worker->store;
	task->id = id;
	task->at_once = 1;
	task->began_ms = clock_now_ms();
	task->cx = (struct cx){ .arena = &task->arena, .now_ms = task->began_ms };
	return task;
}

void task_destroy(struct task *task)
{
	if (!task)
		return;
	arena_finish(&task->arena);
	free(task);
}

/* ---- the functions of the kind, as units ---- */

/* What one of them is given, and what it returns besides an error. */
struct step {
	struct task *task;
	struct fetch_order *order;
	bool *goes_on;
	const struct answer *answer;
};

static enum err run(struct step *step, size_t ceiling, unit_fn *work)
{
	struct task *task = step->task;
	enum err err;

	task->arena.wanted = 0;
	err = unit_run(&task->cx, ceiling, work, step);
	if (task->arena.wanted > 0) {
		task->was_cut = true;
		store_settle(task->store);
		store_rollback(task->store);
	}
	return err;
}

static size_t room(const struct task *task)
{
	return task->arena.used < task->ceiling ? task->ceiling - task->arena.used : 0;
}

static enum err begin(struct cx *cx, void *arg)
{
	const struct step *step = arg;

	(void)cx;
	return step->task->kind->begin(step->task);
}

/* After a beginning that was cut, what the kind has put down is gone. */
enum err task_begin(struct task *task)
{
	struct step step = { .task = task };
	enum err err = run(&step, room(task), begin);

	if (task->was_cut)
		memset(task + 1, 0, task->kind->size - sizeof(*task));
	return err;
}

static enum err next(struct cx *cx, void *arg)
{
	const struct step *step = arg;

	(void)cx;
	*step->goes_on = step->task->kind->next(step->task, step->order);
	return OK;
}

enum err task_next(struct task *task, struct fetch_order *order, bool *goes_on)
{
	struct step step = { .task = task, .order = order, .goes_on = goes_on };

	*goes_on = false;
	return run(&step, room(task), next);
}

static enum err accept_answer(struct cx *cx, void *arg)
{
	const struct step *step = arg;

	(void)cx;
	return step->task->kind->accept(step->task, step->answer);
}

enum err task_accept(struct task *task, const struct answer *answer)
{
	struct step step = { .task = task, .answer = answer };

	return run(&step, room(task), accept_answer);
}

static enum err finish(struct cx *cx, void *arg)
{
	const struct step *step = arg;

	(void)cx;
	return step->task->kind->finish(step->task);
}

enum err task_finish(struct task *task)
{
	struct step step = { .task = task };

	return run(&step, TASK_LAST, finish);
}

/* ---- bounds ---- */

enum err task_check_bounds(struct task *task, int64_t now_ms)
{
	const struct task_kind *kind = task->kind;

	if (now_ms - task->began_ms >= kind->minutes_max * MINUTE_MS)
		return err_note(&task->cx, ERR_UPSTREAM,
			"the server is too slow: not done after %" PRId64
			" minutes; what came is kept, and the next run goes on",
			kind->minutes_max);
	if (task->requests >= kind->requests_max)
		return err_note(&task->cx, ERR_UPSTREAM,
			"not done after %" PRId64
			" requests; what came is kept, and the next run goes on",
			task->requests);
	return OK;
}

int64_t task_seconds_left(const struct task *task, int64_t now_ms)
{
	int64_t left = task->kind->minutes_max * MINUTE_MS - (now_ms - task->began_ms);

	return left < 1000 ? 1 : left / 1000;
}

int64_t task_backoff_ms(int64_t failures)
{
	int64_t minutes = failures > 6 ? BACKOFF_MAX_MINUTES : INT64_C(1) << (failures - 1);

	return minutes * MINUTE_MS;
}

struct failure task_failure(const struct task *task, const struct server *server, const char *note)
{
	int64_t failures = (server ? server->failures : 0) + 1;

	return (struct failure){
		.is_refused = task->err == ERR_AUTH,
		.failures = failures,
		.next_ms = task->cx.now_ms + task_backoff_ms(failures),
		.error = note,
	};
}

enum err task_open_key(struct task *task, const char *url, struct bytes sealed, const char **text)
{
	struct key key;
	enum err err;

	TRY(seal_load_key(&task->cx, task->worker->conf->key_file, &key));
	err = seal_open(&task->cx, &key, url, sealed.at, sealed.length, text);
	secret_wipe(&key, sizeof(key));
	return err;
}

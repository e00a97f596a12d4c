/* SPDX-License-Identifier: MIT */
#include "worker/tasks/task.h"

#include "shared/base/clock.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"

enum { MINUTE_MS = 60000 };

struct task *task_create(const struct task_kind *kind, const struct worker *worker, int64_t id)
{
	struct task *task = calloc(1, kind->size);

	if (!task)
		return NULL;
	arena_init(&task->arena, TASK_ARENA);
	task->kind = kind;
	task->worker = worker;
	task->store = worker->store;
	task->id = id;
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

enum err task_open_key(struct task *task, const char *url, struct bytes sealed, const char **text)
{
	struct key key;
	enum err err;

	TRY(seal_load_key(&task->cx, task->worker->key_file, &key));
	err = seal_open(&task->cx, &key, url, sealed.at, sealed.length, text);
	secret_wipe(&key, sizeof(key));
	return err;
}

/* SPDX-License-Identifier: MIT */
/*
 * test.c -- "test connection": probes the server and stores the result for the
 * page to show.
 */
#include "shared/store/past.h"
#include "shared/store/question.h"
#include "worker/tasks/probe_task.h"

struct test {
	struct probe_task probe;
	const struct server *server;
};

static struct test *test_of(struct task *task)
{
	return (struct test *)(void *)task;
}

static enum err begin(struct task *task)
{
	struct test *test = test_of(task);

	TRY(store_server_get(&task->cx, task->store, task->id, &test->server));
	if (!test->server)
		return err_note(&task->cx, ERR_NOT_FOUND,
			"there is no integration %" PRId64
			" with a server to ask; see `ryotctl integration list`",
			task->id);
	test->probe.what = (struct probe){ .provider = test->server->provider,
		.url = test->server->url,
		.ca_file = test->server->ca_file };
	return probe_task_begin(&test->probe, test->server->credential);
}

/* What waits for a server that works again is due. */
static enum err store_result(struct task *task, const struct server_test *result)
{
	const char *people = test_of(task)->probe.found.people;

	if (people)
		TRY(store_past_people(&task->cx, task->store, task->id, people));
	TRY(store_server_tested(&task->cx, task->store, task->id, result));
	return result->error ? OK : store_question_hurry(&task->cx, task->store, task->id);
}

/* A server that fails the test is a result to store, not an error. */
static enum err finish(struct task *task)
{
	struct test *test = test_of(task);
	const struct probed *found = &test->probe.found;
	struct cx *cx = &task->cx;
	struct server_test result = { .is_greeted = false };

	if (!test->server)
		return task->err;
	probe_task_end(&test->probe);
	result.is_greeted = found->is_greeted;
	result.holder = found->user;
	result.holder_id = found->user_id;
	result.url = test->server->url;
	if (task->err != OK)
		result.error = arena_strdup(cx->arena, cx->note);
	result.greeting = probe_greeting(cx, test->server->provider, found, task->err == OK);
	TRY(store_begin(cx, task->store));
	return store_end(cx, task->store, store_result(task, &result));
}

const struct task_kind task_test = {
	.what = TASK_TEST,
	.size = sizeof(struct test),
	.requests_max = PROBE_REQUESTS,
	.minutes_max = PROBE_MINUTES,
	.begin = begin,
	.next = probe_task_next,
	.accept = probe_task_accept,
	.finish = finish,
};

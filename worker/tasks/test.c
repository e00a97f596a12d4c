/* SPDX-License-Identifier: MIT */
/*
 * test.c -- "test connection": probes the server and stores the result for the
 * page to show.
 */
#include "shared/actions/probe.h"
#include "shared/crypto/secret.h"
#include "shared/store/question.h"
#include "worker/tasks/task.h"

struct test {
	struct task task;
	const struct server *server;
	struct probe what;
	struct probed found;
	struct probing probing;
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
	test->what = (struct probe){ .provider = test->server->provider,
		.url = test->server->url,
		.ca_file = test->server->ca_file };
	TRY(task_open_key(task, test->server->url, test->server->credential, &test->what.key));
	return probe_begin(&task->cx, &test->what, &test->found, &test->probing);
}

static bool next(struct task *task, struct fetch_order *order)
{
	return probe_next(&test_of(task)->probing, order);
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	return probe_accept(&task->cx, &test_of(task)->probing, answer);
}

/* What waits for a server that works again is due. */
static enum err store_result(struct task *task, const struct server_test *result)
{
	TRY(store_server_tested(&task->cx, task->store, task->id, result));
	return result->error ? OK : store_question_hurry(&task->cx, task->store, task->id);
}

/* A server that fails the test is a result to store, not an error. */
static enum err finish(struct task *task)
{
	struct test *test = test_of(task);
	struct cx *cx = &task->cx;
	struct server_test result = { .is_greeted = false };

	if (!test->server)
		return task->err;
	if (task->was_cut)
		test->found = (struct probed){ .url = test->found.url, .expires_ms = UNSAID };
	if (test->what.key)
		secret_redact(cx->note, test->what.key);
	result.is_greeted = test->found.is_greeted;
	result.holder = test->found.user;
	result.holder_id = test->found.user_id;
	result.url = test->server->url;
	if (task->err != OK)
		result.error = arena_strdup(cx->arena, cx->note);
	result.greeting = probe_greeting(cx, test->server->provider, &test->found, task->err == OK);
	TRY(store_begin(cx, task->store));
	return store_end(cx, task->store, store_result(task, &result));
}

const struct task_kind task_test = {
	.what = TASK_TEST,
	.size = sizeof(struct test),
	.requests_max = 20,
	.minutes_max = 2,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};

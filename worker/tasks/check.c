/* SPDX-License-Identifier: MIT */
/*
 * check.c -- probes a server that somebody wants to add: see
 * shared/actions/candidate.h.
 */
#include "shared/actions/checked.h"
#include "shared/crypto/secret.h"
#include "worker/tasks/task.h"

struct check {
	struct task task;
	const struct candidate *candidate;
	struct probe what;
	struct probed found;
	struct probing probing;
};

static struct check *check_of(struct task *task)
{
	return (struct check *)(void *)task;
}

static enum err begin(struct task *task)
{
	struct check *check = check_of(task);
	const struct candidate *row;

	TRY(store_candidate_get(&task->cx, task->store, task->id, &check->candidate));
	row = check->candidate;
	if (!row)
		return err_note(&task->cx, ERR_NOT_FOUND, "it was just removed");
	check->what = (struct probe){ .provider = row->provider, .url = row->url };
	TRY(task_open_key(task, row->url, row->credential, &check->what.key));
	return probe_begin(&task->cx, &check->what, &check->found, &check->probing);
}

static bool next(struct task *task, struct fetch_order *order)
{
	return probe_next(&check_of(task)->probing, order);
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	return probe_accept(&task->cx, &check_of(task)->probing, answer);
}

static enum err finish(struct task *task)
{
	struct check *check = check_of(task);
	struct cx *cx = &task->cx;

	if (!check->candidate)
		return OK;
	if (task->was_cut)
		check->found = (struct probed){ .url = check->found.url, .expires_ms = UNSAID };
	if (check->what.key)
		secret_redact(cx->note, check->what.key);
	TRY(store_begin(cx, task->store));
	return store_end(cx, task->store,
		checked_finish(cx, task->store, task->worker->conf, check->candidate, &check->found,
			task->err));
}

const struct task_kind task_check = {
	.what = TASK_CHECK,
	.size = sizeof(struct check),
	.requests_max = 20,
	.minutes_max = 2,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};

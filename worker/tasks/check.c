/* SPDX-License-Identifier: MIT */
/*
 * check.c -- probes a server that somebody wants to add: see
 * shared/actions/candidate.h.
 */
#include "shared/actions/checked.h"
#include "worker/tasks/probe_task.h"

struct check {
	struct probe_task probe;
	const struct candidate *candidate;
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
	check->probe.what = (struct probe){ .provider = row->provider, .url = row->url };
	return probe_task_begin(&check->probe, row->credential);
}

static enum err finish(struct task *task)
{
	struct check *check = check_of(task);
	struct cx *cx = &task->cx;

	if (!check->candidate)
		return OK;
	probe_task_end(&check->probe);
	TRY(store_begin(cx, task->store));
	return store_end(cx, task->store,
		checked_finish(cx, task->store, task->worker->conf, check->candidate,
			&check->probe.found, task->err));
}

const struct task_kind task_check = {
	.what = TASK_CHECK,
	.size = sizeof(struct check),
	.requests_max = PROBE_REQUESTS,
	.minutes_max = PROBE_MINUTES,
	.begin = begin,
	.next = probe_task_next,
	.accept = probe_task_accept,
	.finish = finish,
};

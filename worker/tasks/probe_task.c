/* SPDX-License-Identifier: MIT */
#include "worker/tasks/probe_task.h"

#include "shared/crypto/secret.h"

static struct probe_task *probe_of(struct task *task)
{
	return (struct probe_task *)(void *)task;
}

enum err probe_task_begin(struct probe_task *p, struct bytes sealed)
{
	struct task *task = &p->task;

	TRY(task_open_key(task, p->what.url, sealed, &p->what.key));
	return probe_begin(&task->cx, &p->what, &p->found, &p->probing);
}

bool probe_task_next(struct task *task, struct fetch_order *order)
{
	return probe_next(&probe_of(task)->probing, order);
}

enum err probe_task_accept(struct task *task, const struct answer *answer)
{
	return probe_accept(&task->cx, &probe_of(task)->probing, answer);
}

void probe_task_end(struct probe_task *p)
{
	if (p->task.was_cut)
		p->found = (struct probed){ .url = p->found.url, .expires_ms = UNSAID };
	if (p->what.key)
		secret_redact(p->task.cx.note, p->what.key);
}

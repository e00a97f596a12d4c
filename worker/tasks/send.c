/* SPDX-License-Identifier: MIT */
#include "worker/tasks/send.h"

#include "shared/base/clock.h"

static void start(struct fetch *f, struct task_order *o)
{
	struct task *task = o->task;

	task->err = fetch_start(&task->cx, f, &o->order);
	o->is_put_off = false;
	o->is_under_way = task->err == OK;
	task->under_way += o->is_under_way;
}

/* False when nothing is left to ask now, or when the task is beyond a bound. */
static bool ask(struct task *task, struct task_order *o)
{
	int64_t now_ms = clock_now_ms();
	bool goes_on = false;

	task->err = task_next(task, &o->order, &goes_on);
	if (task->err == OK && goes_on)
		task->err = task_check_bounds(task, now_ms);
	if (task->err != OK || !goes_on)
		return false;
	o->task = task;
	o->order.owner = o;
	o->order.seconds = task_seconds_left(task, now_ms);
	return true;
}

bool send_more(struct fetch *f, struct task *task, bool (*may_be_large)(const void *owner))
{
	for (int i = 0; i < task->at_once && task->err == OK; i++) {
		struct task_order *o = &task->orders[i];

		if (o->is_under_way)
			continue;
		if (!o->is_put_off && !ask(task, o))
			break;
		o->order.may_be_large = may_be_large;
		start(f, o);
	}
	return task->under_way > 0;
}

struct task *send_owner(const void *owner)
{
	const struct task_order *o = owner;

	return o->task;
}

static enum err accept_answer(struct task *task, const struct ask *ask, const struct fetched *got)
{
	struct answer answer = { .lost = got->note, .is_too_large = got->is_too_large };

	if (got->err == OK)
		answer = got->answer;
	else if (!got->is_lost || !ask->may_be_lost)
		return err_note(&task->cx, got->err, "%s", got->note);
	answer.number = ask->number;
	return task_accept(task, &answer);
}

/* Once the task has failed, what was still under way counts no more. */
void send_take(const struct fetched *got)
{
	struct task_order *o = got->owner;
	struct task *task = o->task;

	o->is_under_way = false;
	o->is_put_off = got->is_put_off;
	task->under_way--;
	task->requests += got->requests;
	if (task->err == OK && !got->is_put_off)
		task->err = accept_answer(task, &o->order.ask, got);
}

bool send_is_put_off(const struct task *task)
{
	for (int i = 0; i < task->at_once; i++)
		if (task->orders[i].is_put_off)
			return true;
	return false;
}

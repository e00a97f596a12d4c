/* SPDX-License-Identifier: MIT */
/*
 * task.h -- one thing that the worker does with one server, and its bounds.
 *
 * A kind of task is a row: what it asks, what it does with each answer, how
 * it ends. The queue (worker/queue.h) runs tasks side by side and keeps them
 * within their bounds; a task that goes beyond one fails, and with it nothing
 * else. All that a task allocates is in its own arena.
 */
#ifndef WORKER_TASKS_TASK_H
#define WORKER_TASKS_TASK_H

#include "shared/fetch/client.h"
#include "shared/store/integration.h"
#include "shared/store/server.h"
#include "shared/store/task.h"

/*
 * The memory of one task: its arena and the answers to requests that are under
 * way at a time, 64 MiB together. It is a
 * large one beyond TASK_SMALL; the queue has few of these at a time.
 */
enum {
	TASK_MEMORY = 64 << 20,
	TASK_ARENA = TASK_MEMORY - FETCH_BODY_MAX,
	TASK_LAST = 1 << 20, /* beyond that, to say that it was reached */
	TASK_SMALL = 2 << 20,
};

enum { ORDERS_MAX = 2 };

struct yank_options {
	int64_t integration_id; /* 0: every server that is due */
	int64_t test_id;        /* only this test; 0: none in particular */
	bool is_dry;            /* store nothing */
	bool is_full;           /* process every row again */
};

/* What the pull of one server did. */
struct yank_summary {
	const struct integration *integration;
	enum err err;     /* of the whole pull */
	const char *note; /* why, when it failed */
	int64_t seen, changed, tracked, ignored, unmatched, failed;
	int64_t requests;
};

/* Callbacks; each may be NULL. Strings are borrowed. */
struct yank_observer {
	void *arg;
	/* After each commit: rows stored so far, out of those seen. */
	void (*progress)(void *arg, const struct yank_summary *so_far);
	/* After each row, with what it led to. */
	void (*row)(void *arg, const struct yank_summary *so_far, const char *title,
		const char *reason, const char *detail);
	void (*done)(void *arg, const struct yank_summary *summary);
};

/* What all tasks of a process have in common. */
struct worker {
	struct store *store;
	const struct conf *conf;
	const struct yank_options *options;
	const struct yank_observer *observer;
};

struct queue;
struct task;

/* A request, from being asked until its answer is taken. */
struct task_order {
	struct task *task;
	struct fetch_order order;
	bool is_under_way;
	bool is_put_off; /* its answer is a large one: sent again, later */
};

struct task {
	struct queue *queue; /* that it runs in */
	const struct task_kind *kind;
	const struct worker *worker;
	struct store *store; /* the worker's */
	struct cx cx;        /* with the arena below, which ends with the task */
	struct arena arena;
	int64_t id;
	size_t ceiling; /* of the arena, but for the last words: TASK_ARENA */
	int64_t began_ms;
	int64_t requests;
	int at_once, under_way; /* requests; at most ORDERS_MAX */
	struct task_order orders[ORDERS_MAX];
	enum err err;   /* of the whole task; its note is cx.note */
	bool was_cut;   /* it needed more memory than it may: some of it is gone */
	bool is_large;  /* it has one of the places of large tasks */
	bool is_parked; /* it waits for one */
};

struct task_kind {
	enum task_what what;
	size_t size; /* of the struct that begins with its struct task */
	int64_t requests_max, minutes_max;
	/* Reads what it is about, and opens the key. */
	enum err (*begin)(struct task *task);
	/*
	 * The next request. False: none, or none before the answers to those
	 * under way; it is only called with some if the task has set at_once.
	 */
	bool (*next)(struct task *task, struct fetch_order *order);
	enum err (*accept)(struct task *task, const struct answer *answer);
	/*
	 * Stores the outcome, which is task->err. Returns what it means for the
	 * whole run: a test that fails is a result like any other.
	 */
	enum err (*finish)(struct task *task);
};

extern const struct task_kind task_check, task_lookup, task_past, task_picture, task_pull,
	task_test;

/* NULL when out of memory. */
struct task *task_create(const struct task_kind *kind, const struct worker *worker, int64_t id);
void task_destroy(struct task *task); /* takes NULL */

/*
 * The functions of its kind, within the ceiling of its arena: what asks for
 * more is ERR_TOO_LARGE, of this task alone.
 */
MUST_CHECK enum err task_begin(struct task *task);
MUST_CHECK enum err task_next(struct task *task, struct fetch_order *order, bool *goes_on);
MUST_CHECK enum err task_accept(struct task *task, const struct answer *answer);
MUST_CHECK enum err task_finish(struct task *task);

/* ERR_UPSTREAM once it has gone beyond its time or its number of requests. */
MUST_CHECK enum err task_check_bounds(struct task *task, int64_t now_ms);

/* Seconds that are left to it, at least 1. */
int64_t task_seconds_left(const struct task *task, int64_t now_ms);

/* After so many failures in a row: 1, 2, 4 ... minutes, at most an hour. */
int64_t task_backoff_ms(int64_t failures);

/*
 * What the failure of a task means for its server, which may be NULL. A refused
 * key waits for a new one instead of the time.
 */
struct failure task_failure(const struct task *task, const struct server *server, const char *note);

/* Opens a key that is sealed for that address, in the arena of the task. */
MUST_CHECK enum err task_open_key(
	struct task *task, const char *url, struct bytes sealed, const char **key);

#endif

/* SPDX-License-Identifier: MIT */
/* rows.h -- the rows of an answer, stored with what they lead to. */
#ifndef WORKER_TASKS_ROWS_H
#define WORKER_TASKS_ROWS_H

#include "shared/providers/source.h"
#include "worker/tasks/task.h"

/* Some rows of an answer. */
struct rows {
	struct store *store;
	int64_t server_id; /* its integration */
	const struct yank_observer *observer;
	struct yank_summary *summary;
	bool is_dry;
	const struct batch *batch;
	size_t from, count;
	bool has_lost; /* set if a row failed, for no passing reason */
};

/*
 * Stores plays, deliveries and states in one transaction, with the facts of the
 * answer before its first row. If that fails, each row has a transaction of its
 * own, and one that fails again is left out. An error is passing.
 */
MUST_CHECK enum err rows_store(struct cx *cx, struct rows *rows);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * queue.h -- one yank: every account that is due, side by side.
 *
 * Each account is a run of its source: ask, take the answer, store what it
 * brought, until nothing is left to ask. What an answer brought is stored at
 * once, a row's state together with its plays, so a crash at any moment
 * repeats rows and never skips one. The ETag comes last.
 */
#ifndef WORKER_QUEUE_H
#define WORKER_QUEUE_H

#include "shared/crypto/secret.h"
#include "worker/tasks/task.h"

/*
 * ERR_NOT_FOUND for an integration that is none or not of a kind that is
 * asked; ERR_CONFLICT for one that is switched off; else OK, or the gravest
 * error of any account: ERR_CONF before those that pass.
 */
MUST_CHECK enum err queue_run(struct cx *cx, struct store *s, const struct key *key,
	const struct yank_options *options, const struct yank_observer *observer);

#endif

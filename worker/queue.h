/* SPDX-License-Identifier: MIT */
/*
 * queue.h -- one yank: pulls from every server that is due, concurrently.
 *
 * A pull sends a request, stores the rows of the answer, and repeats until its
 * source has no further request. A row's state is committed together with its
 * plays, and the ETag last of all, so a crash at any moment repeats rows but
 * never skips one.
 */
#ifndef WORKER_QUEUE_H
#define WORKER_QUEUE_H

#include "shared/crypto/seal.h"
#include "worker/tasks/task.h"

/*
 * ERR_NOT_FOUND if options name an integration that does not exist or has no
 * server; ERR_CONFLICT if it is switched off. Otherwise OK, or the worst
 * result of any server: ERR_CONF outranks ERR_UPSTREAM.
 */
MUST_CHECK enum err queue_run(struct cx *cx, struct store *s, const struct key *key,
	const struct yank_options *options, const struct yank_observer *observer);

#endif

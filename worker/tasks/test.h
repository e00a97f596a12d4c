/* SPDX-License-Identifier: MIT */
/*
 * test.h -- "test connection", as a person asked for it on a page: the server
 * is probed, and what came of it is written down for the page to show.
 */
#ifndef WORKER_TASKS_TEST_H
#define WORKER_TASKS_TEST_H

#include "shared/crypto/secret.h"
#include "shared/store/server.h"

/*
 * ERR_NOT_FOUND for an integration that is not asked. That the server is not
 * well is a result, and no error.
 */
MUST_CHECK enum err test_run(
	struct cx *cx, struct store *s, const struct key *key, int64_t integration_id);

/* All that were asked for and that nobody has run yet. */
MUST_CHECK enum err test_run_pending(struct cx *cx, struct store *s, const struct key *key);

#endif

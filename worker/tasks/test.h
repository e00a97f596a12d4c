/* SPDX-License-Identifier: MIT */
/*
 * test.h -- "test connection", as requested on a page: probes the server and
 * stores the result for the page to show.
 */
#ifndef WORKER_TASKS_TEST_H
#define WORKER_TASKS_TEST_H

#include "shared/crypto/seal.h"
#include "shared/store/server.h"

/*
 * ERR_NOT_FOUND for an integration without a server. A server that fails the
 * test is a result to store, not an error.
 */
MUST_CHECK enum err test_run(
	struct cx *cx, struct store *s, const struct key *key, int64_t integration_id);

/* Runs every requested test that has no result yet. */
MUST_CHECK enum err test_run_pending(struct cx *cx, struct store *s, const struct key *key);

#endif

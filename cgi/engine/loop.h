/* SPDX-License-Identifier: MIT */
/*
 * loop.h -- one thread, one loop, one commit per round.
 *
 * A round waits, reads every pending request (within limits), runs all handlers
 * that write in one transaction, commits it with a single fsync, and then
 * answers all. So an answered request is on disk, and the requests of a round
 * share the cost of the commit. A handler that fails is undone alone.
 */
#ifndef CGI_ENGINE_LOOP_H
#define CGI_ENGINE_LOOP_H

#include "cgi/http/route.h"

/*
 * From now on SIGTERM and SIGINT end loop_run and nothing else, so that a
 * socket created before it is removed again.
 */
void loop_catch_signals(void);

/*
 * Serves the listening socket until SIGTERM or SIGINT, then answers the
 * requests that have arrived. Resets cx's arena after each round.
 */
MUST_CHECK enum err loop_run(struct cx *cx, const struct app *app, int listener);

#endif

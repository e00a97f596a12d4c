/* SPDX-License-Identifier: MIT */
/*
 * loop.h -- one thread, one loop, one commit per round.
 *
 * A round: wait; read every request that is there (within limits); let all
 * that write do so in one transaction, each in a part of its own, so that a
 * bad one fails alone; commit, which is one fsync; then answer all. So what
 * is answered is on disk, and all who are in the round share its price.
 */
#ifndef CGI_ENGINE_LOOP_H
#define CGI_ENGINE_LOOP_H

#include "cgi/http/route.h"

/*
 * SIGTERM and SIGINT end loop_run from now on, and nothing before it: who has
 * made a socket by then takes it away.
 */
void loop_catch_signals(void);

/*
 * Serves the listening socket until SIGTERM or SIGINT; then finishes and
 * answers what has come in. cx's arena is reset each round.
 */
MUST_CHECK enum err loop_run(struct cx *cx, const struct app *app, int listener);

#endif

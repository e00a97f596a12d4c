/* SPDX-License-Identifier: MIT */
/* commit.h -- what the requests of a round write, with one commit. */
#ifndef CGI_ENGINE_COMMIT_H
#define CGI_ENGINE_COMMIT_H

#include "cgi/engine/round.h"

/*
 * Runs all that is pending in one transaction; on an error nothing is kept. A
 * handler that fails before it has written anything fails alone. When one fails
 * half-way, or the reports do, which is rare, everything is undone and each
 * request runs again in a transaction of its own: the one that fails again is
 * to blame.
 */
MUST_CHECK enum err commit_round(struct cx *cx, const struct app *app, struct round *round);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * kept.h -- the quota of bodies, held without a look at each report.
 *
 * What is received is added up in memory, by group of integrations (see
 * shared/store/body.h). Only when a group has received an eighth of the quota
 * are its integrations looked at, between two rounds. So a sender that floods
 * is over its quota by an eighth and one round at most for each process, and a
 * report costs one addition.
 */
#ifndef CGI_HOOKS_KEPT_H
#define CGI_HOOKS_KEPT_H

#include "cgi/http/call.h"

/* A body of that many bytes was received. */
void kept_count(const struct call *c, int64_t integration_id, size_t bytes);

/* Every integration is to be looked at, whatever was counted. */
void kept_doubt(void);

/*
 * Milliseconds until kept_settle has something to do; INT64_MAX for never.
 * After a failure it waits a minute.
 */
int64_t kept_due_ms(int64_t now_ms);

/* Looks at one group that is due: a bounded step, in its own transactions. */
MUST_CHECK enum err kept_settle(struct cx *cx, const struct app *app);

#endif

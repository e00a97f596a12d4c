/* SPDX-License-Identifier: MIT */
/*
 * refused.h -- reports that nginx has refused, counted for their owners.
 *
 * nginx sends them here without their body, so that a flood stays cheap: each
 * costs one look-up by index. The counts are in memory and are written at most
 * once a minute; a process that is killed loses those of its last minute.
 */
#ifndef CGI_HOOKS_REFUSED_H
#define CGI_HOOKS_REFUSED_H

#include "cgi/http/route.h"

/*
 * Counts the request for the integration of its path. Returns ERR_TOO_MANY,
 * whatever the path is.
 */
MUST_CHECK enum err refused_count(struct call *c, const struct route *route);

/* Milliseconds until counts are to be written; INT64_MAX without any. */
int64_t refused_due_ms(int64_t now_ms);

/* Writes what is due in a transaction; `all`: also what is not due yet. */
void refused_write(struct cx *cx, const struct app *app, bool all);

#endif

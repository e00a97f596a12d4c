/* SPDX-License-Identifier: MIT */
/*
 * scrobble.h -- POST /api/v1/scrobble: receives a report of a person's program.
 *
 * It goes the way of a webhook, to the person's integration of such programs.
 * With an Idempotency-Key the answer is kept, and given again for the same key
 * and body; with ?dry_run=1 nothing is. docs/programs.md is for the authors of
 * the programs.
 */
#ifndef CGI_HOOKS_SCROBBLE_H
#define CGI_HOOKS_SCROBBLE_H

#include "cgi/http/call.h"

enum { SCROBBLE_MAX = 16 << 10 };

call_fn scrobble_read, scrobble_take;

#endif

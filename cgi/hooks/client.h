/* SPDX-License-Identifier: MIT */
/*
 * client.h -- reports in the shape of Trakt's API, for its clients.
 *
 * They go the way of a webhook, and are answered as that API answers: 201 with
 * an action, which is "scrobble" only when this report completed the play; 404
 * for what cannot be named; 409 for a stop after the play was completed.
 * Refusals have our own form. docs/programs.md describes it.
 */
#ifndef CGI_HOOKS_CLIENT_H
#define CGI_HOOKS_CLIENT_H

#include "cgi/http/call.h"

enum { CLIENT_MAX = 64 << 10 };

call_fn client_read, client_take, client_take_history;

#endif

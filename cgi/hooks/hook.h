/* SPDX-License-Identifier: MIT */
/*
 * hook.h -- POST /webhooks/integrations/...: receives a report.
 *
 * The slug or a token is in the path, because some senders set no header, or a
 * token is in the Authorization header. docs/api.md describes every answer.
 */
#ifndef CGI_HOOKS_HOOK_H
#define CGI_HOOKS_HOOK_H

#include "cgi/http/call.h"

/*
 * Before the transaction: parses the body. The second one refuses a request
 * without a token.
 */
call_fn hook_read, hook_read_with_token;

/* Inside: finds the integration by the key in the path or by the token. */
call_fn hook_take_by_key, hook_take_by_token;

#endif

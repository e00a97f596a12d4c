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

call_fn hook_post_key;
call_fn hook_post_token;

#endif

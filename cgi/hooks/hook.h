/* SPDX-License-Identifier: MIT */
/*
 * hook.h -- POST /webhooks/integrations/...: a report comes in.
 *
 * With the slug or a token in the path (Jellyfin can send no header), or with
 * a token in the Authorization header. docs/api.md has every answer.
 */
#ifndef CGI_HOOKS_HOOK_H
#define CGI_HOOKS_HOOK_H

#include "cgi/http/route.h"

handler_fn hook_post_key;
handler_fn hook_post_token;

#endif

/* SPDX-License-Identifier: MIT */
/*
 * device.h -- how a device without a keyboard gets its token (RFC 8628).
 *
 * Nobody has signed in here: the long code is what the device proves itself
 * with. The addresses below /oauth/ answer in the words of the RFC, those below
 * /trakt/ in the statuses of that API. docs/programs.md describes both.
 */
#ifndef CGI_API_DEVICE_H
#define CGI_API_DEVICE_H

#include "cgi/http/call.h"

enum { DEVICE_BODY_MAX = 4 << 10 };

/* The same for both kinds. */
call_fn device_code_post;

call_fn device_token_post;        /* of the RFC */
call_fn device_token_client_post; /* of that API */

#endif

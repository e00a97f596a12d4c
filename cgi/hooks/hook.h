/* SPDX-License-Identifier: MIT */
/*
 * hook.h -- /webhooks/integrations/...: receives a report.
 *
 * The slug or a token is in the path, because some senders set no header, or a
 * token is in the Authorization header. docs/api.md describes every answer.
 */
#ifndef CGI_HOOKS_HOOK_H
#define CGI_HOOKS_HOOK_H

#include "cgi/http/call.h"
#include "shared/actions/receive.h"
#include "shared/providers/sink.h"

/*
 * Before the transaction: parses the body. The second one refuses a request
 * without a token.
 */
call_fn hook_read, hook_read_with_token;

/*
 * The same for a GET, which few senders can be set to: its query is all that
 * it says. Others get the answer to a wrong method.
 */
call_fn hook_read_get;

/* Inside: finds the integration by the key in the path or by the token. */
call_fn hook_take_by_key, hook_take_by_token;

/* ---- for other addresses that reports come to ---- */

/* A parsed body. */
struct reading {
	struct bytes payload; /* to keep with the delivery of an only message */
	struct messages messages;
};

/* In the arena. Never fails: a body that is refused is a message, too. */
struct reading *hook_read_body(const struct call *c, const struct sink *sink);

/* Applies each message to the integration; verdicts[] are theirs. */
MUST_CHECK enum err hook_apply(const struct call *c, const struct reading *reading,
	const struct integration *integration, struct verdict *verdicts);

/* The same, and answers. */
MUST_CHECK enum err hook_take(
	const struct call *c, const struct reading *reading, const struct integration *integration);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * wake.h -- wakes the worker for a person who waits at a page.
 *
 * ryot-cgi connects to no other server. What a person asks for is stored, and
 * carried out by ryot-yank: at once where its socket exists, and else when the
 * timer or cron starts it.
 */
#ifndef CGI_WEB_WAKE_H
#define CGI_WEB_WAKE_H

#include "cgi/http/call.h"
#include "shared/actions/server.h"

/* Call it after the commit. Waits for nothing. */
void wake_now(const struct call *c);

/* Stores the request (server_request), and wakes the worker if it is new. */
MUST_CHECK enum err wake_ask(
	const struct call *c, const struct overview *row, enum server_wish wish);

#endif

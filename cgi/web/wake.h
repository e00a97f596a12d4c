/* SPDX-License-Identifier: MIT */
/*
 * wake.h -- starts ryot-yank for a person who waits at a page.
 *
 * ryot-cgi connects to no other server. A request for a sync is stored in the
 * database (server_request) and carried out by ryot-yank: by the one started
 * here or, if none can be started (no ryot-yank beside us, a unit without
 * network, too many at once), by the next one that the timer or cron starts.
 */
#ifndef CGI_WEB_WAKE_H
#define CGI_WEB_WAKE_H

#include "cgi/http/call.h"
#include "shared/actions/server.h"

/*
 * Starts ryot-yank and does not wait. A failure to start is only logged: the
 * timer or cron starts the next one. Call it after the commit.
 */
void wake_now(const struct call *c, enum server_wish wish, int64_t integration_id);

/* Stores the request (server_request), and starts ryot-yank if it is new. */
MUST_CHECK enum err wake_ask(
	const struct call *c, const struct overview *row, enum server_wish wish);

#endif

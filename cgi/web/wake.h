/* SPDX-License-Identifier: MIT */
/*
 * wake.h -- starting ryot-yank for somebody who waits at a page.
 *
 * ryot-cgi speaks to no other server. What was asked for stands in the
 * database (store_account_ask), and a ryot-yank of its own does it: the one
 * started here or, where none can be (no ryot-yank beside us, a unit without
 * network, too many at once), the next one that cron starts.
 */
#ifndef CGI_WEB_WAKE_H
#define CGI_WEB_WAKE_H

#include "cgi/http/route.h"
#include "shared/store/overview.h"

enum yank_change { YANK_NOW, YANK_TEST };

/*
 * Starts it and does not wait. That it could not be started is logged and no
 * failure: it only takes longer then. Call it after the commit.
 */
void yank_now(
	struct cx *cx, const struct conf *conf, enum yank_change change, int64_t integration_id);

/*
 * Notes what somebody asks for, and starts it; asked again within a minute, it
 * starts nothing more. ERR_INPUT: it is switched off, so nobody may yank it.
 * For a row with an account, and outside of a transaction.
 */
MUST_CHECK enum err yank_ask(
	struct cx *cx, const struct app *app, const struct overview *row, enum yank_change change);

#endif

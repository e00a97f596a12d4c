/* SPDX-License-Identifier: MIT */
/*
 * yank_now.h -- starting ryot-yank for somebody who waits at a page.
 *
 * ryot-cgi speaks to no other server. What was asked for stands in the
 * database (store_account_ask), and a ryot-yank of its own does it: the one
 * started here or, where none can be (no ryot-yank beside us, a unit without
 * network, too many at once), the next one that cron starts.
 */
#ifndef CGI_YANK_NOW_H
#define CGI_YANK_NOW_H

#include "shared/conf.h"

enum yank_deed { YANK_NOW, YANK_TEST };

/*
 * Starts it and does not wait. That it could not be started is logged and no
 * failure: it only takes longer then. Call it after the commit.
 */
void yank_now(struct cx *cx, const struct conf *conf, enum yank_deed deed,
	int64_t integration_id);

#endif

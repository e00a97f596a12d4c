/* SPDX-License-Identifier: MIT */
#include "cgi/web/wake.h"

#include "shared/base/log.h"
#include "shared/base/wake.h"

void wake_now(const struct call *c)
{
	if (!wake_send(c->app->conf->yank_socket))
		log_info(
			"yank not woken: nobody listens at its socket, the schedule will start it");
}

enum err wake_ask(const struct call *c, const struct overview *row, enum server_wish wish)
{
	bool is_new = false;

	TRY(server_request(c->cx, c->store, row, wish, &is_new));
	if (is_new)
		wake_now(c);
	return OK;
}

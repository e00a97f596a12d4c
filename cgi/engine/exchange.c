/* SPDX-License-Identifier: MIT */
#include "cgi/engine/exchange.h"

enum err exchange_run(struct exchange *x, unit_fn *part)
{
	const struct app *app = x->call.app;
	struct arena *a = x->call.cx->arena;
	enum err err;

	a->wanted = 0;
	err = unit_run(x->call.cx, REQUEST_CEILING, part, x);
	x->was_cut = a->wanted > 0;
	if (x->was_cut) { /* what it left is in memory that is free again */
		x->res = x->prepared;
		store_settle(app->reader);
		store_settle(app->writer);
		store_limit(app->reader, 0);
		store_limit(app->writer, 0);
	}
	return err;
}

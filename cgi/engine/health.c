/* SPDX-License-Identifier: MIT */
/* health.c -- GET /healthz. */
#include "cgi/engine/health.h"

#include "shared/json/write.h"

enum err health_get(struct call *c)
{
	TRY(store_ping(c->cx, c->store));
	jput_open(c->out, NULL, '{');
	jput_str(c->out, "status", "ok");
	jput_close(c->out, '}');
	return OK;
}

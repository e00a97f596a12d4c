/* SPDX-License-Identifier: MIT */
/* health.c -- GET /healthz. */
#include "cgi/engine/health.h"

#include "shared/json/write.h"

enum err health_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	(void)req;
	TRY(store_ping(cx, app->store));
	jput_open(&res->body, NULL, '{');
	jput_str(&res->body, "status", "ok");
	jput_close(&res->body, '}');
	return OK;
}

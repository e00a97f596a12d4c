/* SPDX-License-Identifier: MIT */
/* routes.c -- every address this program answers. Sorted by path. */
#include "cgi/health.h"
#include "cgi/hook.h"
#include "cgi/route.h"

const struct route routes[] = {
	/* clang-format off */
	{ "GET",  "/healthz",                              0,      health_get },
	{ "POST", "/webhooks/integrations/:provider",      0,      hook_post_token },
	{ "POST", "/webhooks/integrations/:provider/:key", 0,      hook_post_key },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

/* SPDX-License-Identifier: MIT */
/* routes.c -- every address this program answers. Sorted by path. */
#include "cgi/health.h"
#include "cgi/hook.h"
#include "cgi/pages/pages.h"
#include "cgi/route.h"
#include "cgi/sinks/sink.h"

enum { FORM = 16 << 10 };

const struct route routes[] = {
	/* clang-format off */
	{ "GET",  "/",        WHO_USER,   0,      0,    home_get },
	{ "GET",  "/healthz", WHO_SENDER, 0,      0,    health_get },
	{ "GET",  "/history", WHO_USER,   0,      0,    history_get },
	{ "GET",  "/login",   WHO_ANYONE, 0,      0,    login_get },
	{ "POST", "/login",   WHO_ANYONE, APART,  FORM, login_post },
	{ "POST", "/logout",  WHO_USER,   WRITES, FORM, logout_post },
	{ "GET",  "/setup",   WHO_ANYONE, 0,      0,    setup_get },
	{ "POST", "/setup",   WHO_ANYONE, APART,  FORM, setup_post },
	{ "GET",  "/statistics", WHO_USER, 0,     0,    statistics_get },
	{ "POST", "/webhooks/integrations/:provider",      WHO_SENDER, WRITES, BODY_MAX, hook_post_token },
	{ "POST", "/webhooks/integrations/:provider/:key", WHO_SENDER, WRITES, BODY_MAX, hook_post_key },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

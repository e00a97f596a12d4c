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
	{ "GET",  "/login",   WHO_ANYONE, 0,      0,    login_get },
	{ "POST", "/login",   WHO_ANYONE, APART,  FORM, login_post },
	{ "POST", "/logout",  WHO_USER,   WRITES, FORM, logout_post },
	{ "GET",  "/settings", WHO_USER,  0,      0,    settings_get },
	{ "GET",  "/settings/deliveries/:id",              WHO_USER, 0,      0,    settings_delivery_get },
	{ "GET",  "/settings/deliveries/:id/body",         WHO_USER, 0,      0,    settings_delivery_body_get },
	{ "POST", "/settings/deliveries/:id/replay",       WHO_USER, WRITES, FORM, settings_delivery_replay_post },
	{ "GET",  "/settings/integrations",                WHO_USER, 0,      0,    settings_integrations_get },
	{ "GET",  "/settings/integrations/:id",            WHO_USER, 0,      0,    settings_integration_get },
	{ "POST", "/settings/integrations/:id",            WHO_USER, WRITES, FORM, settings_integration_post },
	{ "GET",  "/settings/integrations/:id/asking",     WHO_USER, 0,      0,    settings_integration_asking_get },
	{ "GET",  "/settings/integrations/:id/deliveries", WHO_USER, 0,      0,    settings_deliveries_get },
	{ "GET",  "/settings/integrations/:id/remove",     WHO_USER, 0,      0,    settings_integration_remove_get },
	{ "POST", "/settings/integrations/:id/remove",     WHO_USER, WRITES, FORM, settings_integration_remove_post },
	{ "POST", "/settings/integrations/:id/rotate",     WHO_USER, WRITES, FORM, settings_integration_rotate_post },
	{ "POST", "/settings/integrations/:id/server",     WHO_USER, APART,  FORM, settings_integration_server_post },
	{ "POST", "/settings/integrations/:id/test",       WHO_USER, APART,  FORM, settings_integration_test_post },
	{ "POST", "/settings/integrations/:id/yank",       WHO_USER, APART,  FORM, settings_integration_yank_post },
	{ "GET",  "/settings/integrations/new/:provider",  WHO_USER, 0,      0,    settings_integrations_new_get },
	{ "POST", "/settings/integrations/new/:provider",  WHO_USER, APART,  FORM, settings_integrations_new_post },
	{ "GET",  "/settings/tokens",                      WHO_USER, 0,      0,    settings_tokens_get },
	{ "POST", "/settings/tokens",                      WHO_USER, WRITES, FORM, settings_tokens_post },
	{ "POST", "/settings/tokens/:id/revoke",           WHO_USER, WRITES, FORM, settings_tokens_revoke_post },
	{ "GET",  "/setup",   WHO_ANYONE, 0,      0,    setup_get },
	{ "POST", "/setup",   WHO_ANYONE, APART,  FORM, setup_post },
	{ "POST", "/webhooks/integrations/:provider",      WHO_SENDER, WRITES, BODY_MAX, hook_post_token },
	{ "POST", "/webhooks/integrations/:provider/:key", WHO_SENDER, WRITES, BODY_MAX, hook_post_key },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

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
	{ "POST", "/edits/:id/undo",     WHO_USER, WRITES, FORM, edits_undo_post },
	{ "GET",  "/healthz", WHO_SENDER, 0,      0,    health_get },
	{ "GET",  "/library", WHO_USER,   0,      0,    library_get },
	{ "GET",  "/login",   WHO_ANYONE, 0,      0,    login_get },
	{ "POST", "/login",   WHO_ANYONE, APART,  FORM, login_post },
	{ "POST", "/logout",  WHO_USER,   WRITES, FORM, logout_post },
	{ "GET",  "/now",     WHO_USER,   0,      0,    now_get },
	{ "POST", "/plays/:id/complete", WHO_USER, WRITES, FORM, plays_complete_post },
	{ "POST", "/plays/:id/remove",   WHO_USER, WRITES, FORM, plays_remove_post },
	{ "GET",  "/setup",   WHO_ANYONE, 0,      0,    setup_get },
	{ "POST", "/setup",   WHO_ANYONE, APART,  FORM, setup_post },
	{ "POST", "/webhooks/integrations/:provider",      WHO_SENDER, WRITES, BODY_MAX, hook_post_token },
	{ "POST", "/webhooks/integrations/:provider/:key", WHO_SENDER, WRITES, BODY_MAX, hook_post_key },
	{ "GET",  "/works/:id",          WHO_USER, 0,      0,    works_get },
	{ "POST", "/works/:id/complete", WHO_USER, WRITES, FORM, works_complete_post },
	{ "POST", "/works/:id/ids",      WHO_USER, WRITES, FORM, works_ids_post },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

/* SPDX-License-Identifier: MIT */
/*
 * routes.c -- every address that this program answers; each part sorted by
 * path.
 */
#include "cgi/api/api.h"
#include "cgi/engine/health.h"
#include "cgi/engine/metrics.h"
#include "cgi/hooks/hook.h"
#include "cgi/http/route.h"
#include "cgi/pages/pages.h"
#include "shared/providers/sink.h"

enum { FORM = 16 << 10, IMPORT_MAX = 32 << 20 };

const struct route routes[] = {
	/* clang-format off */
	/* Senders and monitors: first, because most requests are theirs. */
	{ "GET",    "/healthz",                              WHO_SENDER, 0,      0,            health_get },
	{ "GET",    "/metrics/:instance",                    WHO_SENDER, 0,      0,            metrics_get },
	{ "GET",    "/readyz",                               WHO_SENDER, WRITES, 0,            metrics_ready_get },
	{ "POST",   "/webhooks/integrations/:provider",      WHO_SENDER, 0,      FORM_MAX,     hook_post_token },
	{ "POST",   "/webhooks/integrations/:provider/:key", WHO_SENDER, 0,      FORM_MAX,     hook_post_key },

	/* The API. */
	{ "GET",    "/api/v1/deliveries",                    WHO_TOKEN,  0,      0,            api_deliveries_get },
	{ "GET",    "/api/v1/deliveries/:id",                WHO_TOKEN,  0,      0,            api_delivery_get },
	{ "POST",   "/api/v1/deliveries/:id/replay",         WHO_TOKEN,  WRITES, API_BODY_MAX, api_delivery_replay },
	{ "POST",   "/api/v1/edits/:id/undo",                WHO_TOKEN,  WRITES, API_BODY_MAX, api_edit_undo },
	{ "GET",    "/api/v1/history",                       WHO_TOKEN,  0,      0,            api_history_get },
	{ "GET",    "/api/v1/integrations",                  WHO_TOKEN,  0,      0,            api_integrations_get },
	{ "POST",   "/api/v1/integrations",                  WHO_TOKEN,  WRITES, API_BODY_MAX, api_integrations_post },
	{ "DELETE", "/api/v1/integrations/:id",              WHO_TOKEN,  WRITES, API_BODY_MAX, api_integration_delete },
	{ "GET",    "/api/v1/integrations/:id",              WHO_TOKEN,  0,      0,            api_integration_get },
	{ "PATCH",  "/api/v1/integrations/:id",              WHO_TOKEN,  WRITES, API_BODY_MAX, api_integration_patch },
	{ "POST",   "/api/v1/integrations/:id/rotate",       WHO_TOKEN,  WRITES, API_BODY_MAX, api_integration_rotate },
	{ "POST",   "/api/v1/integrations/:id/yank",         WHO_TOKEN,  APART,  API_BODY_MAX, api_integration_yank },
	{ "GET",    "/api/v1/me",                            WHO_TOKEN,  0,      0,            api_me_get },
	{ "GET",    "/api/v1/now",                           WHO_TOKEN,  0,      0,            api_now_get },
	{ "GET",    "/api/v1/plays",                         WHO_TOKEN,  0,      0,            api_plays_get },
	{ "DELETE", "/api/v1/plays/:id",                     WHO_TOKEN,  WRITES, API_BODY_MAX, api_play_delete },
	{ "GET",    "/api/v1/plays/:id",                     WHO_TOKEN,  0,      0,            api_play_get },
	{ "POST",   "/api/v1/plays/:id/complete",            WHO_TOKEN,  WRITES, API_BODY_MAX, api_play_complete },
	{ "GET",    "/api/v1/tokens",                        WHO_TOKEN,  0,      0,            api_tokens_get },
	{ "POST",   "/api/v1/tokens",                        WHO_TOKEN,  WRITES, API_BODY_MAX, api_tokens_post },
	{ "DELETE", "/api/v1/tokens/:id",                    WHO_TOKEN,  WRITES, API_BODY_MAX, api_token_delete },
	{ "GET",    "/api/v1/works",                         WHO_TOKEN,  0,      0,            api_works_get },
	{ "GET",    "/api/v1/works/:id",                     WHO_TOKEN,  0,      0,            api_work_get },

	/* The pages. */
	{ "GET",    "/",                                     WHO_USER,   0,      0,            home_get },
	{ "POST",   "/edits/:id/undo",                       WHO_USER,   WRITES, FORM,         edits_undo_post },
	{ "GET",    "/history",                              WHO_USER,   0,      0,            history_get },
	{ "GET",    "/library",                              WHO_USER,   0,      0,            library_get },
	{ "GET",    "/login",                                WHO_ANYONE, 0,      0,            login_get },
	{ "POST",   "/login",                                WHO_ANYONE, APART,  FORM,         login_post },
	{ "POST",   "/logout",                               WHO_USER,   WRITES, FORM,         logout_post },
	{ "GET",    "/now",                                  WHO_USER,   0,      0,            now_get },
	{ "POST",   "/plays/:id/complete",                   WHO_USER,   WRITES, FORM,         plays_complete_post },
	{ "POST",   "/plays/:id/remove",                     WHO_USER,   WRITES, FORM,         plays_remove_post },
	{ "GET",    "/settings",                             WHO_USER,   0,      0,            settings_get },
	{ "GET",    "/settings/account",                     WHO_USER,   0,      0,            settings_account_get },
	{ "GET",    "/settings/account/export.jsonl",        WHO_USER,   0,      0,            settings_account_export_get },
	{ "GET",    "/settings/account/history.csv",         WHO_USER,   0,      0,            settings_account_history_get },
	{ "POST",   "/settings/account/import",              WHO_USER,   APART,  IMPORT_MAX,   settings_account_import_post },
	{ "POST",   "/settings/account/password",            WHO_USER,   APART,  FORM,         settings_account_password_post },
	{ "POST",   "/settings/account/sessions/:id/end",    WHO_USER,   WRITES, FORM,         settings_account_session_end_post },
	{ "POST",   "/settings/account/sessions/end",        WHO_USER,   WRITES, FORM,         settings_account_sessions_end_post },
	{ "POST",   "/settings/account/zone",                WHO_USER,   WRITES, FORM,         settings_account_zone_post },
	{ "GET",    "/settings/deliveries/:id",              WHO_USER,   0,      0,            settings_delivery_get },
	{ "GET",    "/settings/deliveries/:id/body",         WHO_USER,   0,      0,            settings_delivery_body_get },
	{ "POST",   "/settings/deliveries/:id/replay",       WHO_USER,   WRITES, FORM,         settings_delivery_replay_post },
	{ "GET",    "/settings/integrations",                WHO_USER,   0,      0,            settings_integrations_get },
	{ "GET",    "/settings/integrations/:id",            WHO_USER,   0,      0,            settings_integration_get },
	{ "POST",   "/settings/integrations/:id",            WHO_USER,   WRITES, FORM,         settings_integration_post },
	{ "GET",    "/settings/integrations/:id/asking",     WHO_USER,   0,      0,            settings_integration_asking_get },
	{ "GET",    "/settings/integrations/:id/deliveries", WHO_USER,   0,      0,            settings_deliveries_get },
	{ "GET",    "/settings/integrations/:id/remove",     WHO_USER,   0,      0,            settings_integration_remove_get },
	{ "POST",   "/settings/integrations/:id/remove",     WHO_USER,   WRITES, FORM,         settings_integration_remove_post },
	{ "POST",   "/settings/integrations/:id/rotate",     WHO_USER,   WRITES, FORM,         settings_integration_rotate_post },
	{ "POST",   "/settings/integrations/:id/server",     WHO_USER,   APART,  FORM,         settings_integration_server_post },
	{ "POST",   "/settings/integrations/:id/test",       WHO_USER,   APART,  FORM,         settings_integration_test_post },
	{ "POST",   "/settings/integrations/:id/yank",       WHO_USER,   APART,  FORM,         settings_integration_yank_post },
	{ "GET",    "/settings/integrations/new/:provider",  WHO_USER,   0,      0,            settings_integrations_new_get },
	{ "POST",   "/settings/integrations/new/:provider",  WHO_USER,   APART,  FORM,         settings_integrations_new_post },
	{ "GET",    "/settings/people",                      WHO_ADMIN,  0,      0,            settings_people_get },
	{ "POST",   "/settings/people",                      WHO_ADMIN,  APART,  FORM,         settings_people_post },
	{ "GET",    "/settings/people/:id",                  WHO_ADMIN,  0,      0,            settings_people_one_get },
	{ "POST",   "/settings/people/:id/password",         WHO_ADMIN,  APART,  FORM,         settings_people_password_post },
	{ "GET",    "/settings/people/:id/remove",           WHO_ADMIN,  0,      0,            settings_people_remove_get },
	{ "POST",   "/settings/people/:id/remove",           WHO_ADMIN,  WRITES, FORM,         settings_people_remove_post },
	{ "GET",    "/settings/tokens",                      WHO_USER,   0,      0,            settings_tokens_get },
	{ "POST",   "/settings/tokens",                      WHO_USER,   WRITES, FORM,         settings_tokens_post },
	{ "POST",   "/settings/tokens/:id/revoke",           WHO_USER,   WRITES, FORM,         settings_tokens_revoke_post },
	{ "GET",    "/setup",                                WHO_ANYONE, 0,      0,            setup_get },
	{ "POST",   "/setup",                                WHO_ANYONE, APART,  FORM,         setup_post },
	{ "GET",    "/statistics",                           WHO_USER,   0,      0,            statistics_get },
	{ "GET",    "/works/:id",                            WHO_USER,   0,      0,            works_get },
	{ "POST",   "/works/:id/complete",                   WHO_USER,   WRITES, FORM,         works_complete_post },
	{ "POST",   "/works/:id/ids",                        WHO_USER,   WRITES, FORM,         works_ids_post },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

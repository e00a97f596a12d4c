/* SPDX-License-Identifier: MIT */
/*
 * routes.c -- every address that this program answers; each part sorted by
 * path. The columns are explained in cgi/http/route.h.
 */
#include "cgi/api/api.h"
#include "cgi/api/device.h"
#include "cgi/engine/health.h"
#include "cgi/engine/metrics.h"
#include "cgi/hooks/client.h"
#include "cgi/hooks/hook.h"
#include "cgi/hooks/kosync.h"
#include "cgi/hooks/scrobble.h"
#include "cgi/http/route.h"
#include "cgi/pages/pages.h"
#include "shared/providers/sink.h"

enum { FORM = 16 << 10, IMPORT_MAX = 32 << 20 };

const struct route routes[] = {
	/* clang-format off */
	/* Senders and monitors, first what most requests are for. */
	{ "POST",   "/webhooks/integrations/:provider/:key", WHO_SENDER, 0,     FORM_MAX,     hook_read, hook_take_by_key },
	{ "GET",    "/healthz",                              WHO_SENDER, 0,     0,            health_get, NULL },
	{ "GET",    "/kosync/healthcheck",                   WHO_SENDER, 0,     0,            kosync_health_get, NULL },
	{ "PUT",    "/kosync/syncs/progress",                WHO_SENDER, 0,     KOSYNC_MAX,   kosync_read, kosync_take },
	{ "GET",    "/kosync/syncs/progress/:document",      WHO_SENDER, 0,     0,            kosync_place_get, NULL },
	{ "GET",    "/kosync/users/auth",                    WHO_SENDER, 0,     0,            kosync_auth_get, NULL },
	{ "POST",   "/kosync/users/create",                  WHO_SENDER, 0,     KOSYNC_MAX,   NULL, kosync_create_post },
	{ "GET",    "/metrics/hooks",                        WHO_SENDER, 0,     0,            metrics_get, NULL },
	{ "GET",    "/metrics/web",                          WHO_SENDER, 0,     0,            metrics_get, NULL },
	{ "POST",   "/oauth/device/code",                    WHO_SENDER, 0,     DEVICE_BODY_MAX, NULL, device_code_post },
	{ "POST",   "/oauth/device/token",                   WHO_SENDER, 0,     DEVICE_BODY_MAX, NULL, device_token_post },
	{ "GET",    "/readyz",                               WHO_SENDER, 0,     0,            NULL, metrics_ready_get },
	{ "POST",   "/trakt/oauth/device/code",              WHO_SENDER, 0,     DEVICE_BODY_MAX, NULL, device_code_post },
	{ "POST",   "/trakt/oauth/device/token",             WHO_SENDER, 0,     DEVICE_BODY_MAX, NULL, device_token_client_post },
	{ "POST",   "/webhooks/integrations/:provider",      WHO_SENDER, 0,     FORM_MAX,     hook_read_with_token, hook_take_by_token },
	{ "POST",   "/webhooks/integrations/:provider/",     WHO_SENDER, 0,     FORM_MAX,     hook_read_with_token, hook_take_by_token },
	{ "GET",    "/webhooks/integrations/:provider/:key", WHO_SENDER, 0,     0,            hook_read_get, hook_take_by_key },
	{ "POST",   "/webhooks/integrations/:provider/:key/", WHO_SENDER, 0,    FORM_MAX,     hook_read, hook_take_by_key },

	/* The API, and one that clients of another service speak. */
	{ "GET",    "/api/v1/deliveries",                    WHO_TOKEN,  0,     0,            api_deliveries_get, NULL },
	{ "GET",    "/api/v1/deliveries/:id",                WHO_TOKEN,  0,     0,            api_delivery_get, NULL },
	{ "POST",   "/api/v1/deliveries/:id/replay",         WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_delivery_replay },
	{ "POST",   "/api/v1/edits/:id/undo",                WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_edit_undo },
	{ "GET",    "/api/v1/history",                       WHO_TOKEN,  0,     0,            api_history_get, NULL },
	{ "GET",    "/api/v1/integrations",                  WHO_TOKEN,  0,     0,            api_integrations_get, NULL },
	{ "POST",   "/api/v1/integrations",                  WHO_TOKEN,  APART, API_BODY_MAX, api_integrations_post, NULL },
	{ "DELETE", "/api/v1/integrations/:id",              WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_integration_delete },
	{ "GET",    "/api/v1/integrations/:id",              WHO_TOKEN,  0,     0,            api_integration_get, NULL },
	{ "PATCH",  "/api/v1/integrations/:id",              WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_integration_patch },
	{ "POST",   "/api/v1/integrations/:id/rotate",       WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_integration_rotate },
	{ "POST",   "/api/v1/integrations/:id/yank",         WHO_TOKEN,  APART, API_BODY_MAX, api_integration_yank, NULL },
	{ "GET",    "/api/v1/integrations/checks/:id",       WHO_TOKEN,  0,     0,            api_check_get, NULL },
	{ "POST",   "/api/v1/integrations/checks/:id/confirm", WHO_TOKEN, APART, API_BODY_MAX, api_check_confirm, NULL },
	{ "GET",    "/api/v1/me",                            WHO_TOKEN,  0,     0,            api_me_get, NULL },
	{ "GET",    "/api/v1/now",                           WHO_TOKEN,  0,     0,            api_now_get, NULL },
	{ "GET",    "/api/v1/plays",                         WHO_TOKEN,  0,     0,            api_plays_get, NULL },
	{ "DELETE", "/api/v1/plays/:id",                     WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_play_delete },
	{ "GET",    "/api/v1/plays/:id",                     WHO_TOKEN,  0,     0,            api_play_get, NULL },
	{ "POST",   "/api/v1/plays/:id/complete",            WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_play_complete },
	{ "POST",   "/api/v1/scrobble",                      WHO_TOKEN,  REPORTS, SCROBBLE_MAX, scrobble_read, scrobble_take },
	{ "GET",    "/api/v1/tokens",                        WHO_TOKEN,  0,     0,            api_tokens_get, NULL },
	{ "POST",   "/api/v1/tokens",                        WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_tokens_post },
	{ "DELETE", "/api/v1/tokens/:id",                    WHO_TOKEN,  0,     API_BODY_MAX, NULL, api_token_delete },
	{ "GET",    "/api/v1/unmatched",                     WHO_TOKEN,  0,     0,            api_unmatched_get, NULL },
	{ "GET",    "/api/v1/unmatched/:id",                 WHO_TOKEN,  0,     0,            api_unmatched_one_get, NULL },
	{ "POST",   "/api/v1/unmatched/:id/name",            WHO_TOKEN,  APART, API_BODY_MAX, api_unmatched_name, NULL },
	{ "POST",   "/api/v1/unmatched/:id/undo",            WHO_TOKEN,  APART, API_BODY_MAX, api_unmatched_undo, NULL },
	{ "GET",    "/api/v1/works",                         WHO_TOKEN,  0,     0,            api_works_get, NULL },
	{ "GET",    "/api/v1/works/:id",                     WHO_TOKEN,  0,     0,            api_work_get, NULL },
	{ "POST",   "/trakt/scrobble/pause",                 WHO_TOKEN,  REPORTS, CLIENT_MAX,   client_read, client_take },
	{ "POST",   "/trakt/scrobble/start",                 WHO_TOKEN,  REPORTS, CLIENT_MAX,   client_read, client_take },
	{ "POST",   "/trakt/scrobble/stop",                  WHO_TOKEN,  REPORTS, CLIENT_MAX,   client_read, client_take },
	{ "POST",   "/trakt/sync/history",                   WHO_TOKEN,  REPORTS, CLIENT_MAX,   client_read, client_take_history },

	/* The pages. */
	{ "GET",    "/",                                     WHO_USER,   0,     0,            home_get, NULL },
	{ "GET",    "/art/:hash",                            WHO_USER,   0,     0,            art_get, NULL },
	{ "GET",    "/device",                               WHO_USER,   0,     0,            device_get, NULL },
	{ "POST",   "/device",                               WHO_USER,   0,     FORM,         NULL, device_post },
	{ "POST",   "/device/answer",                        WHO_USER,   0,     FORM,         NULL, device_answer_post },
	{ "POST",   "/edits/:id/undo",                       WHO_USER,   0,     FORM,         NULL, edits_undo_post },
	{ "GET",    "/history",                              WHO_USER,   0,     0,            history_get, NULL },
	{ "GET",    "/library",                              WHO_USER,   0,     0,            library_get, NULL },
	{ "GET",    "/login",                                WHO_ANYONE, 0,     0,            login_get, NULL },
	{ "POST",   "/login",                                WHO_ANYONE, APART, FORM,         login_post, NULL },
	{ "POST",   "/logout",                               WHO_USER,   0,     FORM,         NULL, logout_post },
	{ "GET",    "/now",                                  WHO_USER,   0,     0,            now_get, NULL },
	{ "GET",    "/opensearch.xml",                       WHO_ANYONE, 0,     0,            opensearch_get, NULL },
	{ "POST",   "/plays/:id/complete",                   WHO_USER,   0,     FORM,         NULL, plays_complete_post },
	{ "POST",   "/plays/:id/remove",                     WHO_USER,   0,     FORM,         NULL, plays_remove_post },
	{ "GET",    "/search",                               WHO_USER,   0,     0,            search_get, NULL },
	{ "GET",    "/settings",                             WHO_USER,   0,     0,            settings_get, NULL },
	{ "GET",    "/settings/account",                     WHO_USER,   0,     0,            settings_account_get, NULL },
	{ "GET",    "/settings/account/export.jsonl",        WHO_USER,   LONG,  0,            settings_account_export_get, NULL },
	{ "GET",    "/settings/account/history.csv",         WHO_USER,   LONG,  0,            settings_account_history_get, NULL },
	{ "POST",   "/settings/account/import",              WHO_USER,   APART, IMPORT_MAX,   settings_account_import_post, NULL },
	{ "GET",    "/settings/account/imports/:id",         WHO_USER,   0,     0,            settings_import_get, NULL },
	{ "POST",   "/settings/account/imports/:id/start",   WHO_USER,   APART, FORM,         settings_import_start_post, NULL },
	{ "POST",   "/settings/account/imports/:id/undo",    WHO_USER,   APART, FORM,         settings_import_undo_post, NULL },
	{ "POST",   "/settings/account/password",            WHO_USER,   APART, FORM,         settings_account_password_post, NULL },
	{ "POST",   "/settings/account/sessions/:id/end",    WHO_USER,   0,     FORM,         NULL, settings_account_session_end_post },
	{ "POST",   "/settings/account/sessions/end",        WHO_USER,   0,     FORM,         NULL, settings_account_sessions_end_post },
	{ "POST",   "/settings/account/zone",                WHO_USER,   0,     FORM,         NULL, settings_account_zone_post },
	{ "GET",    "/settings/deliveries/:id",              WHO_USER,   0,     0,            settings_delivery_get, NULL },
	{ "GET",    "/settings/deliveries/:id/body",         WHO_USER,   0,     0,            settings_delivery_body_get, NULL },
	{ "POST",   "/settings/deliveries/:id/replay",       WHO_USER,   0,     FORM,         NULL, settings_delivery_replay_post },
	{ "GET",    "/settings/integrations",                WHO_USER,   0,     0,            settings_integrations_get, NULL },
	{ "GET",    "/settings/integrations/:id",            WHO_USER,   0,     0,            settings_integration_get, NULL },
	{ "POST",   "/settings/integrations/:id",            WHO_USER,   0,     FORM,         NULL, settings_integration_post },
	{ "GET",    "/settings/integrations/:id/asking",     WHO_USER,   0,     0,            settings_integration_asking_get, NULL },
	{ "GET",    "/settings/integrations/:id/deliveries", WHO_USER,   0,     0,            settings_deliveries_get, NULL },
	{ "GET",    "/settings/integrations/:id/remove",     WHO_USER,   0,     0,            settings_integration_remove_get, NULL },
	{ "POST",   "/settings/integrations/:id/remove",     WHO_USER,   0,     FORM,         NULL, settings_integration_remove_post },
	{ "POST",   "/settings/integrations/:id/rotate",     WHO_USER,   0,     FORM,         NULL, settings_integration_rotate_post },
	{ "POST",   "/settings/integrations/:id/server",     WHO_USER,   APART, FORM,         settings_integration_server_post, NULL },
	{ "POST",   "/settings/integrations/:id/test",       WHO_USER,   APART, FORM,         settings_integration_test_post, NULL },
	{ "POST",   "/settings/integrations/:id/yank",       WHO_USER,   APART, FORM,         settings_integration_yank_post, NULL },
	{ "GET",    "/settings/integrations/checks/:id",     WHO_USER,   0,     0,            settings_integrations_check_get, NULL },
	{ "GET",    "/settings/integrations/checks/:id/asking", WHO_USER, 0,    0,            settings_integrations_check_asking_get, NULL },
	{ "POST",   "/settings/integrations/checks/:id/confirm", WHO_USER, APART, FORM,       settings_integrations_check_confirm_post, NULL },
	{ "GET",    "/settings/integrations/new/:provider",  WHO_USER,   0,     0,            settings_integrations_new_get, NULL },
	{ "POST",   "/settings/integrations/new/:provider",  WHO_USER,   APART, FORM,         settings_integrations_new_post, NULL },
	{ "GET",    "/settings/people",                      WHO_ADMIN,  0,     0,            settings_people_get, NULL },
	{ "POST",   "/settings/people",                      WHO_ADMIN,  APART, FORM,         settings_people_post, NULL },
	{ "GET",    "/settings/people/:id",                  WHO_ADMIN,  0,     0,            settings_people_one_get, NULL },
	{ "POST",   "/settings/people/:id/password",         WHO_ADMIN,  APART, FORM,         settings_people_password_post, NULL },
	{ "GET",    "/settings/people/:id/remove",           WHO_ADMIN,  0,     0,            settings_people_remove_get, NULL },
	{ "POST",   "/settings/people/:id/remove",           WHO_ADMIN,  0,     FORM,         NULL, settings_people_remove_post },
	{ "GET",    "/settings/tokens",                      WHO_USER,   0,     0,            settings_tokens_get, NULL },
	{ "POST",   "/settings/tokens",                      WHO_USER,   0,     FORM,         NULL, settings_tokens_post },
	{ "POST",   "/settings/tokens/:id/revoke",           WHO_USER,   0,     FORM,         NULL, settings_tokens_revoke_post },
	{ "GET",    "/settings/unmatched",                   WHO_USER,   0,     0,            settings_unmatched_get, NULL },
	{ "GET",    "/settings/unmatched/:id",               WHO_USER,   0,     0,            settings_unmatched_thing_get, NULL },
	{ "POST",   "/settings/unmatched/:id/name",          WHO_USER,   APART, FORM,         settings_unmatched_name_post, NULL },
	{ "POST",   "/settings/unmatched/:id/preview",       WHO_USER,   APART, FORM,         settings_unmatched_preview_post, NULL },
	{ "POST",   "/settings/unmatched/:id/undo",          WHO_USER,   APART, FORM,         settings_unmatched_undo_post, NULL },
	{ "GET",    "/setup",                                WHO_ANYONE, 0,     0,            setup_get, NULL },
	{ "POST",   "/setup",                                WHO_ANYONE, APART, FORM,         setup_post, NULL },
	{ "GET",    "/statistics",                           WHO_USER,   0,     0,            statistics_get, NULL },
	{ "GET",    "/works/:id",                            WHO_USER,   0,     0,            works_get, NULL },
	{ "POST",   "/works/:id/complete",                   WHO_USER,   0,     FORM,         NULL, works_complete_post },
	{ "POST",   "/works/:id/ids",                        WHO_USER,   0,     FORM,         NULL, works_ids_post },
	{ "POST",   "/works/:id/mark",                       WHO_USER,   0,     FORM,         NULL, works_mark_post },
	/* clang-format on */
};
const size_t route_count = NELEM(routes);

/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- the handlers of all pages, for the route table.
 *
 * A page is in the file named after its address: "/settings/tokens" is
 * settings/tokens.c, "/works/:id" is works/page.c. Its forms are in the same
 * file or beside it. Sorted by file.
 */
#ifndef CGI_PAGES_PAGES_H
#define CGI_PAGES_PAGES_H

#include "cgi/http/route.h"

handler_fn edits_undo_post;
handler_fn history_get;
handler_fn home_get;
handler_fn library_get;
handler_fn login_get, login_post;
handler_fn logout_post;
handler_fn now_get;
handler_fn plays_complete_post, plays_remove_post;
handler_fn settings_account_export_get, settings_account_history_get;
handler_fn settings_account_get;
handler_fn settings_account_import_post;
handler_fn settings_account_session_end_post, settings_account_sessions_end_post;
handler_fn settings_account_zone_post, settings_account_password_post;
handler_fn settings_deliveries_get;
handler_fn settings_delivery_get, settings_delivery_body_get, settings_delivery_replay_post;
handler_fn settings_get, settings_integrations_get;
handler_fn settings_integration_asking_get, settings_integration_server_post,
	settings_integration_test_post, settings_integration_yank_post;
handler_fn settings_integration_get, settings_integration_post, settings_integration_rotate_post;
handler_fn settings_integration_remove_get, settings_integration_remove_post;
handler_fn settings_integrations_new_get, settings_integrations_new_post;
handler_fn settings_people_get, settings_people_post;
handler_fn settings_people_one_get, settings_people_password_post;
handler_fn settings_people_remove_get, settings_people_remove_post;
handler_fn settings_tokens_get, settings_tokens_post, settings_tokens_revoke_post;
handler_fn setup_get, setup_post;
handler_fn statistics_get;
handler_fn works_get, works_complete_post, works_ids_post;

#endif

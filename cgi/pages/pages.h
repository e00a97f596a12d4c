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

#include "cgi/http/call.h"

call_fn art_get;
call_fn device_get, device_post, device_answer_post;
call_fn edits_undo_post;
call_fn history_get;
call_fn home_get;
call_fn library_get, library_view_post;
call_fn lists_get, lists_post, lists_one_get;
call_fn lists_rename_post, lists_remove_post, lists_restore_post, lists_raise_post, lists_drop_post;
call_fn login_get, login_post;
call_fn logout_post;
call_fn now_get;
call_fn opensearch_get;
call_fn plays_complete_post, plays_remove_post;
call_fn search_get;
call_fn settings_account_export_get, settings_account_history_get;
call_fn settings_account_get;
call_fn settings_account_import_post;
call_fn settings_import_get, settings_import_start_post, settings_import_undo_post;
call_fn settings_account_session_end_post, settings_account_sessions_end_post;
call_fn settings_account_zone_post, settings_account_looks_post, settings_account_password_post;
call_fn settings_deliveries_get;
call_fn settings_delivery_get, settings_delivery_body_get, settings_delivery_replay_post;
call_fn settings_get, settings_integrations_get;
call_fn settings_integration_asking_get, settings_integration_server_post,
	settings_integration_test_post, settings_integration_yank_post;
call_fn settings_integration_get, settings_integration_post, settings_integration_rotate_post;
call_fn settings_integration_policy_post;
call_fn settings_integration_remove_get, settings_integration_remove_post;
call_fn settings_integrations_check_get, settings_integrations_check_asking_get,
	settings_integrations_check_confirm_post;
call_fn settings_integrations_new_get, settings_integrations_new_post;
call_fn settings_people_get, settings_people_post;
call_fn settings_people_one_get, settings_people_password_post;
call_fn settings_people_remove_get, settings_people_remove_post;
call_fn settings_tokens_get, settings_tokens_post, settings_tokens_revoke_post;
call_fn settings_accounts_get, settings_accounts_post, settings_accounts_give_post,
	settings_accounts_ignore_post, settings_accounts_take_back_post;
call_fn settings_unmatched_get;
call_fn settings_unmatched_thing_get, settings_unmatched_preview_post, settings_unmatched_name_post,
	settings_unmatched_undo_post;
call_fn setup_get, setup_post;
call_fn statistics_get;
call_fn works_rate_post, works_note_post, works_list_post;
call_fn works_get, works_complete_post, works_ids_post;

#endif

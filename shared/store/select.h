/* SPDX-License-Identifier: MIT */
/*
 * select.h -- private to the tables of statements: the columns of rows
 * that several statements read, each listed once.
 */
#ifndef SHARED_STORE_SELECT_H
#define SHARED_STORE_SELECT_H

#define INTEGRATION_SELECT                                                                         \
	"SELECT i.id, i.user_id, u.name, i.provider, i.name, i.slug,"                              \
	" i.old_slug_ends_ms, i.enabled, i.start_limit, i.complete_limit,"                         \
	" i.only_user, i.created_ms, i.sender_version"                                             \
	" FROM integration i JOIN person u ON u.id = i.user_id"

/* What a report is weighed by, and no more: this is read at every tick. */
#define LISTENER_SELECT                                                                            \
	"SELECT id, user_id, provider, enabled, start_limit, complete_limit,"                      \
	" only_user, sender_version FROM integration"

#define DELIVERY_SELECT                                                                            \
	"SELECT d.id, d.integration_id, i.provider, u.name, d.first_ms,"                           \
	" d.last_ms, d.count, d.event, d.sender_user, d.run,"                                      \
	" d.reason, d.detail, d.octets, d.replayed_ms"                                             \
	" FROM delivery d JOIN integration i ON i.id = d.integration_id"                           \
	" JOIN person u ON u.id = i.user_id"

#define ACCOUNT_SELECT                                                                             \
	"SELECT a.integration_id, a.url, a.credential, a.ca_file, a.etag,"                         \
	" a.refused_ms, a.failures, a.next_ms, a.last_ok_ms, a.last_error,"                        \
	" a.last_error_ms, i.provider, i.enabled, a.greeted_ms, a.asked_ms,"                       \
	" a.yanked_ms, a.yank_found, a.test_asked_ms, a.tested_ms,"                                \
	" a.test_error, a.test_greeting"                                                           \
	" FROM account a JOIN integration i ON i.id = a.integration_id"

#define TOKEN_SELECT                                                                               \
	"SELECT t.id, t.user_id, u.name, t.name, t.created_ms,"                                    \
	" t.last_used_ms, t.revoked_ms, t.last_used_from"                                          \
	" FROM token t JOIN person u ON u.id = t.user_id"

#endif

/* SPDX-License-Identifier: MIT */
/* store_text_page.c -- the statements that only pages and the API ask. */
#include "shared/store_select.h"
#include "shared/store_sql.h"

#define SESSION_SELECT                                                         \
	"SELECT s.id, s.user_id, u.name, u.time_zone, u.is_admin,"             \
	" s.created_ms, s.last_used_ms, s.user_agent, s.remote"                \
	" FROM session s JOIN user u ON u.id = s.user_id"

const char *const stmt_page_texts[STMT__COUNT] = {
	/* clang-format off */
	[STMT_SESSION_ADD] =
		"INSERT INTO session (user_id, hash, created_ms, last_used_ms,"
		" user_agent, remote)"
		" VALUES (:user, :hash, :now, :now, :user_agent, :remote)",
	[STMT_SESSION_FIND] = SESSION_SELECT
		" WHERE s.hash = :hash AND s.last_used_ms > :after",
	[STMT_SESSION_TOUCH] =
		"UPDATE session SET last_used_ms = :now WHERE id = :id",
	[STMT_SESSION_LIST] = SESSION_SELECT
		" WHERE s.user_id = :user AND s.last_used_ms > :after"
		" ORDER BY s.last_used_ms DESC, s.id DESC",
	[STMT_SESSION_END] =
		"DELETE FROM session WHERE user_id = :user AND id = :id",
	[STMT_SESSION_END_ALL] =
		"DELETE FROM session WHERE user_id = :user AND id <> :keep",
	[STMT_SESSION_PRUNE] =
		"DELETE FROM session WHERE last_used_ms <= :before",

	[STMT_ATTEMPT_GET] =
		"SELECT failures, last_ms FROM attempt"
		" WHERE what = :what AND last_ms > :after",
	[STMT_ATTEMPT_PUT] =
		"INSERT INTO attempt (what, failures, last_ms)"
		" VALUES (:what, 1, :now) ON CONFLICT (what) DO UPDATE SET"
		" failures = attempt.failures + 1, last_ms = excluded.last_ms",
	[STMT_ATTEMPT_PRUNE] = "DELETE FROM attempt WHERE last_ms <= :before",
	[STMT_ATTEMPT_FORGET] = "DELETE FROM attempt WHERE what = :what",

	[STMT_TOKEN_OWN_LIST] = TOKEN_SELECT
		" WHERE t.user_id = :user ORDER BY t.id",
	[STMT_TOKEN_OWN_REVOKE] =
		"UPDATE token SET revoked_ms = coalesce(revoked_ms, :now)"
		" WHERE id = :id AND user_id = :user",

	[STMT_INTEGRATION_OWN] = INTEGRATION_SELECT
		" WHERE i.id = :id AND i.user_id = :user",
	[STMT_INTEGRATION_OWN_LIST] = INTEGRATION_SELECT
		" WHERE i.user_id = :user ORDER BY i.id",
	[STMT_INTEGRATION_OWN_HEALTH] = "SELECT d.integration_id," HEALTH_COLS
		" FROM integration i JOIN delivery d ON d.integration_id = i.id"
		" WHERE i.user_id = :user AND (:id = 0 OR i.id = :id)"
		" GROUP BY d.integration_id",

	[STMT_DELIVERY_OWN_LIST] = DELIVERY_SELECT
		" WHERE d.integration_id = :integration AND i.user_id = :user"
		" AND (:before = 0 OR d.id < :before)"
		" AND (:outcome = '' OR d.outcome = :outcome)"
		" ORDER BY d.id DESC LIMIT :limit",
	[STMT_DELIVERY_OWN] = DELIVERY_SELECT
		" WHERE d.id = :id AND i.user_id = :user",
	[STMT_DELIVERY_WORKS] =
		"SELECT p.id, w.id, w.kind, w.title, t.season, t.episode, t.title,"
		" p.state, p.share FROM delivery_play x"
		" JOIN play p ON p.id = x.play_id"
		" JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
		" WHERE x.delivery_id = :id AND p.user_id = :user"
		" AND p.removed_ms IS NULL ORDER BY p.id LIMIT :limit",

	[STMT_ACCOUNT_OWN_LIST] = ACCOUNT_SELECT " WHERE i.user_id = :user",
	[STMT_ACCOUNT_ASK] =
		"UPDATE account SET asked_ms = :now WHERE integration_id ="
		" (SELECT id FROM integration WHERE id = :id AND user_id = :user)",
	[STMT_ACCOUNT_ASK_TEST] =
		"UPDATE account SET test_asked_ms = :now WHERE integration_id ="
		" (SELECT id FROM integration WHERE id = :id AND user_id = :user)",
	/* clang-format on */
};

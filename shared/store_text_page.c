/* SPDX-License-Identifier: MIT */
/* store_text_page.c -- the statements that only pages and the API ask. */
#include "shared/store_select.h"
#include "shared/store_sql.h"

#define SESSION_SELECT                                                         \
	"SELECT s.id, s.user_id, u.name, u.time_zone, u.is_admin,"             \
	" s.created_ms, s.last_used_ms, s.user_agent, s.remote"                \
	" FROM session s JOIN user u ON u.id = s.user_id"

/* Both counts of plays are read from an index alone. */
#define PEOPLE_SELECT                                                          \
	"SELECT u.id, u.name, u.is_admin, u.created_ms,"                       \
	" (SELECT count(*) FROM integration i WHERE i.user_id = u.id),"        \
	" (SELECT count(*) FROM play p WHERE p.user_id = u.id"                 \
	" AND p.completed_ms IS NOT NULL AND p.removed_ms IS NULL)"            \
	" + (SELECT count(*) FROM play o WHERE o.user_id = u.id"               \
	" AND o.state = 'in_progress' AND o.removed_ms IS NULL),"              \
	" (SELECT max(s.last_used_ms) FROM session s WHERE s.user_id = u.id)"  \
	" FROM user u"
/* How far a play counts: a completed one as the whole. */
#define HISTORY_SELECT(at, furthest)                                           \
	"SELECT p.id, " at ", p.duration_ms, " furthest ", w.id, w.kind,"      \
	" w.title, t.season, t.episode, t.title, i.provider, i.name"           \
	" FROM play p JOIN item t ON t.id = p.item_id"                         \
	" JOIN work w ON w.id = t.work_id"                                     \
	" LEFT JOIN integration i ON i.id = p.integration_id"                  \
	" WHERE p.user_id = :user AND (" at ", p.id) < (:before, :before_id)"  \
	" AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL"
#define HISTORY_SUM(at, furthest)                                              \
	"SELECT " at ", p.duration_ms, " furthest ","                          \
	" coalesce(p.integration_id, 0), w.kind"                               \
	" FROM play p JOIN item t ON t.id = p.item_id"                         \
	" JOIN work w ON w.id = t.work_id"                                     \
	" WHERE p.user_id = :user AND " at " >= :from AND " at " < :to"        \
	" AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL"

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
	[STMT_SESSION_FROM] =
		"SELECT 1 FROM session WHERE user_id = :user"
		" AND remote = :remote AND last_used_ms > :after LIMIT 1",

	[STMT_PEOPLE_LIST] = PEOPLE_SELECT
		" WHERE lower(u.name) > lower(:after)"
		" ORDER BY lower(u.name) LIMIT :limit",
	[STMT_PEOPLE_GET] = PEOPLE_SELECT " WHERE u.id = :id",

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
	[STMT_HISTORY_COMPLETED] = HISTORY_SELECT("p.completed_ms", "1000000")
		" AND p.completed_ms IS NOT NULL"
		" ORDER BY p.completed_ms DESC, p.id DESC LIMIT :limit",
	[STMT_HISTORY_OPEN] = HISTORY_SELECT("p.updated_ms", "p.furthest")
		" AND p.state = 'in_progress'"
		" ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit",
	[STMT_HISTORY_SOURCES] =
		"SELECT id, provider, name FROM integration"
		" WHERE user_id = :user ORDER BY id",
	[STMT_HISTORY_SUM_COMPLETED] = HISTORY_SUM("p.completed_ms", "1000000")
		" ORDER BY p.completed_ms",
	[STMT_HISTORY_SUM_OPEN] = HISTORY_SUM("p.updated_ms", "p.furthest")
		" AND p.state = 'in_progress' ORDER BY p.updated_ms",
	[STMT_HISTORY_FIRST] =
		"SELECT min(completed_ms) FROM play WHERE user_id = :user"
		" AND completed_ms IS NOT NULL AND removed_ms IS NULL",
	[STMT_HISTORY_FIRST_OPEN] =
		"SELECT min(updated_ms) FROM play WHERE user_id = :user"
		" AND state = 'in_progress' AND removed_ms IS NULL",
	/* clang-format on */
};

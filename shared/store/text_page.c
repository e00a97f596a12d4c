/* SPDX-License-Identifier: MIT */
/* text_page.c -- the statements that only pages and the API ask. */
#include "shared/db/query.h"
#include "shared/store/select.h"

#define SESSION_SELECT                                                                             \
	"SELECT s.id, s.user_id, u.name, u.time_zone, u.is_admin,"                                 \
	" s.created_ms, s.last_used_ms, s.user_agent, s.remote"                                    \
	" FROM session s JOIN person u ON u.id = s.user_id"

/* How far a play counts: a completed one as the whole. */
#define HISTORY_SELECT(at, furthest)                                                               \
	"SELECT p.id, " at ", p.duration_ms, " furthest ", w.id, w.kind,"                          \
	" w.title, t.season, t.episode, t.title, i.provider, i.name"                               \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" LEFT JOIN integration i ON i.id = p.integration_id"                                      \
	" WHERE p.user_id = :user AND (" at ", p.id) < (:before, :before_id)"                      \
	" AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL"
#define HISTORY_SUM(at, furthest)                                                                  \
	"SELECT " at ", p.duration_ms, " furthest ","                                              \
	" coalesce(p.integration_id, 0), w.kind"                                                   \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" WHERE p.user_id = :user AND " at " >= :from AND " at " < :to"                            \
	" AND (:kind = '' OR w.kind = :kind) AND p.removed_ms IS NULL"
/* Both counts of plays are read from an index alone. */
#define PEOPLE_SELECT                                                                              \
	"SELECT u.id, u.name, u.is_admin, u.created_ms,"                                           \
	" (SELECT count(*) FROM integration i WHERE i.user_id = u.id),"                            \
	" (SELECT count(*) FROM play p WHERE p.user_id = u.id"                                     \
	" AND p.completed_ms IS NOT NULL AND p.removed_ms IS NULL)"                                \
	" + (SELECT count(*) FROM play o WHERE o.user_id = u.id"                                   \
	" AND o.state = 'in_progress' AND o.removed_ms IS NULL),"                                  \
	" (SELECT max(s.last_used_ms) FROM session s WHERE s.user_id = u.id)"                      \
	" FROM person u"
/* A play as it is shown, with what it is of and who told. */
#define LIBRARY_COLS                                                                               \
	"SELECT p.id, w.id, w.kind, w.title, t.season, t.episode, t.title,"                        \
	" i.provider, i.name, p.state, p.share, p.position_ms, p.duration_ms,"                     \
	" p.started_ms, p.updated_ms, p.completed_ms"
#define LIBRARY_FROM                                                                               \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" LEFT JOIN integration i ON i.id = p.integration_id"
#define IS_OPEN " p.state = 'in_progress' AND p.removed_ms IS NULL"

/* The filters of the library that look at the work only. */
#define IS_WANTED                                                                                  \
	" (:kind = '' OR w.kind = :kind)"                                                          \
	" AND (:title = '' OR lower(w.title) LIKE :title ESCAPE '\\')"
/*
 * Those that look at a person's plays of it. A CROSS JOIN is kept in its order:
 * the few items of the work first, and not all plays of the person.
 */
#define PLAYS_OF_WORK                                                                              \
	"SELECT p.id FROM item t CROSS JOIN play p WHERE t.work_id = w.id"                         \
	" AND p.user_id = :user AND p.item_id = t.id"
/* Few, and found once for the whole query. */
#define OPEN_WORKS                                                                                 \
	"SELECT t.work_id FROM play p JOIN item t ON t.id = p.item_id"                             \
	" WHERE p.user_id = :user AND" IS_OPEN
#define IS_IN_STATE                                                                                \
	" (:state <> 'in_progress' OR w.id IN (" OPEN_WORKS "))"                                   \
	" AND (:state <> 'completed' OR w.id NOT IN (" OPEN_WORKS "))"
#define IS_IN_LIBRARY IS_IN_STATE " AND EXISTS (" PLAYS_OF_WORK " AND p.removed_ms IS NULL)"
/* What counts of the plays of a work. */
#define COUNTED_OF_WORK                                                                            \
	" FROM item t CROSS JOIN play p WHERE t.work_id = :work"                                   \
	" AND p.user_id = :user AND p.item_id = t.id"                                              \
	" AND p.removed_ms IS NULL"

#define EDIT_SELECT                                                                                \
	"SELECT id, work_id, play_id, deed, updated_ms, sitting_done, source,"                     \
	" value_old, value_new, at_ms, undone_ms FROM edit"

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
	[STMT_TOKEN_OWN_LIST] = TOKEN_SELECT
		" WHERE t.user_id = :user ORDER BY t.id",
	[STMT_TOKEN_OWN_REVOKE] =
		"UPDATE token SET revoked_ms = coalesce(revoked_ms, :now)"
		" WHERE id = :id AND user_id = :user",

	[STMT_INTEGRATION_OWN] = INTEGRATION_SELECT
		" WHERE i.id = :id AND i.user_id = :user",
	[STMT_INTEGRATION_OWN_LIST] = INTEGRATION_SELECT
		" WHERE i.user_id = :user ORDER BY i.id",
	[STMT_INTEGRATION_OWN_HEALTH] =
		"SELECT i.id, d.outcome, count(*), max(d.id)"
		" FROM integration i JOIN delivery d ON d.integration_id = i.id"
		" WHERE i.user_id = :user AND (:id = 0 OR i.id = :id)"
		" GROUP BY i.provider, i.id, d.outcome",
	[STMT_DELIVERY_LAST] = "SELECT last_ms FROM delivery WHERE id = :id",

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
	[STMT_LIBRARY_NOW] = LIBRARY_COLS LIBRARY_FROM
		" WHERE p.user_id = :user AND p.updated_ms > :since AND" IS_OPEN
		" ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit",
	/* A plus keeps a column out of the choice of an index: here to find
	   what is open, which is little, apart from what is completed. */
	[STMT_LIBRARY_OPEN] = LIBRARY_COLS LIBRARY_FROM
		" WHERE p.user_id = :user AND +p.updated_ms <= :since AND" IS_OPEN
		" ORDER BY +p.updated_ms DESC, p.id DESC LIMIT :limit",
	[STMT_LIBRARY_COMPLETED] = LIBRARY_COLS LIBRARY_FROM
		" WHERE p.user_id = :user AND p.completed_ms IS NOT NULL"
		" AND p.removed_ms IS NULL"
		" ORDER BY p.completed_ms DESC, p.id DESC LIMIT :limit",

	[STMT_LIBRARY_RECENT] =
		"SELECT w.id FROM play p JOIN item t ON t.id = p.item_id"
		" JOIN work w ON w.id = t.work_id WHERE p.user_id = :user"
		" AND p.removed_ms IS NULL AND" IS_WANTED
		" ORDER BY p.updated_ms DESC, p.id DESC",
	[STMT_LIBRARY_RECENT_OPEN] =
		"SELECT w.id FROM play p JOIN item t ON t.id = p.item_id"
		" JOIN work w ON w.id = t.work_id WHERE p.user_id = :user"
		" AND" IS_OPEN " AND" IS_WANTED
		" ORDER BY +p.updated_ms DESC, p.id DESC",
	/* To count them all, the person's plays are fewer than all works. */
	[STMT_LIBRARY_COUNT] =
		"SELECT count(*) FROM work w WHERE w.id IN (SELECT t.work_id"
		" FROM play p CROSS JOIN item t WHERE t.id = p.item_id"
		" AND p.user_id = :user AND p.removed_ms IS NULL)"
		" AND" IS_WANTED " AND" IS_IN_STATE,
	[STMT_LIBRARY_BY_TITLE] =
		"SELECT w.id FROM work w WHERE lower(coalesce(w.title, '')) >= ''"
		" AND" IS_WANTED " AND" IS_IN_LIBRARY
		" ORDER BY lower(coalesce(w.title, '')), w.id"
		" LIMIT :limit OFFSET :skip",
	[STMT_LIBRARY_BY_AGE] =
		"SELECT w.id FROM work w WHERE w.id > 0 AND" IS_WANTED
		" AND" IS_IN_LIBRARY
		" ORDER BY w.id DESC LIMIT :limit OFFSET :skip",
	[STMT_LIBRARY_WORK] =
		"SELECT w.id, w.kind, w.title, w.author, w.year"
		" FROM work w WHERE w.id = :work AND EXISTS (" PLAYS_OF_WORK ")",
	[STMT_LIBRARY_SUMMARY] =
		"SELECT count(DISTINCT t.id), count(DISTINCT CASE WHEN"
		" p.state = 'completed' THEN t.id END),"
		" sum(CASE WHEN p.state = 'in_progress' THEN 1 ELSE 0 END),"
		" max(CASE WHEN p.state = 'in_progress' THEN p.share END),"
		" max(p.updated_ms)" COUNTED_OF_WORK,
	[STMT_LIBRARY_SEASONS] =
		"SELECT t.season, count(DISTINCT t.id), count(DISTINCT CASE WHEN"
		" p.state = 'completed' THEN t.id END)," 
		" sum(CASE WHEN p.state = 'in_progress' THEN 1 ELSE 0 END)"
		COUNTED_OF_WORK " AND t.part <> ''"
		" GROUP BY t.season ORDER BY coalesce(t.season, -1) DESC",
	[STMT_LIBRARY_PARTS] =
		"SELECT t.id, t.season, t.episode, t.title,"
		" sum(CASE WHEN p.state = 'completed' THEN 1 ELSE 0 END),"
		" max(p.completed_ms),"
		" max(CASE WHEN p.state = 'in_progress' THEN p.share END)"
		COUNTED_OF_WORK " AND t.part <> ''"
		" AND coalesce(t.season, -1) = :season"
		" GROUP BY t.id, t.season, t.episode, t.title"
		" ORDER BY t.episode, t.id DESC LIMIT :limit OFFSET :skip",
	[STMT_LIBRARY_PLAYS] = LIBRARY_COLS
		", e.id, e.deed, e.at_ms, p.removed_ms"
		" FROM work w CROSS JOIN item t CROSS JOIN play p"
		" LEFT JOIN integration i ON i.id = p.integration_id"
		" LEFT JOIN edit e ON e.id = (SELECT max(x.id) FROM edit x"
		" WHERE x.play_id = p.id AND x.undone_ms IS NULL)"
		" WHERE w.id = :work AND t.work_id = w.id AND p.user_id = :user"
		" AND p.item_id = t.id"
		" AND (p.removed_ms IS NULL OR (e.deed = 'removed'"
		" AND e.at_ms > :since))"
		" ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit OFFSET :skip",
	[STMT_LIBRARY_DELIVERIES] =
		"SELECT d.id, d.event, d.last_ms, d.count, d.reason"
		" FROM delivery_play x JOIN delivery d ON d.id = x.delivery_id"
		" JOIN integration i ON i.id = d.integration_id"
		" WHERE x.play_id = :play AND i.user_id = :user"
		" ORDER BY x.delivery_id DESC LIMIT :limit",

	[STMT_EDIT_PLAY] =
		"SELECT p.id, p.item_id, t.work_id, p.state, p.updated_ms,"
		" p.removed_ms, s.done, (SELECT count(*) FROM play n"
		" WHERE n.user_id = p.user_id AND n.item_id = p.item_id"
		" AND (+n.updated_ms > p.updated_ms OR"
		" (+n.updated_ms = p.updated_ms AND n.id > p.id))"
		" AND n.removed_ms IS NULL),"
		" (SELECT count(*) FROM play o WHERE o.user_id = p.user_id"
		" AND o.item_id = p.item_id AND o.id <> p.id"
		" AND o.state = 'in_progress' AND o.removed_ms IS NULL)"
		" FROM play p JOIN item t ON t.id = p.item_id LEFT JOIN sitting s"
		" ON s.user_id = p.user_id AND s.item_id = p.item_id"
		" WHERE p.id = :play AND p.user_id = :user",
	[STMT_EDIT_ITEM] =
		"SELECT t.id FROM item t WHERE t.id = :item AND t.work_id = :work"
		" AND EXISTS (SELECT p.id FROM play p WHERE p.user_id = :user"
		" AND p.item_id = t.id)",
	[STMT_EDIT_COMPLETE] =
		"UPDATE play SET state = 'completed',"
		" completed_ms = CASE WHEN started_ms > :now THEN started_ms"
		" ELSE :now END, updated_ms = CASE WHEN updated_ms > :now"
		" THEN updated_ms ELSE :now END"
		" WHERE id = :play AND user_id = :user",
	/* As long as it was when it was last played, if it ever was. */
	[STMT_EDIT_INSERT] =
		"INSERT INTO play (user_id, item_id, state, share, furthest,"
		" duration_ms, started_ms, updated_ms, completed_ms)"
		" VALUES (:user, :item, 'completed', :whole, :whole,"
		" (SELECT p.duration_ms FROM play p WHERE p.user_id = :user"
		" AND p.item_id = :item AND p.duration_ms IS NOT NULL"
		" ORDER BY p.id DESC LIMIT 1), :now, :now, :now) RETURNING id",
	[STMT_EDIT_REOPEN] =
		"UPDATE play SET state = 'in_progress', completed_ms = NULL,"
		" updated_ms = :updated WHERE id = :play AND user_id = :user",
	[STMT_EDIT_REMOVED] =
		"UPDATE play SET removed_ms = :removed"
		" WHERE id = :play AND user_id = :user",
	[STMT_EDIT_SITTING_DONE] =
		"UPDATE sitting SET done = 1"
		" WHERE user_id = :user AND item_id = :item",
	[STMT_EDIT_SITTING_OPEN] =
		"UPDATE sitting SET done = 0"
		" WHERE user_id = :user AND item_id = :item"
		" AND NOT EXISTS (SELECT n.id FROM play n WHERE n.user_id = :user"
		" AND n.item_id = :item AND n.id <> :play"
		" AND +n.updated_ms > :updated AND n.removed_ms IS NULL)",
	[STMT_EDIT_ADD] =
		"INSERT INTO edit (user_id, work_id, play_id, deed, updated_ms,"
		" sitting_done, source, value_old, value_new, at_ms)"
		" VALUES (:user, :work, :play, :deed, :updated, :sitting_done,"
		" :source, :value_old, :value_new, :now) RETURNING id",
	[STMT_EDIT_GET] = EDIT_SELECT " WHERE id = :id AND user_id = :user",
	[STMT_EDIT_NEWEST] =
		"SELECT max(id) FROM edit WHERE play_id = :play"
		" AND undone_ms IS NULL",
	[STMT_EDIT_UNDONE] =
		"UPDATE edit SET undone_ms = :now WHERE id = :id",
	[STMT_EDIT_IDS] = EDIT_SELECT
		" WHERE work_id = :work AND user_id = :user AND deed = 'id'"
		" AND undone_ms IS NULL ORDER BY id DESC LIMIT :limit",
	[STMT_EDIT_OTHERS] =
		"SELECT p.id FROM person u CROSS JOIN item t CROSS JOIN play p"
		" WHERE u.id > 0 AND u.id <> :user AND t.work_id = :work"
		" AND p.user_id = u.id AND p.item_id = t.id LIMIT 1",
	[STMT_EDIT_ID_DROP] =
		"DELETE FROM work_id WHERE kind = :kind AND source = :source"
		" AND value = :value AND work_id = :work",
	[STMT_EDIT_ID_SETTLED] =
		"DELETE FROM work_conflict WHERE work_id = :work"
		" AND source = :source AND value = :value",
	/* clang-format on */
};

/* SPDX-License-Identifier: MIT */
/*
 * text.c -- every statement of the store, in one table; those that only
 * pages ask stand in store_text_page.c.
 *
 * In the dialect that PostgreSQL reads too, but for the checks at the end. A
 * row's columns are listed once and shared by all statements that read it.
 */
#include "shared/db/query.h"
#include "shared/store/select.h"

#define ROW(name) [STMT_##name] = #name,
static const char *const names[] = { STATEMENTS(ROW) };
#undef ROW

#define USER_COLS "id, name, password_hash, is_admin, created_ms, time_zone"

#define PLAY_SELECT                                                                                \
	"SELECT p.id, u.name, w.kind, w.title, w.id, t.season, t.episode,"                         \
	" t.title, i.provider, p.state, p.share, p.furthest, p.position_ms,"                       \
	" p.duration_ms, p.started_ms, p.updated_ms, p.completed_ms"                               \
	" FROM play p JOIN person u ON u.id = p.user_id"                                           \
	" JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"                         \
	" LEFT JOIN integration i ON i.id = p.integration_id"

/* What store_carry.c reads first of every row: the item and its work. */
#define CARRIED_COLS                                                                               \
	"w.id, w.kind, w.title, w.author, w.link, w.year, t.season,"                               \
	" t.episode, t.part, t.title"

#define PLAY_STAND                                                                                 \
	"SELECT id, share, furthest, position_ms, duration_ms, updated_ms"                         \
	" FROM play WHERE user_id = :user AND item_id = :item"                                     \
	" AND removed_ms IS NULL"

/* Without the state: an index of it would be written anew at each tick. */
#define PLAY_NEWS                                                                                  \
	"share = :share, furthest = :furthest, position_ms = :position,"                           \
	" duration_ms = :duration, session = coalesce(:session, session),"                         \
	" updated_ms = CASE WHEN updated_ms > :at THEN updated_ms"                                 \
	" ELSE :at END"

static const char *const texts[STMT__COUNT] = {
	/* clang-format off */
	[STMT_BEGIN] = "BEGIN IMMEDIATE",
	[STMT_COMMIT] = "COMMIT",
	[STMT_ROLLBACK] = "ROLLBACK",
	[STMT_MARK] = "SAVEPOINT part",
	[STMT_KEEP] = "RELEASE SAVEPOINT part",
	[STMT_UNDO] = "ROLLBACK TO SAVEPOINT part",
	[STMT_PING] = "SELECT count(*) FROM (SELECT id FROM integration LIMIT 1) one",

	[STMT_USER_ADD] =
		"INSERT INTO person (name, password_hash, is_admin, created_ms)"
		" VALUES (:name, :password_hash, :is_admin, :now) RETURNING id",
	[STMT_USER_FIND] =
		"SELECT " USER_COLS " FROM person WHERE lower(name) = lower(:name)",
	[STMT_USER_BY_ID] = "SELECT " USER_COLS " FROM person WHERE id = :id",
	[STMT_USER_COUNT] = "SELECT count(*) FROM (SELECT id FROM person LIMIT 1) one",
	[STMT_USER_ZONE] = "UPDATE person SET time_zone = :zone WHERE id = :id",
	[STMT_USER_LIST] = "SELECT " USER_COLS " FROM person ORDER BY id",
	[STMT_USER_PASSWORD] =
		"UPDATE person SET password_hash = :password_hash WHERE id = :id",
	[STMT_USER_REMOVE] = "DELETE FROM person WHERE id = :id",

	[STMT_TOKEN_ADD] =
		"INSERT INTO token (user_id, name, hash, created_ms)"
		" VALUES (:user, :name, :hash, :now) RETURNING id",
	[STMT_TOKEN_LIST] = TOKEN_SELECT " ORDER BY t.id",
	[STMT_TOKEN_REVOKE] =
		"UPDATE token SET revoked_ms = coalesce(revoked_ms, :now)"
		" WHERE id = :id",
	[STMT_TOKEN_FIND] =
		"SELECT id, user_id, coalesce(last_used_ms, 0) FROM token"
		" WHERE hash = :hash AND revoked_ms IS NULL",
	[STMT_TOKEN_USED] = 
		"UPDATE token SET last_used_ms = :now, last_used_from = :from"
		" WHERE id = :id",

	[STMT_INTEGRATION_ADD] =
		"INSERT INTO integration (user_id, provider, name, slug, enabled,"
		" start_limit, complete_limit, only_user, created_ms)"
		" VALUES (:user, :provider, :name, :slug, :enabled,"
		" :start, :complete, :only_user, :now) RETURNING id",
	[STMT_INTEGRATION_BY_ID] = INTEGRATION_SELECT " WHERE i.id = :id",
	[STMT_INTEGRATION_BY_SLUG] = LISTENER_SELECT " WHERE slug = :slug",
	[STMT_INTEGRATION_BY_OLD_SLUG] = LISTENER_SELECT
		" WHERE old_slug = :slug AND old_slug_ends_ms > :now",
	[STMT_INTEGRATION_OF_USER] = LISTENER_SELECT
		" WHERE user_id = :user AND provider = :provider"
		" ORDER BY id LIMIT 1",
	[STMT_INTEGRATION_LIST] = INTEGRATION_SELECT " ORDER BY i.id",
	[STMT_INTEGRATION_HEALTH] =
		"SELECT max(last_ms),"
		" max(CASE WHEN outcome = 'tracked' THEN last_ms END),"
		" coalesce(sum(count), 0),"
		" coalesce(sum(CASE WHEN outcome = 'tracked' THEN count END), 0),"
		" coalesce(sum(CASE WHEN outcome IN ('ignored', 'duplicate')"
		" THEN count END), 0),"
		" coalesce(sum(CASE WHEN outcome = 'unmatched' THEN count END), 0),"
		" coalesce(sum(CASE WHEN outcome = 'refused' THEN count END), 0)"
		" FROM delivery WHERE integration_id = :id",
	[STMT_INTEGRATION_SAVE] =
		"UPDATE integration SET name = :name, enabled = :enabled,"
		" start_limit = :start, complete_limit = :complete,"
		" only_user = :only_user WHERE id = :id AND user_id = :user",
	[STMT_INTEGRATION_SENDER] =
		"UPDATE integration SET sender_version = :version WHERE id = :id",
	[STMT_INTEGRATION_ROTATE] =
		"UPDATE integration SET old_slug = slug,"
		" old_slug_ends_ms = :ends, slug = :slug"
		" WHERE id = :id AND user_id = :user",
	[STMT_INTEGRATION_REMOVE] =
		"DELETE FROM integration WHERE id = :id AND user_id = :user",

	[STMT_WORK_ADD] =
		"INSERT INTO work (kind, title, author, link, year, created_ms)"
		" VALUES (:kind, :title, :author, :link, :year, :now) RETURNING id",
	[STMT_WORK_COUNT] = "SELECT count(*) FROM work",
	[STMT_WORK_TITLE] = "SELECT title, author, link, year FROM work WHERE id = :id",
	[STMT_WORK_TITLE_SET] =
		"UPDATE work SET title = coalesce(title, :title),"
		" author = coalesce(author, :author), link = coalesce(link, :link),"
		" year = coalesce(year, :year) WHERE id = :id",
	[STMT_WORK_ID_FIND] =
		"SELECT work_id FROM work_id"
		" WHERE kind = :kind AND source = :source AND value = :value",
	[STMT_WORK_ID_ADD] =
		"INSERT INTO work_id (kind, source, value, work_id)"
		" VALUES (:kind, :source, :value, :work)",
	[STMT_WORK_ID_LIST] =
		"SELECT source, value FROM work_id WHERE work_id = :work",
	[STMT_WORK_CONFLICT_ADD] =
		"INSERT INTO work_conflict (work_id, source, value, seen_ms)"
		" VALUES (:work, :source, :value, :now)"
		" ON CONFLICT (work_id, source, value) DO NOTHING",
	[STMT_ITEM_FIND] =
		"SELECT id FROM item WHERE work_id = :work AND part = :part",
	[STMT_ITEM_ADD] =
		"INSERT INTO item (work_id, part, season, episode, title)"
		" VALUES (:work, :part, :season, :episode, :title) RETURNING id",

	/* "+": of one item there are few, of one person there may be many. */
	[STMT_PLAY_OPEN] = PLAY_STAND " AND state = 'in_progress'",
	[STMT_PLAY_DONE] = PLAY_STAND " AND state = 'completed'"
		" ORDER BY +updated_ms DESC, id DESC LIMIT 1",
	[STMT_PLAY_SESSION] =
		"SELECT id FROM play WHERE user_id = :user AND item_id = :item"
		" AND state = 'completed' AND session = :session"
		" AND removed_ms IS NULL LIMIT 1",
	[STMT_PLAY_ADD] =
		"INSERT INTO play (user_id, item_id, integration_id, state, share,"
		" furthest, position_ms, duration_ms, session, started_ms,"
		" updated_ms, completed_ms) VALUES (:user, :item, :integration, :state, :share,"
		" :furthest, :position, :duration, :session, :at, :at, :completed) RETURNING id",
	/*
	 * Each tick runs these two, so they set no column that points to
	 * another table: SQLite would look up that row, and copy every page it
	 * changes to be able to undo it.
	 */
	[STMT_PLAY_MOVE] = "UPDATE play SET " PLAY_NEWS
		" WHERE id = :id AND integration_id = :integration",
	[STMT_SITTING_MOVE] =
		"UPDATE sitting SET session = :session,"
		" play_event_ms = :play_event, heard_ms = :heard, done = :done"
		" WHERE user_id = :user AND item_id = :item",
	[STMT_PLAY_TAKE_OVER] = "UPDATE play SET " PLAY_NEWS
		", integration_id = :integration WHERE id = :id",
	[STMT_PLAY_COMPLETE] = "UPDATE play SET " PLAY_NEWS
		", integration_id = :integration, state = 'completed',"
		" completed_ms = CASE WHEN :at < started_ms THEN started_ms"
		" ELSE :at END WHERE id = :id",
	[STMT_PLAY_LIST] = PLAY_SELECT
		" WHERE (:before = 0 OR p.id < :before) AND p.removed_ms IS NULL"
		" AND (:user = 0 OR p.user_id = :user)"
		" AND (:state = '' OR p.state = :state)"
		" ORDER BY p.id DESC LIMIT :limit",
	[STMT_PLAY_BY_ID] = PLAY_SELECT " WHERE p.id = :id",
	[STMT_PLAY_OWN] = PLAY_SELECT
		" WHERE p.id = :id AND p.user_id = :user AND p.removed_ms IS NULL",
	[STMT_PLAY_OWN_LIST] = PLAY_SELECT
		" WHERE p.user_id = :user AND p.updated_ms >= :after"
		" AND p.updated_ms <= :before"
		" AND (p.updated_ms < :before OR p.id < :before_id)"
		" AND p.removed_ms IS NULL"
		" AND (:state = '' OR p.state = :state)"
		" AND (:kind = '' OR w.kind = :kind)"
		" ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit",
	[STMT_SITTING_GET] =
		"SELECT session, play_event_ms, heard_ms, done FROM sitting"
		" WHERE user_id = :user AND item_id = :item",
	[STMT_SITTING_PUT] =
		"INSERT INTO sitting"
		" (user_id, item_id, session, play_event_ms, heard_ms, done)"
		" VALUES (:user, :item, :session, :play_event, :heard, :done)"
		" ON CONFLICT (user_id, item_id) DO UPDATE SET"
		" session = excluded.session,"
		" play_event_ms = excluded.play_event_ms,"
		" heard_ms = excluded.heard_ms, done = excluded.done",

	[STMT_TRANSFER_PLAYS] =
		"SELECT " CARRIED_COLS ", i.provider, p.state, p.share, p.furthest,"
		" p.position_ms, p.duration_ms, p.session, p.started_ms,"
		" p.updated_ms, p.completed_ms, p.removed_ms FROM play p"
		" JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
		" LEFT JOIN integration i ON i.id = p.integration_id"
		" WHERE p.user_id = :user ORDER BY p.started_ms, p.id",
	[STMT_TRANSFER_SITTINGS] =
		"SELECT " CARRIED_COLS ", g.session, g.play_event_ms, g.heard_ms,"
		" g.done FROM sitting g"
		" JOIN item t ON t.id = g.item_id JOIN work w ON w.id = t.work_id"
		" WHERE g.user_id = :user ORDER BY g.item_id",
	[STMT_TRANSFER_PLAY_FIND] =
		"SELECT id, state, updated_ms, removed_ms FROM play"
		" WHERE user_id = :user AND item_id = :item"
		" AND (started_ms = :started OR (:open = 1 AND"
		" state = 'in_progress' AND removed_ms IS NULL))"
		" ORDER BY CASE started_ms WHEN :started THEN 0 ELSE 1 END, id"
		" LIMIT 1",
	[STMT_TRANSFER_PLAY_ADD] =
		"INSERT INTO play (user_id, item_id, state, share, furthest,"
		" position_ms, duration_ms, session, started_ms, updated_ms,"
		" completed_ms, removed_ms) VALUES (:user, :item, :state, :share,"
		" :furthest, :position, :duration, :session, :started, :updated,"
		" :completed, :removed)",
	[STMT_TRANSFER_PLAY_MOVE] =
		"UPDATE play SET state = :state, share = :share,"
		" furthest = CASE WHEN furthest > :furthest THEN furthest"
		" ELSE :furthest END,"
		" position_ms = :position, duration_ms = :duration,"
		" session = coalesce(:session, session),"
		" started_ms = CASE WHEN started_ms < :started THEN started_ms"
		" ELSE :started END,"
		" updated_ms = CASE WHEN updated_ms > :updated THEN updated_ms"
		" ELSE :updated END, completed_ms = :completed WHERE id = :id",

	[STMT_DELIVERY_RUN] =
		"SELECT d.id, d.reason, d.last_ms, b.body FROM delivery d"
		" LEFT JOIN delivery_body b ON b.delivery_id = d.id"
		" WHERE d.integration_id = :integration AND d.run = :run",
	[STMT_DELIVERY_FOLD] =
		"UPDATE delivery SET count = count + 1, last_ms = :now,"
		" octets = :octets, detail = :detail, patch = :patch WHERE id = :id",
	[STMT_DELIVERY_ADD] =
		"INSERT INTO delivery (integration_id, first_ms, last_ms, event,"
		" sender_user, outcome, reason, detail, run, octets)"
		" VALUES (:integration, :now, :now, :event, :sender_user, :outcome,"
		" :reason, :detail, :run, :octets) RETURNING id",
	[STMT_DELIVERY_END_RUN] =
		"UPDATE delivery SET run = NULL"
		" WHERE integration_id = :integration AND run = :run",
	[STMT_DELIVERY_EVENT] =
		"SELECT delivery_id FROM event"
		" WHERE integration_id = :integration AND event_id = :event_id",
	[STMT_DELIVERY_EVENT_ADD] =
		"INSERT INTO event (integration_id, event_id, delivery_id)"
		" VALUES (:integration, :event_id, :id)",
	[STMT_DELIVERY_REPEAT] =
		"UPDATE delivery SET count = count + 1, last_ms = :now"
		" WHERE id = :id",
	[STMT_DELIVERY_REPLAYED] =
		"UPDATE delivery SET outcome = :outcome, reason = :reason,"
		" detail = :detail, event = :event, sender_user = :sender_user,"
		" replayed_ms = :now WHERE id = :id"
		" AND (outcome <> 'tracked' OR :outcome = 'tracked')",
	[STMT_DELIVERY_REPLAYED_IDLE] =
		"UPDATE delivery SET replayed_ms = :now WHERE id = :id",
	[STMT_DELIVERY_LINK] =
		"INSERT INTO delivery_play (delivery_id, play_id)"
		" VALUES (:id, :play) ON CONFLICT (delivery_id, play_id) DO NOTHING",
	[STMT_DELIVERY_LIST] = DELIVERY_SELECT
		" WHERE (:before = 0 OR d.id < :before)"
		" AND (:integration = 0 OR d.integration_id = :integration)"
		" AND (:user = 0 OR i.user_id = :user)"
		" AND (:outcome = '' OR d.outcome = :outcome)"
		" ORDER BY d.id DESC LIMIT :limit",
	[STMT_DELIVERY_GET] = DELIVERY_SELECT " WHERE d.id = :id",
	[STMT_DELIVERY_PLAYS] =
		"SELECT play_id FROM delivery_play WHERE delivery_id = :id"
		" ORDER BY play_id LIMIT :limit",
	/* Twice: only the first never changes, so it has the index. */
	[STMT_DELIVERY_PRUNE_AGE] =
		"DELETE FROM delivery WHERE first_ms < :before AND last_ms < :before",
	[STMT_DELIVERY_PRUNE_ROWS] =
		"WITH old AS MATERIALIZED (SELECT i.id AS integration_id,"
		" (SELECT e.id FROM delivery e WHERE e.integration_id = i.id"
		" ORDER BY e.id DESC LIMIT 1 OFFSET :rows) AS last FROM integration i)"
		" DELETE FROM delivery WHERE id IN (SELECT d.id FROM old"
		" JOIN delivery d ON d.integration_id = old.integration_id"
		" AND d.id <= old.last)",
	[STMT_BODY_PUT] =
		"INSERT INTO delivery_body (delivery_id, body) VALUES (:id, :body)"
		" ON CONFLICT (delivery_id) DO UPDATE SET body = excluded.body",
	[STMT_BODY_GET] =
		"SELECT b.body, d.patch FROM delivery_body b"
		" JOIN delivery d ON d.id = b.delivery_id WHERE b.delivery_id = :id",

	[STMT_ACCOUNT_PUT] =
		"INSERT INTO account (integration_id, url, credential, ca_file,"
		" greeted_ms) VALUES (:id, :url, :credential, :ca_file, :greeted)"
		" ON CONFLICT (integration_id) DO UPDATE SET url = excluded.url,"
		" credential = excluded.credential, ca_file = excluded.ca_file,"
		" greeted_ms = excluded.greeted_ms,"
		" etag = NULL, refused_ms = NULL, failures = 0, next_ms = 0,"
		" last_error = NULL, last_error_ms = NULL, test_asked_ms = NULL,"
		" tested_ms = NULL, test_error = NULL, test_greeting = NULL",
	[STMT_ACCOUNT_GET] = ACCOUNT_SELECT " WHERE a.integration_id = :id",
	[STMT_ACCOUNT_LIST] = ACCOUNT_SELECT " ORDER BY a.integration_id",
	[STMT_ACCOUNT_OK] =
		"UPDATE account SET etag = :etag, refused_ms = NULL, failures = 0,"
		" next_ms = 0, last_ok_ms = :now, last_error = NULL,"
		" last_error_ms = NULL, yanked_ms = :now, yank_found = :found"
		" WHERE integration_id = :id",
	[STMT_ACCOUNT_FAILED] =
		"UPDATE account SET refused_ms = coalesce(:refused, refused_ms),"
		" failures = :failures,"
		" next_ms = :next, last_error = :error, last_error_ms = :now,"
		" yanked_ms = :now WHERE integration_id = :id",
	[STMT_ACCOUNT_GREETED] =
		"UPDATE account SET greeted_ms = :now"
		" WHERE integration_id = :id AND url = :url",
	[STMT_ACCOUNT_TESTED] =
		"UPDATE account SET tested_ms = :now, test_error = :error,"
		" test_greeting = :greeting,"
		" greeted_ms = coalesce(:greeted, greeted_ms)"
		" WHERE integration_id = :id AND url = :url",
	[STMT_ACCOUNT_FORGET] =
		"UPDATE account SET etag = NULL, next_ms = 0"
		" WHERE integration_id = :id",
	[STMT_SEEN_GET] =
		"SELECT state FROM seen WHERE integration_id = :id AND row = :row",
	[STMT_SEEN_PUT] =
		"INSERT INTO seen (integration_id, row, state)"
		" VALUES (:id, :row, :state)"
		" ON CONFLICT (integration_id, row) DO UPDATE SET"
		" state = excluded.state",
	[STMT_SEEN_FORGET] = "DELETE FROM seen WHERE integration_id = :id",
	[STMT_FACT_GET] =
		"SELECT text FROM fact WHERE integration_id = :id"
		" AND item = :item AND until_ms > :now",
	[STMT_FACT_PUT] =
		"INSERT INTO fact (integration_id, item, text, until_ms)"
		" VALUES (:id, :item, :text, :until)"
		" ON CONFLICT (integration_id, item) DO UPDATE SET"
		" text = excluded.text, until_ms = excluded.until_ms",
	[STMT_FACT_FORGET] = "DELETE FROM fact WHERE integration_id = :id",

	[STMT_CHECK_INTEGRITY] = "PRAGMA integrity_check",
	[STMT_CHECK_FOREIGN] = "PRAGMA foreign_key_check",
	[STMT_CHECK_OPEN_PLAYS] =
		"SELECT 'user ' || user_id || ' has ' || count(*) ||"
		" ' open plays of item ' || item_id FROM play"
		" WHERE state = 'in_progress' AND removed_ms IS NULL GROUP BY user_id, item_id"
		" HAVING count(*) > 1",
	[STMT_CHECK_NAMELESS] =
		"SELECT 'work ' || w.id || ' has no id' FROM work w WHERE NOT EXISTS"
		" (SELECT 1 FROM work_id x WHERE x.work_id = w.id)",
	[STMT_CHECK_KINDS] =
		"SELECT 'work ' || w.id || ' is a ' || w.kind || ', its ' || x.source"
		" || ' id says ' || x.kind FROM work_id x"
		" JOIN work w ON w.id = x.work_id WHERE w.kind <> x.kind",
	[STMT_CHECK_EVIDENCE] =
		"SELECT 'delivery ' || d.id || ' was tracked, but no play shows it'"
		" FROM delivery d WHERE d.outcome = 'tracked' AND NOT EXISTS"
		" (SELECT 1 FROM delivery_play x WHERE x.delivery_id = d.id)",
	[STMT_CHECK_CONFLICTS] =
		"SELECT 'work ' || w.id || ' (' || coalesce(w.title, 'no title') ||"
		" ') came with ' || c.source || ' id ' || c.value ||"
		" ', which it is not known by'"
		" FROM work_conflict c JOIN work w ON w.id = c.work_id",
	/* clang-format on */
};
const char *stmt_sql(enum stmt which)
{
	return texts[which] ? texts[which] : stmt_page_texts[which];
}

const char *stmt_name(enum stmt which)
{
	return names[which];
}

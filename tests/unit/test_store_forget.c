/* SPDX-License-Identifier: MIT */
/* When a person is removed, no table names them any more. */
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* A row of each table, all of them of Alice, who is person 1. */
static const char everything[] =
	"INSERT INTO person (id, name, password_hash, created_ms) VALUES (1, 'Alice', '*', 0);"
	"INSERT INTO integration (id, user_id, provider, name, slug, created_ms)"
	" VALUES (1, 1, 'kodi', 'TV', 'slug', 0);"
	"INSERT INTO account (integration_id, url, credential) VALUES (1, 'http://nas', x'00');"
	"INSERT INTO seen VALUES (1, 'row', 'state');"
	"INSERT INTO fact VALUES (1, 'item', '{}', 0);"
	"INSERT INTO refusal VALUES (1, 1, 0, 0);"
	"INSERT INTO answer VALUES (1, 'key', x'00', 200, '{}', 0);"
	"INSERT INTO device (person_id, hash, last_used_ms) VALUES (1, x'00', 0);"
	"INSERT INTO pairing (hash, code, name, remote, created_ms, asked_ms, state, user_id)"
	" VALUES (x'00', 'WDJB-MJHT', 'TV', '', 0, 0, 'allowed', 1);"
	"INSERT INTO candidate (user_id, provider, name, enabled, start_limit, complete_limit,"
	" url, credential, asked_ms) VALUES (1, 'audiobookshelf', 'Books', 1, 2, 95, 'http://nas',"
	" x'00', 0);"
	"INSERT INTO token (user_id, name, hash, created_ms) VALUES (1, 'phone', x'00', 0);"
	"INSERT INTO session (user_id, hash, created_ms, last_used_ms, user_agent, remote)"
	" VALUES (1, x'00', 0, 0, '', '');"
	"INSERT INTO attempt VALUES ('name alice', 1, 0);"
	"INSERT INTO work (id, person_id, kind, created_ms) VALUES (1, 1, 'movie', 0);"
	"INSERT INTO work_id VALUES (1, 'movie', 'tmdb', '603', 1);"
	"INSERT INTO work_conflict VALUES (1, 'imdb', 'tt0133093', 0);"
	"INSERT INTO work_word VALUES (1, 'harbour', 1);"
	"INSERT INTO work_unread VALUES (1);"
	"INSERT INTO item (id, work_id, part) VALUES (1, 1, '');"
	"INSERT INTO stack (user_id, name, file, work_id, files, length)"
	" VALUES (1, '/films/a', 1, 1, 2, 0);"
	"INSERT INTO sitting (user_id, item_id, device, heard_ms, done) VALUES (1, 1, 'd', 0, 0);"
	"INSERT INTO play (id, user_id, item_id, integration_id, state, share, furthest,"
	" started_ms, updated_ms) VALUES (1, 1, 1, 1, 'in_progress', 5, 5, 0, 0);"
	"INSERT INTO place VALUES (1, 'digest', '7', 250000, 'boox', 'B1', 0);"
	"INSERT INTO import (id, user_id, hash, name, format, looked_ms, summary)"
	" VALUES (1, 1, x'00', 'a.csv', 'Letterboxd', 0, '1 film');"
	"INSERT INTO import_piece VALUES (1, 0, x'00');"
	"INSERT INTO import_left VALUES (1, 0, 'row 2', 'Harbour', 'it has a title and no id');"
	"INSERT INTO import_play VALUES (1, 1);"
	"INSERT INTO opinion VALUES (1, 1, 7, 0, 'Again.');"
	"INSERT INTO list (id, person_id, name, created_ms) VALUES (1, 1, 'Rainy days', 0);"
	"INSERT INTO list_work VALUES (1, 1, 1, 1, 0);"
	"INSERT INTO edit (user_id, work_id, deed, at_ms) VALUES (1, 1, 'id', 0);"
	"INSERT INTO delivery (id, integration_id, first_ms, last_ms, outcome, reason, detail,"
	" octets) VALUES (1, 1, 0, 0, 'ignored', 'stale', 'x', 1);"
	"INSERT INTO delivery_about (delivery_id, title) VALUES (1, 'Harbour');"
	"INSERT INTO delivery_body VALUES (1, x'00');"
	"INSERT INTO delivery_play VALUES (1, 1);"
	"INSERT INTO question (id, integration_id, show, asked_ms) VALUES (1, 1, '58394', 0);"
	"INSERT INTO waiting VALUES (1, 1, 0);"
	"INSERT INTO thing (id, integration_id, name, kind) VALUES (1, 1, 'movie id 1', 'movie');"
	"INSERT INTO thing_play (thing_id, play_id, state, share, furthest, started_ms, updated_ms)"
	" VALUES (1, 1, 'in_progress', 5, 5, 0, 0);"
	"INSERT INTO sender_account (id, integration_id, known_as, created_ms)"
	" VALUES (1, 1, 'name alice', 0);"
	"INSERT INTO stranger VALUES (1, 1);"
	"INSERT INTO event (integration_id, event_id, delivery_id) VALUES (1, 'e', 1);";

/* Calls for each table of the schema that has rows of people. */
static void each_table(struct unit *u, void (*call)(struct unit *u, const char *table))
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(sqlite3_open(u->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
				 "SELECT name FROM sqlite_master WHERE type = 'table'"
				 " AND name NOT LIKE 'sqlite_%' AND name <> 'awake'",
				 -1, &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		call(u, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static int64_t rows_of(struct unit *u, const char *table)
{
	return ask_sql(u->path, arena_printf(&u->arena, "SELECT count(*) FROM %s", table));
}

/* A new table needs a row above. */
static void has_a_row(struct unit *u, const char *table)
{
	is_i64(table, "rows", rows_of(u, table), 1);
}

static void is_empty(struct unit *u, const char *table)
{
	is_i64(table, "rows", rows_of(u, table), 0);
}

static void nothing_is_left_of_a_person(void **state)
{
	struct unit *u = *state;

	run_sql(u->path, everything);
	each_table(u, has_a_row);
	MUST(store_user_remove(&u->cx, u->store, 1));
	each_table(u, is_empty);
	is_sound(u);
}

/* Somebody else's rows stay, also where the names are much the same. */
static void what_is_of_others_stays(void **state)
{
	struct unit *u = *state;

	run_sql(u->path, everything);
	run_sql(u->path,
		"INSERT INTO person (id, name, password_hash, created_ms) VALUES (2, 'alicia', '*', 0);"
		"INSERT INTO attempt VALUES ('name alicia', 1, 0), ('address alice', 1, 0)");
	MUST(store_user_remove(&u->cx, u->store, 1));
	is_i64("person", "rows", rows_of(u, "person"), 1);
	is_i64("attempt", "rows", rows_of(u, "attempt"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(nothing_is_left_of_a_person),
		STORE_TEST(what_is_of_others_stays),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

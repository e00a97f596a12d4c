/* SPDX-License-Identifier: MIT */
/*
 * Migration 6 gives everybody a catalogue. Databases of each earlier schema,
 * with works that two people share, are migrated and looked at.
 */
#include "shared/actions/edit.h"
#include "shared/db/schema.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* The first schema whose works belong to a person. */
enum { SPLIT = 6 };

/*
 * Alice and Bob (1 and 2) share a show, a film and two books; Carl has no play.
 * Each has a work of their own. Nobody has played work 7 any more.
 */
#define SHARED                                                                                     \
	"INSERT INTO integration (id, user_id, provider, name, slug, created_ms) VALUES"           \
	" (1, 1, 'kodi', 'TV', 'a', 0), (2, 2, 'jellyfin', 'TV', 'b', 0),"                         \
	" (3, 1, 'audiobookshelf', 'Books', 'c', 0), (4, 2, 'audiobookshelf', 'B', 'd', 0);"       \
	"INSERT INTO work (id, kind, title, year, created_ms) VALUES"                              \
	" (1, 'show', 'Dark', 2017, 10), (2, 'movie', 'Heat', 1995, 20),"                          \
	" (3, 'audiobook', 'Dune', NULL, 30), (4, 'movie', 'Of Alice', NULL, 40),"                 \
	" (5, 'movie', 'Of Bob', NULL, 50), (6, 'audiobook', 'Local', NULL, 60),"                  \
	" (7, 'movie', 'Of nobody', NULL, 70);"                                                    \
	"INSERT INTO work_id (kind, source, value, work_id) VALUES"                                \
	" ('show', 'tmdb', '70523', 1), ('show', 'tvdb', '334824', 1),"                            \
	" ('movie', 'tmdb', '949', 2), ('audiobook', 'audible', 'B002V1OF70', 3),"                 \
	" ('audiobook', 'local', 'alice.example/li_1', 3),"                                        \
	" ('audiobook', 'local', 'bob.example:8080/li_2', 3),"                                     \
	" ('audiobook', 'local', '5f1c0b8e-0000-4000-8000-000000000001', 3),"                      \
	" ('movie', 'tmdb', '4', 4), ('movie', 'tmdb', '5', 5),"                                   \
	" ('audiobook', 'local', 'gone.example/li_3', 6), ('movie', 'tmdb', '7', 7);"              \
	"INSERT INTO work_conflict VALUES (1, 'imdb', 'tt5753856', 5),"                            \
	" (3, 'local', 'alice.example/li_9', 6), (7, 'imdb', 'tt0000007', 7);"                     \
	"INSERT INTO item (id, work_id, part, season, episode, title) VALUES"                      \
	" (1, 1, 's1e1', 1, 1, 'Secrets'), (2, 1, 's1e2', 1, 2, 'Lies'),"                          \
	" (3, 1, 's1e3', 1, 3, NULL), (4, 2, '', NULL, NULL, NULL),"                               \
	" (5, 3, '', NULL, NULL, NULL), (6, 4, '', NULL, NULL, NULL),"                             \
	" (7, 5, '', NULL, NULL, NULL), (8, 6, '', NULL, NULL, NULL),"                             \
	" (9, 7, '', NULL, NULL, NULL);"                                                           \
	"INSERT INTO play (id, user_id, item_id, integration_id, state, share, furthest,"          \
	" session, started_ms, updated_ms, completed_ms) VALUES"                                   \
	" (1, 1, 1, 1, 'completed', 970000, 970000, 'x', 100, 110, 110),"                          \
	" (2, 2, 1, 2, 'in_progress', 300000, 400000, NULL, 120, 130, NULL),"                      \
	" (3, 1, 2, 1, 'in_progress', 200000, 200000, NULL, 140, 150, NULL),"                      \
	" (4, 2, 3, 2, 'completed', 980000, 980000, NULL, 160, 170, 170),"                         \
	" (5, 2, 4, 2, 'completed', 990000, 990000, NULL, 180, 190, 190),"                         \
	" (6, 1, 5, 3, 'in_progress', 500000, 500000, NULL, 200, 210, NULL),"                      \
	" (7, 2, 5, 4, 'in_progress', 600000, 600000, NULL, 220, 230, NULL),"                      \
	" (8, 1, 6, 1, 'completed', 990000, 990000, NULL, 240, 250, 250),"                         \
	" (9, 2, 7, 2, 'completed', 990000, 990000, NULL, 260, 270, 270),"                         \
	" (10, 1, 8, 3, 'completed', 990000, 990000, NULL, 280, 290, 290),"                        \
	" (11, 2, 8, 4, 'completed', 990000, 990000, NULL, 300, 310, 310),"                        \
	" (12, 1, 4, NULL, 'completed', 990000, 990000, NULL, 320, 330, 330);"                     \
	"INSERT INTO sitting VALUES (1, 1, 'x', 99, 110, 1), (2, 1, NULL, NULL, 130, 0),"          \
	" (1, 3, NULL, NULL, 135, 0);"                                                             \
	"INSERT INTO delivery (id, integration_id, first_ms, last_ms, outcome, reason, detail,"    \
	" octets) VALUES (1, 1, 110, 110, 'tracked', 'completed', 'x', 2),"                        \
	" (2, 2, 130, 130, 'tracked', 'progress', 'x', 2);"                                        \
	"INSERT INTO delivery_play VALUES (1, 1), (2, 2);"

static const char people[] =
	" (id, name, password_hash, created_ms) VALUES (1, 'alice', '*', 0), (2, 'bob', '*', 0),"
	" (3, 'carl', '*', 0);";

static const char servers[] =
	"INSERT INTO account (integration_id, url, credential) VALUES"
	" (3, 'https://alice.example', x'00'), (4, 'http://bob.example:8080', x'00');"
	"UPDATE work SET link = 'https://alice.example/item/li_1' WHERE id = 3;"
	"UPDATE work SET link = 'https://gone.example/item/li_4', author = 'A.' WHERE id = 4;";

/* Play 12 was removed, play 5 completed; each changed an id of the film. */
static const char edits[] =
	"UPDATE play SET removed_ms = 400 WHERE id = 12;"
	"INSERT INTO edit (id, user_id, work_id, play_id, deed, updated_ms, source, value_old,"
	" value_new, at_ms, undone_ms) VALUES (1, 1, 2, 12, 'removed', 330, NULL, NULL, NULL, 400,"
	" NULL), (2, 2, 2, 5, 'completed', 185, NULL, NULL, NULL, 190, NULL),"
	" (3, 1, 2, NULL, 'id', NULL, 'tmdb', '948', '949', 410, NULL),"
	" (4, 2, 2, NULL, 'id', NULL, 'imdb', NULL, 'tt0113277', 420, 430),"
	" (5, 3, 2, NULL, 'id', NULL, 'imdb', NULL, 'tt0113278', 440, NULL);";

static void make(struct unit *u, int version)
{
	unlink(u->path);
	run_sql(u->path, "PRAGMA application_id = 0x52796f74");
	for (int i = 0; i < version; i++)
		run_sql(u->path, migrations[i].sql);
	run_sql(u->path, arena_printf(&u->arena, "PRAGMA user_version = %d", version));
	run_sql(u->path, arena_printf(&u->arena, "INSERT INTO %s%s" SHARED,
				 version < 5 ? "user" : "person", people));
	if (version >= 2)
		run_sql(u->path, servers);
	if (version >= 3)
		run_sql(u->path, edits);
}

/* A question that must have that answer. */
struct fact {
	const char *sql;
	int64_t want;
};

static void are_true(struct unit *u, const struct fact *facts, size_t count, int version)
{
	const char *where = arena_printf(&u->arena, "from schema %d", version);

	for (size_t i = 0; i < count; i++)
		is_i64(where, facts[i].sql, ask_sql(u->path, facts[i].sql), facts[i].want);
}

#define WORK_OF "FROM play p JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id "
#define ID_OF   "SELECT count(*) FROM work_id x JOIN work w ON w.id = x.work_id WHERE "

/* Of every schema. */
static const struct fact always[] = {
	{ "SELECT count(*) " WORK_OF "WHERE w.person_id <> p.user_id", 0 },
	{ "SELECT count(*) FROM sitting g JOIN item t ON t.id = g.item_id"
	  " JOIN work w ON w.id = t.work_id WHERE w.person_id <> g.user_id",
		0 },
	{ "SELECT count(*) FROM work_id x JOIN work w ON w.id = x.work_id"
	  " WHERE x.person_id <> w.person_id",
		0 },
	/* Five of Alice, five of Bob; nobody's is gone. */
	{ "SELECT count(*) FROM work WHERE person_id = 1", 5 },
	{ "SELECT count(*) FROM work WHERE person_id = 2", 5 },
	{ "SELECT count(*) FROM work WHERE title = 'Of nobody'", 0 },
	{ "SELECT count(*) FROM play", 12 },
	/* Who has the lowest number keeps the works' numbers. */
	{ "SELECT person_id FROM work WHERE id = 1", 1 },
	{ "SELECT person_id FROM work WHERE id = 5", 2 },
	/* What is known of a work stays, and the order in which they came. */
	{ "SELECT count(*) FROM work WHERE title = 'Dark' AND year = 2017 AND created_ms = 10", 2 },
	{ ID_OF "w.title = 'Dark' AND x.value = '70523'", 2 },
	{ ID_OF "w.title = 'Dark' AND x.value = '334824'", 2 },
	{ "SELECT count(*) FROM work_conflict WHERE value = 'tt5753856'", 2 },
	{ "SELECT count(*) FROM work_conflict WHERE value = 'tt0000007'", 0 },
	/* Only the parts that a person has. */
	{ "SELECT count(*) FROM item t JOIN work w ON w.id = t.work_id"
	  " WHERE w.title = 'Dark' AND w.person_id = 1",
		3 },
	{ "SELECT count(*) FROM item t JOIN work w ON w.id = t.work_id"
	  " WHERE w.title = 'Dark' AND w.person_id = 2",
		2 },
	/* Plays keep their numbers and all that they say. */
	{ "SELECT count(*) " WORK_OF "WHERE p.id = 2 AND p.user_id = 2 AND p.share = 300000"
	  " AND p.furthest = 400000 AND p.integration_id = 2 AND p.state = 'in_progress'"
	  " AND p.started_ms = 120 AND p.updated_ms = 130 AND t.title = 'Secrets'"
	  " AND t.season = 1 AND t.episode = 1 AND w.title = 'Dark'",
		1 },
	{ "SELECT count(*) FROM play WHERE id = 1 AND session = 'x' AND completed_ms = 110", 1 },
	{ "SELECT count(*) FROM sitting WHERE user_id = 1 AND session = 'x'"
	  " AND play_event_ms = 99 AND heard_ms = 110 AND done = 1",
		1 },
	{ "SELECT count(*) FROM sitting", 3 },
	{ "SELECT count(*) FROM delivery_play x JOIN delivery d ON d.id = x.delivery_id"
	  " JOIN integration i ON i.id = d.integration_id JOIN play p ON p.id = x.play_id"
	  " WHERE i.user_id = p.user_id",
		2 },
	/* The ids of a server say nothing of it without its address. */
	{ ID_OF "x.value LIKE '5f1c%'", 2 },
	/* A work keeps what it needs to be found. */
	{ ID_OF "x.value = 'gone.example/li_3'", 2 },
	{ "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%split%' OR name LIKE '%_old'", 0 },
};

/* From schema 2 on, it is known whose the servers are. */
static const struct fact with_servers[] = {
	{ ID_OF "x.value = 'alice.example/li_1' AND w.person_id = 1", 1 },
	{ ID_OF "x.value = 'alice.example/li_1' AND w.person_id = 2", 0 },
	{ ID_OF "x.value = 'bob.example:8080/li_2' AND w.person_id = 2", 1 },
	{ ID_OF "x.value = 'bob.example:8080/li_2' AND w.person_id = 1", 0 },
	{ "SELECT count(*) FROM work_conflict c JOIN work w ON w.id = c.work_id"
	  " WHERE c.source = 'local' AND w.person_id = 1",
		1 },
	{ "SELECT count(*) FROM work_conflict c JOIN work w ON w.id = c.work_id"
	  " WHERE c.source = 'local' AND w.person_id = 2",
		0 },
	{ "SELECT count(*) FROM work WHERE title = 'Dune' AND person_id = 1"
	  " AND link = 'https://alice.example/item/li_1'",
		1 },
	{ "SELECT count(*) FROM work WHERE title = 'Dune' AND person_id = 2 AND link IS NULL", 1 },
	{ "SELECT count(*) FROM work WHERE id = 4 AND author = 'A.'"
	  " AND link = 'https://gone.example/item/li_4'",
		1 },
};

/* From schema 3 on, there are edits and removed plays. */
static const struct fact with_edits[] = {
	{ "SELECT count(*) FROM edit e JOIN work w ON w.id = e.work_id"
	  " WHERE w.person_id = e.user_id AND w.title = 'Heat'",
		5 },
	{ "SELECT count(*) FROM work WHERE person_id = 3", 1 },
	{ "SELECT count(*) FROM edit e JOIN play p ON p.id = e.play_id JOIN item t"
	  " ON t.id = p.item_id WHERE t.work_id = e.work_id",
		2 },
	{ "SELECT count(*) FROM play WHERE removed_ms = 400 AND id = 12 AND completed_ms = 330",
		1 },
	{ "SELECT count(*) FROM edit WHERE id = 3 AND value_old = '948' AND value_new = '949'"
	  " AND at_ms = 410 AND undone_ms IS NULL",
		1 },
	{ "SELECT count(*) FROM edit WHERE id = 4 AND value_old IS NULL AND undone_ms = 430", 1 },
	{ "SELECT count(*) FROM edit WHERE id = 2 AND updated_ms = 185 AND deed = 'completed'", 1 },
};

static void each_person_gets_a_catalogue(void **state)
{
	struct unit *u = *state;

	for (int version = 1; version < SPLIT; version++) {
		make(u, version);
		MUST(store_open(&u->cx, u->path, STORE_WRITE, &u->store));
		is_sound(u);
		are_true(u, always, NELEM(always), version);
		if (version >= 2)
			are_true(u, with_servers, NELEM(with_servers), version);
		if (version >= 3)
			are_true(u, with_edits, NELEM(with_edits), version);
		store_close(u->store);
		u->store = NULL;
	}
}

static int64_t work_of(struct unit *u, int64_t user_id, const char *tmdb)
{
	int64_t work_id = 0;
	int conflicts = 0;
	struct message m;

	message_init(&m);
	m.report.kind = KIND_SHOW;
	assert_true(ids_add(&m.report.ids, CATALOG_TMDB, tmdb));
	MUST(store_work_match(&u->cx, u->store, user_id, &m.report, &work_id, &conflicts));
	return work_id;
}

/* Each goes on with what they had, and numbers are not given twice. */
static void a_migrated_catalogue_is_continued(void **state)
{
	struct unit *u = *state;
	int64_t alices, bobs, carls;

	make(u, SPLIT - 1);
	MUST(store_open(&u->cx, u->path, STORE_WRITE, &u->store));
	alices = work_of(u, 1, "70523");
	bobs = work_of(u, 2, "70523");
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work"), 11);
	assert_int_not_equal(alices, bobs);
	carls = work_of(u, 3, "70523");
	assert_true(carls > alices && carls > bobs);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work"), 12);
	MUST(store_user_remove(&u->cx, u->store, 2));
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work"), 7);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM play WHERE user_id = 1"), 6);
	is_sound(u);
}

static void edits_made_before_are_undone(void **state)
{
	struct unit *u = *state;
	static const struct fact facts[] = {
		{ ID_OF "w.title = 'Heat' AND w.person_id = 1 AND x.value = '948'", 1 },
		{ ID_OF "w.title = 'Heat' AND w.person_id = 1 AND x.value = '949'", 0 },
		{ ID_OF "w.title = 'Heat' AND w.person_id = 2 AND x.value = '949'", 1 },
		{ "SELECT count(*) FROM play WHERE id = 12 AND removed_ms IS NULL", 1 },
		{ "SELECT count(*) FROM edit WHERE undone_ms IS NULL", 2 },
	};
	struct edited edited;

	make(u, SPLIT - 1);
	MUST(store_open(&u->cx, u->path, STORE_WRITE, &u->store));
	MUST(store_begin(&u->cx, u->store));
	is_err("Bob", &u->cx, edit_undo(&u->cx, u->store, 2, 3, &edited), ERR_NOT_FOUND);
	MUST(edit_undo(&u->cx, u->store, 1, 3, &edited));
	MUST(edit_undo(&u->cx, u->store, 1, 1, &edited));
	MUST(store_end(&u->cx, u->store, OK));
	are_true(u, facts, NELEM(facts), SPLIT - 1);
	is_sound(u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(each_person_gets_a_catalogue),
		UNIT_TEST(a_migrated_catalogue_is_continued),
		UNIT_TEST(edits_made_before_are_undone),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

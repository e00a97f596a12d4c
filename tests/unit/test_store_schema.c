/* SPDX-License-Identifier: MIT */
/*
 * What the schema forbids, whatever a program does, and what store_check finds
 * when it happens anyway.
 */
#include "shared/base/buf.h"
#include "shared/db/engine.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define USER                                                                                       \
	"INSERT INTO person (id, name, password_hash, created_ms)"                                 \
	" VALUES (1, 'alice', '*', 0);"
#define INTEGRATION                                                                                \
	"INSERT INTO integration (id, user_id, provider, name, slug,"                              \
	" created_ms) VALUES (1, 1, 'kodi', 'TV', 'slug', 0);"
#define WORK                                                                                       \
	"INSERT INTO work (id, person_id, kind, created_ms) VALUES (1, 1, 'movie', 0);"            \
	"INSERT INTO work_id (person_id, kind, source, value, work_id)"                            \
	" VALUES (1, 'movie', 'tmdb', '603', 1);"
#define ITEM "INSERT INTO item (id, work_id, part) VALUES (1, 1, '');"
#define OPEN_PLAY(id)                                                                              \
	"INSERT INTO play (id, user_id, item_id, integration_id, state,"                           \
	" share, furthest, started_ms, updated_ms) VALUES (" id                                    \
	", 1, 1, 1, 'in_progress', 500000, 500000, 0, 0);"
#define COMPLETED_PLAY(id)                                                                         \
	"INSERT INTO play (id, user_id, item_id, state, share, furthest,"                          \
	" started_ms, updated_ms, completed_ms) VALUES (" id                                       \
	", 1, 1, 'completed', 1000000, 1000000, 0, 0, 0);"
#define DELIVERY(id, outcome)                                                                      \
	"INSERT INTO delivery (id, integration_id, first_ms, last_ms,"                             \
	" outcome, reason, detail, run, octets) VALUES (" id ", 1, 0, 0, '" outcome                \
	"', 'stale', 'x', 'r" id "', 1);"                                                          \
	"INSERT INTO event VALUES (1, 'e" id "', " id ", 1);"
#define EVERYTHING                                                                                 \
	USER INTEGRATION WORK ITEM OPEN_PLAY("1") COMPLETED_PLAY("2") DELIVERY("1", "ignored")

static void the_schema_accepts_valid_rows(void **state)
{
	struct unit *u = *state;

	run_sql(u->path, EVERYTHING COMPLETED_PLAY("3"));
	is_sound(u);
}

static void the_schema_refuses_invalid_rows(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *name, *sql;
	} rows[] = {
		/* clang-format off */
		{ "a second open play of one user and item", OPEN_PLAY("9") },
		{ "a completed play opened beside an open one",
			"UPDATE play SET state = 'in_progress', completed_ms = NULL WHERE id = 2" },
		{ "one id of two works of a person",
			"INSERT INTO work (id, person_id, kind, created_ms) VALUES (2, 1, 'movie', 0);"
			"INSERT INTO work_id VALUES (1, 'movie', 'tmdb', '603', 2)" },
		{ "a work of nobody",
			"INSERT INTO work (kind, created_ms) VALUES ('movie', 0)" },
		{ "one slug twice",
			"INSERT INTO integration (user_id, provider, name, slug, created_ms)"
			" VALUES (1, 'kodi', 'TV', 'slug', 0)" },
		{ "one user name in two cases",
			"INSERT INTO person (name, password_hash, created_ms) VALUES ('ALICE', '*', 0)" },
		{ "one part twice", "INSERT INTO item (work_id, part) VALUES (1, '')" },
		{ "one event id twice",
			"INSERT INTO event VALUES (1, 'e1', 1, 1)" },
		{ "one open run twice",
			"INSERT INTO delivery (integration_id, first_ms, last_ms, outcome, reason, detail,"
			" run, octets) VALUES (1, 0, 0, 'ignored', 'stale', 'x', 'r1', 1)" },
		{ "one token hash twice",
			"INSERT INTO token (user_id, name, hash, created_ms) VALUES (1, 'a', x'00', 0);"
			"INSERT INTO token (user_id, name, hash, created_ms) VALUES (1, 'b', x'00', 0)" },
		{ "another kind", "UPDATE work SET kind = 'opera'" },
		{ "another state", "UPDATE play SET state = 'dropped'" },
		{ "another outcome", "UPDATE delivery SET outcome = 'lost'" },
		{ "a share over the whole", "UPDATE play SET share = 1000001, furthest = 1000001" },
		{ "a negative share", "UPDATE play SET share = -1" },
		{ "furthest below the share", "UPDATE play SET share = 600000 WHERE id = 1" },
		{ "a negative position", "UPDATE play SET position_ms = -1" },
		{ "completed without a time", "UPDATE play SET completed_ms = NULL WHERE id = 2" },
		{ "a time without being completed", "UPDATE play SET completed_ms = 1 WHERE id = 1" },
		{ "an episode of the work itself", "UPDATE item SET episode = 1" },
		{ "a negative season", "UPDATE item SET season = -1" },
		{ "limits that cross", "UPDATE integration SET start_limit = 9500" },
		{ "a complete limit of all", "UPDATE integration SET complete_limit = 10000" },
		{ "a negative limit", "UPDATE integration SET start_limit = -1" },
		{ "an old slug without an end", "UPDATE integration SET old_slug = 'x'" },
		{ "text for a number", "UPDATE play SET share = 'half'" },
		{ "no name", "UPDATE person SET name = NULL" },
		{ "half switched on", "UPDATE integration SET enabled = 2" },
		/* clang-format on */
	};

	run_sql(u->path, EVERYTHING);
	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		char *sql = arena_printf(&u->arena, "BEGIN; %s", r->sql);

		/* The connection is closed without a COMMIT. */
		is_i64(r->name, "code", try_sql(u->path, sql) & 0xff, SQLITE_CONSTRAINT);
	}
	is_sound(u);
}

/* On the connection of the programs, which enforces foreign keys. */
static void the_schema_keeps_catalogues_apart(void **state)
{
	struct unit *u = *state;
	static const char *const rows[] = {
		"INSERT INTO work (person_id, kind, created_ms) VALUES (9, 'movie', 0)",
		"INSERT INTO work_id VALUES (2, 'movie', 'tmdb', '604', 1)",
		"UPDATE work SET person_id = 2 WHERE id = 1",
	};

	run_sql(u->path, EVERYTHING);
	run_sql(u->path, "INSERT INTO person (id, name, password_hash, created_ms)"
			 " VALUES (2, 'bob', '*', 0)");
	for (size_t i = 0; i < NELEM(rows); i++)
		is_err(rows[i], &u->cx, engine_exec(&u->cx, u->store, rows[i]), ERR_CONFLICT);
	MUST(engine_exec(&u->cx, u->store,
		"INSERT INTO work (id, person_id, kind, created_ms) VALUES (2, 2, 'movie', 0)"));
	MUST(engine_exec(
		&u->cx, u->store, "INSERT INTO work_id VALUES (2, 'movie', 'tmdb', '603', 2)"));
	is_sound(u);
}

/* ---- store_check ---- */

struct findings {
	struct buf text;
	int wrong, notes;
};

static void collect(void *arg, bool is_wrong, const char *what)
{
	struct findings *f = arg;

	f->wrong += is_wrong;
	f->notes += !is_wrong;
	buf_addf(&f->text, "%s\n", what);
}

static struct findings check(struct unit *u)
{
	struct findings f = { .wrong = 0 };
	int wrong = -1;

	buf_init(&f.text, &u->arena, 100000);
	MUST(store_check(&u->cx, u->store, collect, &f, &wrong));
	is_i64("store_check", "wrong", wrong, f.wrong);
	return f;
}

static void a_sound_database_has_no_findings(void **state)
{
	struct unit *u = *state;
	struct findings f = check(u);

	assert_int_equal(f.wrong + f.notes, 0);
	run_sql(u->path, EVERYTHING);
	f = check(u);
	assert_int_equal(f.wrong + f.notes, 0);
}

static void deliberate_damage_is_found(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *sql, *found;
		int wrong, notes;
	} rows[] = {
		/* clang-format off */
		{ "DROP INDEX play_open;" OPEN_PLAY("9"), "open plays", 1, 0 },
		{ "DELETE FROM work_id", "has no id", 1, 0 },
		{ "UPDATE work_id SET kind = 'show'", "is a movie", 1, 0 },
		{ "DELETE FROM person", "points to nothing", 5, 0 },
		{ "INSERT INTO person (id, name, password_hash, created_ms) VALUES (2, 'bob', '*', 0);"
			"UPDATE work SET person_id = 2; UPDATE work_id SET person_id = 2",
			"not its person's", 5, 0 },
		{ "UPDATE work_count SET works = works + 1", "plays, counted are", 1, 0 },
		{ "UPDATE work SET open_plays = open_plays + 1", "plays, counted are", 1, 0 },
		{ "UPDATE delivery SET outcome = 'tracked'", "no play shows it", 1, 0 },
		{ "PRAGMA ignore_check_constraints = ON; UPDATE play SET state = 'dropped' WHERE id = 1",
			"CHECK constraint failed in play", 1, 0 },
		{ "INSERT INTO work_conflict VALUES (1, 'imdb', 'tt0133093', 0)", "tt0133093", 0, 1 },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct findings f;

		store_close(u->store);
		unlink(u->path);
		MUST(store_open(&u->cx, u->path, STORE_WRITE, &u->store));
		run_sql(u->path, EVERYTHING);
		run_sql(u->path, arena_printf(&u->arena, "PRAGMA foreign_keys = OFF; %s", r->sql));
		f = check(u);
		is_i64(r->sql, "wrong", f.wrong, r->wrong);
		is_i64(r->sql, "notes", f.notes, r->notes);
		if (!strstr(f.text.text, r->found))
			fail_msg("%s: \"%s\" does not say \"%s\"", r->sql, f.text.text, r->found);
	}
}

static enum err open_and_check(struct unit *u, struct findings *f, int *wrong)
{
	TRY(store_open(&u->cx, u->path, STORE_WRITE, &u->store));
	return store_check(&u->cx, u->store, collect, f, wrong);
}

/* Damaged pages, as after a disk error. */
static void a_torn_page_is_found_or_reported(void **state)
{
	struct unit *u = *state;
	char torn[600];
	struct findings f = { .wrong = 0 };
	int wrong = 0;
	FILE *file;
	enum err err;

	run_sql(u->path, EVERYTHING);
	store_checkpoint(u->store);
	store_close(u->store);
	u->store = NULL;
	memset(torn, 0x5a, sizeof(torn));
	file = fopen(u->path, "r+b");
	assert_non_null(file);
	/* Into the b-tree page after the first one. */
	assert_int_equal(fseek(file, 4096 + 8, SEEK_SET), 0);
	assert_int_equal(fwrite(torn, 1, sizeof(torn), file), sizeof(torn));
	assert_int_equal(fclose(file), 0);

	buf_init(&f.text, &u->arena, 100000);
	err = open_and_check(u, &f, &wrong);
	assert_true(err == ERR_STORE || wrong > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_schema_accepts_valid_rows),
		STORE_TEST(the_schema_refuses_invalid_rows),
		STORE_TEST(the_schema_keeps_catalogues_apart),
		STORE_TEST(a_sound_database_has_no_findings),
		STORE_TEST(deliberate_damage_is_found),
		STORE_TEST(a_torn_page_is_found_or_reported),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

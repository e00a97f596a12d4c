/* SPDX-License-Identifier: MIT */
/* Opening, migrating, transactions. */
#include "shared/db/engine.h"
#include "shared/db/query.h"
#include "shared/db/schema.h"

#include "tests/unit/people.h"
#include "tests/unit/sleeper.h"
#include "tests/unit/sql.h"

enum { OUR_ID = 0x52796f74 };

static enum err try_open(struct unit *u, enum store_mode mode)
{
	return store_open(&u->cx, u->path, mode, &u->store);
}

static int64_t pragma(struct unit *u, const char *sql)
{
	int64_t number = -1;

	MUST(engine_number(&u->cx, u->store, sql, &number));
	return number;
}

/* ---- opening ---- */

static void a_new_file_gets_our_schema(void **state)
{
	struct unit *u = *state;

	MUST(try_open(u, STORE_WRITE));
	assert_int_equal(ask_sql(u->path, "PRAGMA application_id"), OUR_ID);
	assert_int_equal(ask_sql(u->path, "PRAGMA user_version"), migration_count);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM play"), 0);
	MUST(store_ping(&u->cx, u->store));
	is_sound(u);
}

/* A 2xx promises this, and so does the schema. */
static void committed_data_is_on_disk(void **state)
{
	struct unit *u = *state;

	MUST(try_open(u, STORE_WRITE));
	assert_int_equal(pragma(u, "PRAGMA synchronous"), 2); /* FULL */
	assert_int_equal(pragma(u, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ask_sql(u->path, "SELECT journal_mode = 'wal' FROM "
					  "pragma_journal_mode"),
		1);
}

static void a_reopened_database_holds_the_data(void **state)
{
	struct unit *u = *state;
	const struct user *user;

	MUST(try_open(u, STORE_WRITE));
	add_user(u, "alice");
	store_close(u->store);
	MUST(try_open(u, STORE_WRITE));
	MUST(store_user_find(&u->cx, u->store, "alice", &user));
	assert_non_null(user);
	is_sound(u);
}

static void a_reader_reads_and_cannot_write(void **state)
{
	struct unit *u = *state;
	struct user user = { .name = "bob", .password_hash = "*" };
	struct store *writer;
	const struct user *found;
	int64_t id = 0;

	MUST(try_open(u, STORE_WRITE));
	writer = u->store;
	MUST(try_open(u, STORE_READ));
	MUST(store_begin(&u->cx, writer)); /* readers do not wait for writers */
	MUST(store_user_add(
		&u->cx, writer, &(struct user){ .name = "alice", .password_hash = "*" }, &id));
	MUST(store_user_find(&u->cx, u->store, "alice", &found));
	assert_null(found);
	MUST(store_end(&u->cx, writer, OK));
	MUST(store_user_find(&u->cx, u->store, "alice", &found));
	assert_non_null(found);
	is_err("write", &u->cx, store_user_add(&u->cx, u->store, &user, &id), ERR_STORE);
	store_close(writer);
}

static void a_reader_refuses_a_missing_file(void **state)
{
	struct unit *u = *state;

	is_err("missing", &u->cx, try_open(u, STORE_READ), ERR_STORE);
	assert_null(u->store);
	assert_non_null(strstr(u->cx.note, u->path));
	assert_int_equal(access(u->path, F_OK), -1); /* and creates none */
}

static void a_reader_refuses_an_older_schema(void **state)
{
	struct unit *u = *state;

	run_sql(u->path, "PRAGMA application_id = 0x52796f74;"
			 "CREATE TABLE user (id INTEGER)");
	is_err("older", &u->cx, try_open(u, STORE_READ), ERR_CONF);
	assert_null(u->store);
	assert_non_null(strstr(u->cx.note, "older"));
}

/* ---- foreign databases ---- */

struct file {
	char *bytes;
	size_t length;
};

static struct file slurp(struct unit *u)
{
	FILE *f = fopen(u->path, "rb");
	struct file file = { arena_alloc(&u->arena, MIB(1)), 0 };

	assert_non_null(f);
	file.length = fread(file.bytes, 1, MIB(1), f);
	fclose(f);
	return file;
}

static void spill(struct unit *u, const char *bytes, size_t length)
{
	FILE *f = fopen(u->path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, length, f), length);
	assert_int_equal(fclose(f), 0);
}

/*
 * Refused in both modes, with a message that holds `word`, and left unchanged.
 */
static void is_refused(struct unit *u, enum err kind, const char *word)
{
	static const enum store_mode modes[] = { STORE_READ, STORE_WRITE };
	struct file before = slurp(u);

	for (size_t i = 0; i < NELEM(modes); i++) {
		struct file after;

		is_err(word, &u->cx, try_open(u, modes[i]), kind);
		assert_null(u->store);
		if (!strstr(u->cx.note, word) || !strstr(u->cx.note, u->path))
			fail_msg("\"%s\" does not say \"%s\"", u->cx.note, word);
		after = slurp(u);
		is_i64(word, "length", (int64_t)after.length, (int64_t)before.length);
		if (memcmp(before.bytes, after.bytes, after.length) != 0)
			fail_msg("%s: the file was changed", word);
	}
}

static void a_newer_schema_is_refused_with_a_clear_message(void **state)
{
	struct unit *u = *state;

	MUST(try_open(u, STORE_WRITE));
	store_checkpoint(u->store);
	store_close(u->store);
	run_sql(u->path, arena_printf(&u->arena, "PRAGMA user_version = %d", migration_count + 1));
	is_refused(u, ERR_CONF, "newer version");
}

static void a_database_of_another_program_is_refused(void **state)
{
	struct unit *u = *state;

	run_sql(u->path, "PRAGMA application_id = 252006674;"
			 "CREATE TABLE a (b)");
	is_refused(u, ERR_CONF, "another program");
}

static void a_database_without_an_application_id_is_refused(void **state)
{
	struct unit *u = *state;

	run_sql(u->path, "CREATE TABLE user (id)");
	is_refused(u, ERR_CONF, "another program");
}

static void a_file_of_garbage_is_refused(void **state)
{
	struct unit *u = *state;
	char garbage[8192];
	struct lcg g = { 7 };

	for (size_t i = 0; i < sizeof(garbage); i++)
		garbage[i] = (char)lcg_below(&g, 256);
	spill(u, garbage, sizeof(garbage));
	is_refused(u, ERR_STORE, "no database");
}

static void a_text_file_is_refused(void **state)
{
	struct unit *u = *state;

	spill(u, "database = /var/lib/ryot\n", 25);
	is_refused(u, ERR_STORE, "no database");
}

static void a_folder_is_refused(void **state)
{
	struct unit *u = *state;
	struct store *s = NULL;

	is_err("folder", &u->cx, store_open(&u->cx, u->folder, STORE_WRITE, &s), ERR_STORE);
	assert_null(s);
	is_err("no such folder", &u->cx, store_open(&u->cx, "/nowhere/at/all.db", STORE_WRITE, &s),
		ERR_STORE);
	assert_null(s);
}

static void an_empty_file_is_a_new_database(void **state)
{
	struct unit *u = *state;

	spill(u, "", 0);
	MUST(try_open(u, STORE_WRITE));
	is_sound(u);
}

/* ---- migrating ---- */

static int files_in(const char *folder)
{
	DIR *dir = opendir(folder);
	int count = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));)
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

/* A sitting of the time when an item had one, whatever the device. */
static void add_old_sitting(struct unit *u, int version)
{
	const char *person = version < 5 ? "user" : "person";

	if (version == 0 || version >= 6)
		return;
	run_sql(u->path, arena_printf(&u->arena,
				 "INSERT INTO \"%s\" (id, name, password_hash, created_ms)"
				 " VALUES (1, 'alice', '*', 0);"
				 "INSERT INTO work (id, kind, created_ms) VALUES (1, 'movie', 0);"
				 "INSERT INTO work_id (kind, source, value, work_id)"
				 " VALUES ('movie', 'tmdb', '603', 1);"
				 "INSERT INTO item (id, work_id, part) VALUES (1, 1, '');"
				 "INSERT INTO sitting VALUES (1, 1, 'abc', 5, 7, 1)",
				 person));
}

static void has_old_sitting(struct unit *u, int version)
{
	if (version == 0 || version >= 6)
		return;
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM sitting"), 1);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM sitting WHERE user_id = 1"
					  " AND item_id = 1 AND device = '' AND session = 'abc'"
					  " AND play_event_ms = 5 AND heard_ms = 7 AND done = 1"
					  " AND told_ms = 0 AND flags = 0"),
		1);
}

/* From every earlier version, with a copy of the old file. */
static void every_older_schema_is_migrated(void **state)
{
	struct unit *u = *state;

	for (int version = 0; version < migration_count; version++) {
		unlink(u->path);
		run_sql(u->path, "PRAGMA application_id = 0x52796f74");
		for (int i = 0; i < version; i++)
			run_sql(u->path, migrations[i].sql);
		add_old_sitting(u, version);
		run_sql(u->path, arena_printf(&u->arena, "PRAGMA user_version = %d", version));
		MUST(try_open(u, STORE_WRITE));
		has_old_sitting(u, version);
		assert_int_equal(ask_sql(u->path, "PRAGMA user_version"), migration_count);
		is_sound(u);
		store_close(u->store);
		u->store = NULL;
		/* One copy for each older version, none for an empty file. */
		is_i64("files", "number", files_in(u->folder), 1 + version);
	}
}

static void migrations_are_numbered_without_a_gap(void **state)
{
	assert_true(migration_count > 0);
	for (int i = 0; i < migration_count; i++) {
		assert_int_equal(migrations[i].number, i + 1);
		assert_true(strlen(migrations[i].name) > 0);
		assert_true(strlen(migrations[i].sql) > 0);
	}
}

/* One of eight: waits for the start, opens, adds a user. */
static int open_as_one_of_many(const char *path, int start, int number)
{
	static struct arena arena;
	static struct cx cx = { .arena = &arena, .now_ms = UNIT_NOW };
	struct user user = { .password_hash = "*" };
	struct store *s = NULL;
	char byte, name[20];
	int64_t id;

	arena_init(&arena, MIB(8));
	snprintf(name, sizeof(name), "user%d", number);
	user.name = name;
	if (read(start, &byte, 1) != 0)
		return 2;
	if (store_open(&cx, path, STORE_WRITE, &s) != OK ||
		store_user_add(&cx, s, &user, &id) != OK) {
		fprintf(stderr, "process %d: %s\n", number, cx.note);
		return 1;
	}
	store_close(s);
	arena_finish(&arena);
	return 0;
}

enum { PROCESSES = 8, ROUNDS = 25 };

static void one_round_of_opening_together(struct unit *u, const char *path)
{
	int start[2], failed = 0;
	pid_t children[PROCESSES];

	assert_int_equal(pipe(start), 0);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) {
			close(start[1]);
			_exit(open_as_one_of_many(path, start[0], i));
		}
	}
	close(start[0]);
	close(start[1]); /* end of file on the pipe is the start signal for all */
	for (int i = 0; i < PROCESSES; i++) {
		int status = -1;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		failed += status != 0;
	}
	is_i64("together", "failed processes", failed, 0);
	is_i64("together", "users", ask_sql(path, "SELECT count(*) FROM person"), PROCESSES);
	is_i64("together", "version", ask_sql(path, "PRAGMA user_version"), migration_count);
	(void)u;
}

static void eight_processes_may_open_a_new_file_together(void **state)
{
	struct unit *u = *state;

	for (int i = 0; i < ROUNDS; i++)
		one_round_of_opening_together(
			u, arena_printf(&u->arena, "%s/new%d.db", u->folder, i));
}

/* ---- transactions ---- */

static bool is_there(struct unit *u, const char *name)
{
	const struct user *user;

	MUST(store_user_find(&u->cx, u->store, name, &user));
	return user != NULL;
}

static void rollback_undoes_everything(void **state)
{
	struct unit *u = *state;

	MUST(store_begin(&u->cx, u->store));
	assert_true(store_in_transaction(u->store));
	add_user(u, "alice");
	assert_true(is_there(u, "alice"));
	store_rollback(u->store);
	assert_false(store_in_transaction(u->store));
	assert_false(is_there(u, "alice"));
	store_rollback(u->store); /* harmless without a transaction */
	MUST(store_begin(&u->cx, u->store));
	add_user(u, "bob");
	MUST(store_end(&u->cx, u->store, OK));
	assert_true(is_there(u, "bob"));
}

/* A rollback cleans up after a failure: its note must be left to tell. */
static void a_rollback_keeps_the_note(void **state)
{
	struct unit *u = *state;
	struct user user = { .name = "", .password_hash = "*" };
	int64_t id;

	MUST(store_begin(&u->cx, u->store));
	is_err("bad name", &u->cx, store_user_add(&u->cx, u->store, &user, &id), ERR_INPUT);
	store_rollback(u->store);
	assert_non_null(strstr(u->cx.note, "user name"));
}

static struct store *begin_elsewhere(struct unit *u)
{
	struct store *other;

	MUST(store_open(&u->cx, u->path, STORE_WRITE, &other));
	MUST(store_begin(&u->cx, other));
	return other;
}

static void a_locked_database_is_busy_after_the_timeout(void **state)
{
	struct unit *u = *state;
	struct store *other = begin_elsewhere(u);

	sleeper_begin(other, INT_MAX);
	is_err("locked", &u->cx, store_begin(&u->cx, u->store), ERR_BUSY);
	sleeper_end();
	assert_int_equal(sleeper.times * sleeper.longest_us / 1000, STORE_BUSY_MS);
	assert_non_null(strstr(u->cx.note, "locked"));
	store_set_lock_wait(90);
	sleeper_begin(other, INT_MAX);
	is_err("locked", &u->cx, store_begin(&u->cx, u->store), ERR_BUSY);
	sleeper_end();
	store_set_lock_wait(STORE_BUSY_MS / 1000);
	assert_int_equal(sleeper.times * sleeper.longest_us / 1000, 90000);
	MUST(store_ping(&u->cx, u->store)); /* reading goes on */
	MUST(store_end(&u->cx, other, OK));
	MUST(store_begin(&u->cx, u->store));
	store_rollback(u->store);
	store_close(other);
}

/* Otherwise it would miss the gaps between the commits of a busy writer. */
static void the_lock_is_polled_every_millisecond(void **state)
{
	struct unit *u = *state;
	struct store *other = begin_elsewhere(u);

	sleeper_begin(other, 200);
	MUST(store_begin(&u->cx, u->store));
	sleeper_end();
	assert_int_equal(sleeper.times, 200);
	assert_int_equal(sleeper.longest_us, 1000);
	store_rollback(u->store);
	store_close(other);
}

/* So that they find it free. */
static void a_yielding_process_sleeps_longer_than_the_waiting_ones(void **state)
{
	(void)state;
	sleeper_begin(NULL, INT_MAX);
	store_yield();
	sleeper_end();
	assert_int_equal(sleeper.times, 1);
	assert_true(sleeper.longest_us > 2 * 1000);
}

/* A file that must not grow stands for a full disk. */
static void a_full_disk_is_reported_and_nothing_is_lost(void **state)
{
	struct unit *u = *state;
	enum err err = OK;
	char *sql;

	add_user(u, "alice");
	sql = arena_printf(
		&u->arena, "PRAGMA max_page_count = %d", (int)pragma(u, "PRAGMA page_count"));
	MUST(engine_exec(&u->cx, u->store, sql));
	MUST(store_begin(&u->cx, u->store));
	for (int i = 0; i < 10000 && err == OK; i++) {
		struct user user = { .password_hash = "*" };
		int64_t id;

		user.name = arena_printf(&u->arena, "user%d", i);
		err = store_user_add(&u->cx, u->store, &user, &id);
	}
	is_err("full", &u->cx, err, ERR_STORE);
	assert_non_null(strstr(u->cx.note, "full"));
	store_rollback(u->store);
	assert_true(is_there(u, "alice"));
	assert_false(is_there(u, "user0"));
	is_sound(u);
}

static void a_checkpoint_empties_the_log(void **state)
{
	struct unit *u = *state;
	char *log = arena_printf(&u->arena, "%s-wal", u->path);
	FILE *file;

	add_user(u, "alice");
	store_checkpoint(u->store);
	file = fopen(log, "rb");
	if (!file)
		return; /* a missing file is fine too */
	assert_int_equal(fgetc(file), EOF);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_new_file_gets_our_schema),
		UNIT_TEST(committed_data_is_on_disk),
		UNIT_TEST(a_reopened_database_holds_the_data),
		UNIT_TEST(a_reader_reads_and_cannot_write),
		UNIT_TEST(a_reader_refuses_a_missing_file),
		UNIT_TEST(a_reader_refuses_an_older_schema),
		UNIT_TEST(a_newer_schema_is_refused_with_a_clear_message),
		UNIT_TEST(a_database_of_another_program_is_refused),
		UNIT_TEST(a_database_without_an_application_id_is_refused),
		UNIT_TEST(a_file_of_garbage_is_refused),
		UNIT_TEST(a_text_file_is_refused),
		UNIT_TEST(a_folder_is_refused),
		UNIT_TEST(an_empty_file_is_a_new_database),
		UNIT_TEST(every_older_schema_is_migrated),
		cmocka_unit_test(migrations_are_numbered_without_a_gap),
		UNIT_TEST(eight_processes_may_open_a_new_file_together),
		STORE_TEST(rollback_undoes_everything),
		STORE_TEST(a_rollback_keeps_the_note),
		STORE_TEST(a_locked_database_is_busy_after_the_timeout),
		STORE_TEST(the_lock_is_polled_every_millisecond),
		STORE_TEST(a_yielding_process_sleeps_longer_than_the_waiting_ones),
		STORE_TEST(a_full_disk_is_reported_and_nothing_is_lost),
		STORE_TEST(a_checkpoint_empties_the_log),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

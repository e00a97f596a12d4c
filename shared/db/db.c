/* SPDX-License-Identifier: MIT */
/* db.c -- opening the database, its transactions, its health. */
#include "shared/db/db.h"

#include "shared/db/migrate.h"
#include "shared/db/query.h"

/*
 * FULL: what is committed survives a power cut, which is what a 2xx promises.
 * WAL: readers never block the writer, nor the other way round.
 */
static const char pragmas[] = "PRAGMA journal_mode = WAL;"
			      "PRAGMA synchronous = FULL;"
			      "PRAGMA trusted_schema = OFF;"
			      "PRAGMA cell_size_check = ON;"
			      "PRAGMA cache_size = -4096;"
			      "PRAGMA journal_size_limit = 8388608;";

/* Between two looks at the lock, and between two pieces of long work. */
enum { PAUSE_MS = 1, YIELD_MS = 5 };

/* Of the process: it is a setting, and SQLite's handler is handed no store. */
static int64_t lock_wait_ms = STORE_BUSY_MS;

void store_set_lock_wait(int64_t seconds)
{
	lock_wait_ms = seconds * 1000;
}

/*
 * SQLite's own way of waiting looks again after up to 100 ms, and hardly ever
 * hits the moment between two commits of a process that has many.
 */
static int wait_a_moment(void *nothing, int times)
{
	(void)nothing;
	if (times >= lock_wait_ms / PAUSE_MS)
		return 0;
	sqlite3_sleep(PAUSE_MS);
	return 1;
}

void store_set_waiting(sqlite3 *db, bool waits)
{
	sqlite3_busy_handler(db, waits ? wait_a_moment : NULL, NULL);
}

/*
 * Turning a new file to WAL while another process looks at it is refused at
 * once, without the busy timeout; so the waiting is done here.
 */
static int exec_patiently(sqlite3 *db, const char *sql)
{
	int code = SQLITE_BUSY;

	for (int64_t ms = 0; ms < lock_wait_ms; ms += PAUSE_MS) {
		code = sqlite3_exec(db, sql, NULL, NULL, NULL);
		if ((code & 0xff) != SQLITE_BUSY)
			break;
		sqlite3_sleep(PAUSE_MS);
	}
	return code;
}

static enum err set_up(struct cx *cx, sqlite3 *db, const char *path, enum store_mode mode)
{
	enum err err;
	int code = SQLITE_OK;

	sqlite3_extended_result_codes(db, 1);
	store_set_waiting(db, true);
	err = migrate_check(cx, db, path);
	if (err != OK)
		return err;
	if (mode == STORE_WRITE)
		code = exec_patiently(db, pragmas);
	if (code != SQLITE_OK)
		return store_fail(cx, db, code);
	err = migrate(cx, db, path, mode);
	if (err != OK)
		return err;
	if (mode == STORE_WRITE && sqlite3_db_readonly(db, "main") == 1)
		return store_fail(cx, db, SQLITE_READONLY);
	/* Only now: a migration may have to rebuild a table. */
	code = sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
	return code == SQLITE_OK ? OK : store_fail(cx, db, code);
}

/*
 * One thread, and nobody who asks SQLite for its statistics: no locks, no
 * counting. What a savepoint may have to undo stays in memory: it is a few
 * pages, and a file for it would lie on another disk, full at another time.
 * Refused, which does no harm, when SQLite is at work already.
 */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

enum err store_open(struct cx *cx, const char *path, enum store_mode mode, struct store **out)
{
	int flags = mode == STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
					: SQLITE_OPEN_READONLY;
	struct store *s = store_new();
	enum err err;
	int code;

	*out = NULL;
	if (!s)
		return err_note(cx, ERR_INTERNAL, "no memory");
	configure();
	code = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	err = code == SQLITE_OK ? set_up(cx, s->db, path, mode) : store_fail(cx, s->db, code);
	if (err != OK) {
		const char *why = arena_strdup(cx->arena, cx->note);

		store_close(s);
		if (strncmp(why, path, strlen(path)) == 0)
			return err_note(cx, err, "%s", why);
		return err_note(cx, err, "%s: %s", path, why);
	}
	*out = s;
	return OK;
}

/* With room for all statements. */
struct store *store_new(void)
{
	struct store *s;

	return calloc(1, sizeof(*s) + STATEMENTS * sizeof(s->cache[0]));
}

void store_close(struct store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->cache[i]);
	sqlite3_close(s->db);
	free(s);
}

static enum err run(struct cx *cx, struct store *s, const struct statement *which)
{
	struct query q = store_query(cx, s, which);

	return query_run(&q);
}

static STATEMENT(begin, "BEGIN IMMEDIATE");

enum err store_begin(struct cx *cx, struct store *s)
{
	return run(cx, s, &begin);
}

static STATEMENT(commit, "COMMIT");

enum err store_commit(struct cx *cx, struct store *s)
{
	return run(cx, s, &commit);
}

bool store_in_transaction(const struct store *s)
{
	return !sqlite3_get_autocommit(s->db);
}

int64_t store_written(const struct store *s)
{
	return sqlite3_total_changes64(s->db);
}

/* Undoing must not replace the note that says why. */
static void run_quietly(struct store *s, const struct statement *which)
{
	struct cx cx = { 0 };

	if (store_in_transaction(s) && run(&cx, s, which) != OK)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

static STATEMENT(rollback, "ROLLBACK");

void store_rollback(struct store *s)
{
	run_quietly(s, &rollback);
}

enum err store_end(struct cx *cx, struct store *s, enum err err)
{
	if (err == OK)
		err = store_commit(cx, s);
	if (err != OK)
		store_rollback(s);
	return err;
}

void store_yield(void)
{
	sqlite3_sleep(YIELD_MS);
}

static STATEMENT(mark, "SAVEPOINT part");

enum err store_mark(struct cx *cx, struct store *s)
{
	return run(cx, s, &mark);
}

static STATEMENT(keep, "RELEASE SAVEPOINT part");

enum err store_keep(struct cx *cx, struct store *s)
{
	return run(cx, s, &keep);
}

static STATEMENT(undo, "ROLLBACK TO SAVEPOINT part");

void store_undo(struct store *s)
{
	run_quietly(s, &undo);
	run_quietly(s, &keep);
}

static STATEMENT(ping, "SELECT count(*) FROM (SELECT id FROM integration LIMIT 1) one");

enum err store_ping(struct cx *cx, struct store *s)
{
	return run(cx, s, &ping);
}

void store_checkpoint(struct store *s)
{
	sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static STATEMENT(check_integrity, "PRAGMA integrity_check");

static STATEMENT(check_foreign, "PRAGMA foreign_key_check");

static STATEMENT(check_open_plays,
	"SELECT 'user ' || user_id || ' has ' || count(*) || ' open plays of item ' || item_id"
	" FROM play WHERE state = 'in_progress' AND removed_ms IS NULL"
	" GROUP BY user_id, item_id HAVING count(*) > 1");

static STATEMENT(check_nameless,
	"SELECT 'work ' || w.id || ' has no id' FROM work w WHERE NOT EXISTS"
	" (SELECT 1 FROM work_id x WHERE x.work_id = w.id)");

static STATEMENT(check_kinds, "SELECT 'work ' || w.id || ' is a ' || w.kind || ', its ' || x.source"
			      " || ' id says ' || x.kind FROM work_id x"
			      " JOIN work w ON w.id = x.work_id WHERE w.kind <> x.kind");

static STATEMENT(check_evidence,
	"SELECT 'delivery ' || d.id || ' was tracked, but no play shows it'"
	" FROM delivery d WHERE d.outcome = 'tracked' AND NOT EXISTS"
	" (SELECT 1 FROM delivery_play x WHERE x.delivery_id = d.id)");

static STATEMENT(check_conflicts,
	"SELECT 'work ' || w.id || ' (' || coalesce(w.title, 'no title') ||"
	" ') came with ' || c.source || ' id ' || c.value ||"
	" ', which it is not known by'"
	" FROM work_conflict c JOIN work w ON w.id = c.work_id");

/* One row of a check is one thing found; integrity_check says "ok". */
static enum err check(struct cx *cx, struct store *s, const struct statement *which,
	store_tell_fn *tell, void *arg)
{
	struct query q = store_query(cx, s, which);
	bool is_wrong = which != &check_conflicts;

	while (query_next(&q)) {
		const char *what = col_text(&q, 0);

		if (!what)
			what = "(no text)";
		if (which == &check_foreign)
			what = arena_printf(cx->arena, "a row of %s points to nothing", what);
		if (strcmp(what, "ok") != 0)
			tell(arg, is_wrong, what);
	}
	return query_end(&q);
}

struct counting {
	store_tell_fn *tell;
	void *arg;
	int wrong;
};

static void count_and_tell(void *arg, bool is_wrong, const char *what)
{
	struct counting *c = arg;

	c->wrong += is_wrong;
	c->tell(c->arg, is_wrong, what);
}

enum err store_check(struct cx *cx, struct store *s, store_tell_fn *tell, void *arg, int *wrong)
{
	static const struct statement *const checks[] = { &check_integrity, &check_foreign,
		&check_open_plays, &check_nameless, &check_kinds, &check_evidence,
		&check_conflicts };
	struct counting c = { .tell = tell, .arg = arg };
	enum err err = OK;

	for (size_t i = 0; i < NELEM(checks) && err == OK; i++)
		err = check(cx, s, checks[i], count_and_tell, &c);
	*wrong = c.wrong;
	return err;
}

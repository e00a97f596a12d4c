/* SPDX-License-Identifier: MIT */
/* db.c -- opening the database, its transactions, its health. */
#include "shared/db/db.h"

#include "shared/db/disk.h"
#include "shared/db/file.h"
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

/* How long long work pauses between two transactions. */
enum { YIELD_MS = 5 };

void store_set_lock_wait(int64_t seconds)
{
	engine_set_lock_wait(seconds * 1000);
}

static enum err set_up(struct cx *cx, struct store *s, const char *path, enum store_mode mode)
{
	TRY(migrate_check(cx, s, path));
	if (mode == STORE_WRITE)
		TRY(engine_exec_patiently(cx, s, pragmas));
	TRY(migrate(cx, s, path, mode));
	if (mode == STORE_WRITE)
		TRY(engine_check_writable(cx, s));
	/* After the migration, which may have to rebuild a table. */
	return engine_exec(cx, s, "PRAGMA foreign_keys = ON");
}

enum err store_open(struct cx *cx, const char *path, enum store_mode mode, struct store **out)
{
	struct arena_held held;
	struct store *s;
	enum err err = engine_open(cx, path, mode, &s);
	const char *why = "";

	arena_hold(cx->arena, &held, store_release, s);
	err = err != OK ? err : set_up(cx, s, path, mode);
	if (err != OK)
		why = arena_strdup(cx->arena, cx->note);
	arena_let_go(cx->arena, &held);
	*out = err == OK ? s : NULL;
	if (*out)
		return OK;
	store_close(s);
	if ((err == ERR_BUSY || err == ERR_STORE) && disk_lacks_locks(cx, path))
		return ERR_STORE;
	if (err == ERR_STORE && mode == STORE_WRITE && store_is_closed_to_us(cx, path))
		return ERR_CONF;
	if (strncmp(why, path, strlen(path)) == 0)
		return err_note(cx, err, "%s", why);
	return err_note(cx, err, "%s: %s", path, why);
}

void store_close(struct store *s)
{
	engine_close(s);
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

static STATEMENT(rollback, "ROLLBACK");

/* Keeps the note of the error that led to the rollback. */
void store_rollback(struct store *s)
{
	struct cx cx = { 0 };

	if (store_in_transaction(s) && run(&cx, s, &rollback) != OK)
		engine_rollback(s);
}

enum err store_end(struct cx *cx, struct store *s, enum err err)
{
	err = err != OK ? err : run(cx, s, &commit);
	if (err != OK)
		store_rollback(s);
	return err;
}

void store_settle(struct store *s)
{
	engine_settle(s);
}

void store_limit(struct store *s, int64_t ms)
{
	engine_limit(s, ms);
}

void store_yield(void)
{
	engine_sleep(YIELD_MS);
}

int64_t store_written(const struct store *s)
{
	return engine_written(s);
}

bool store_in_transaction(const struct store *s)
{
	return engine_in_transaction(s);
}

void store_checkpoint(struct store *s)
{
	engine_checkpoint(s);
}

static STATEMENT(ping, "SELECT count(*) FROM (SELECT id FROM integration LIMIT 1) one");

enum err store_ping(struct cx *cx, struct store *s)
{
	return run(cx, s, &ping);
}

STATEMENT(check_integrity, "PRAGMA integrity_check");

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

static STATEMENT(check_owners,
	"SELECT 'play ' || p.id || ' is of work ' || w.id || ', which is not its person''s'"
	" FROM play p JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
	" WHERE w.person_id <> p.user_id");

static STATEMENT(check_evidence,
	"SELECT 'delivery ' || d.id || ' was tracked, but no play shows it'"
	" FROM delivery d WHERE d.outcome = 'tracked' AND NOT EXISTS"
	" (SELECT 1 FROM delivery_play x WHERE x.delivery_id = d.id)");

static STATEMENT(check_conflicts,
	"SELECT 'work ' || w.id || ' (' || coalesce(w.title, 'no title') ||"
	" ') came with ' || c.source || ' id ' || c.value ||"
	" ', which it is not known by'"
	" FROM work_conflict c JOIN work w ON w.id = c.work_id");

/* Kept by the triggers of 033_counts.sql. */
static STATEMENT(check_counts,
	"SELECT 'integration ' || d.integration_id || ' has ' || count(*) || ' deliveries that are '"
	" || d.outcome || ', counted are ' || coalesce((SELECT c.deliveries FROM delivery_count c"
	" WHERE c.integration_id = d.integration_id AND c.outcome = d.outcome), 0) FROM delivery d"
	" GROUP BY d.integration_id, d.outcome HAVING count(*) <> coalesce((SELECT c.deliveries"
	" FROM delivery_count c WHERE c.integration_id = d.integration_id"
	" AND c.outcome = d.outcome), 0)");

static STATEMENT(check_work_counts,
	"SELECT 'work ' || w.id || ' has ' || count(p.id) || ' plays, counted are ' || w.plays"
	" FROM work w LEFT JOIN item t ON t.work_id = w.id LEFT JOIN play p ON p.item_id = t.id"
	" AND p.user_id = w.person_id AND p.removed_ms IS NULL GROUP BY w.id, w.plays, w.open_plays"
	" HAVING count(p.id) <> w.plays OR coalesce(sum(CASE WHEN p.state = 'in_progress' THEN 1"
	" ELSE 0 END), 0) <> w.open_plays");

static STATEMENT(check_person_counts,
	"SELECT 'user ' || u.id || ' has ' || (SELECT coalesce(sum(w.plays), 0) FROM work w"
	" WHERE w.person_id = u.id) || ' plays, counted are ' || (SELECT coalesce(sum(c.plays), 0)"
	" FROM work_count c WHERE c.person_id = u.id) FROM person u"
	" WHERE (SELECT coalesce(sum(w.plays), 0) FROM work w WHERE w.person_id = u.id)"
	" <> (SELECT coalesce(sum(c.plays), 0) FROM work_count c WHERE c.person_id = u.id)"
	" OR (SELECT count(*) FROM work w WHERE w.person_id = u.id AND w.plays > 0)"
	" <> (SELECT coalesce(sum(c.works), 0) FROM work_count c WHERE c.person_id = u.id)");

/* Each row of a check is a finding; a sound file gives one row, "ok". */
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
		&check_open_plays, &check_nameless, &check_kinds, &check_owners, &check_evidence,
		&check_counts, &check_work_counts, &check_person_counts, &check_conflicts };
	struct counting c = { .tell = tell, .arg = arg };
	enum err err = OK;

	for (size_t i = 0; i < NELEM(checks) && err == OK; i++)
		err = check(cx, s, checks[i], count_and_tell, &c);
	*wrong = c.wrong;
	return err;
}

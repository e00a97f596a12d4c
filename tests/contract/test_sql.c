/* SPDX-License-Identifier: MIT */
/*
 * Every statement of the store must prepare against the real schema and name
 * all of its parameters. Statements on the path of a webhook or a page must not
 * scan a table.
 */
#include "shared/db/query.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* A separate connection, because the store does not expose its own. */
static sqlite3 *open_database(struct unit *u)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(u->path, &db), SQLITE_OK);
	return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *name, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	const char *tail = "";

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, &tail) != SQLITE_OK)
		fail_msg("%s: %s", name, sqlite3_errmsg(db));
	is_text(name, "text after the first statement", tail, "");
	return stmt;
}

static const struct statement *named(const char *name)
{
	for (size_t i = 0; i < STATEMENTS; i++)
		if (strcmp(__start_statements[i].name, name) == 0)
			return &__start_statements[i];
	fail_msg("no statement is named %s", name);
	return NULL;
}

static bool is_listed(const struct statement *which, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(which->name, names[i]) == 0)
			return true;
	return false;
}

static bool begins(const struct statement *which, const char *with)
{
	return strncmp(which->name, with, strlen(with)) == 0;
}

/* A duplicate would hide a statement from the tests below. */
static void statement_names_are_unique(void **state)
{
	assert_true(STATEMENTS > 100);
	for (size_t i = 0; i < STATEMENTS; i++)
		assert_ptr_equal(named(__start_statements[i].name), &__start_statements[i]);
}

static void every_statement_prepares(void **state)
{
	sqlite3 *db = open_database(*state);

	for (size_t i = 0; i < STATEMENTS; i++) {
		const char *name = __start_statements[i].name;
		sqlite3_stmt *stmt = prepare(db, name, __start_statements[i].sql);

		for (int p = 1; p <= sqlite3_bind_parameter_count(stmt); p++)
			if (!sqlite3_bind_parameter_name(stmt, p))
				fail_msg("%s: parameter %d has no name", name, p);
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
}

/* PostgreSQL must accept them as well. */
static void statements_avoid_the_dialect_of_sqlite(void **state)
{
	static const char *const dialect[] = { "INSERT OR", "REPLACE INTO", "ifnull(", "strftime(",
		"datetime(", "last_insert_rowid", "rowid", "AUTOINCREMENT", "GLOB", "json_",
		"printf(", "group_concat", "IS NOT DISTINCT", "?1" };

	for (size_t i = 0; i < STATEMENTS; i++)
		for (size_t j = 0; j < NELEM(dialect); j++)
			if (strstr(__start_statements[i].sql, dialect[j]))
				fail_msg("%s: \"%s\"", __start_statements[i].name, dialect[j]);
}

typedef bool step_test(const struct statement *which, const char *step);

static void refuse_steps(sqlite3 *db, const struct statement *which, step_test *is_bad)
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", which->sql);
	sqlite3_stmt *stmt = prepare(db, which->name, explain);

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(stmt, 3);

		if (is_bad(which, step))
			fail_msg("%s: %s", which->name, step);
	}
	sqlite3_finalize(stmt);
	sqlite3_free(explain);
}

/*
 * Does it read a whole table? Not if it reads what the statement has made:
 * "line" is what a recursion has found so far, "asked" are the rows of a
 * VALUES, "found" those of an inner query.
 */
static bool is_scan(const struct statement *which, const char *step)
{
	static const char *const made[] = { "SCAN line", "SCAN asked", "SCAN found" };

	(void)which;
	for (size_t i = 0; i < NELEM(made); i++)
		if (strcmp(step, made[i]) == 0)
			return false;
	return strncmp(step, "SCAN", 4) == 0 && !strstr(step, " CONSTANT ROW");
}

/* A user may have 100,000 plays: the item must narrow the search as well. */
static bool is_search_by_user_only(const struct statement *which, const char *step)
{
	(void)which;
	return strstr(step, "(user_id=?)") != NULL;
}

static void statements_of_webhooks_use_an_index(void **state)
{
	static const char *const hot[] = { "integration_by_slug", "integration_by_old_slug",
		"integration_by_id", "integration_of_user", "token_find", "token_used",
		"work_id_find", "work_id_list", "work_title", "work_title_set", "item_find",
		"play_open", "play_done", "play_session", "play_move", "play_complete",
		"sitting_get", "sitting_move", "sitting_tick", "play_take_over", "delivery_run",
		"delivery_fold", "delivery_fold_daily", "delivery_run_row", "delivery_end_run",
		"delivery_event", "delivery_counted", "play_by_id", "thing_find",
		"sender_account_find", "sender_account_ticked", "integration_listener",
		"stranger_put", "stranger_trim", "thing_find_stack", "thing_ticked", "user_find" };
	sqlite3 *db = open_database(*state);

	for (size_t i = 0; i < NELEM(hot); i++) {
		refuse_steps(db, named(hot[i]), is_scan);
		refuse_steps(db, named(hot[i]), is_search_by_user_only);
	}
	sqlite3_close(db);
}

/* Only ryotctl, the worker and pruning may read whole tables. */
static void statements_of_pages_use_an_index(void **state)
{
	static const char *const whole[] = { "account_list", "account_census", "account_any",
		"account_hurry_people", "play_list", "delivery_list", "delivery_prune_rows",
		"play_forget", "sitting_forget_all", "picture_census", "picture_oldest",
		"thing_all_named", "thing_all_waiting", "thing_prune", "sender_account_prune",
		/* these stop at the first row, or after some */
		"ping", "user_count", "word_unread" };
	sqlite3 *db = open_database(*state);

	for (size_t i = 0; i < STATEMENTS; i++) {
		const struct statement *which = &__start_statements[i];

		if (!begins(which, "check_") && !is_listed(which, whole, NELEM(whole)))
			refuse_steps(db, which, is_scan);
	}
	sqlite3_close(db);
}

/* A parameter that only rows of one person, or of one thing of hers, match. */
static bool has_owner(const char *sql)
{
	static const char *const owners[] = { "user_id = :user", "person_id = :user", "= :id",
		"= :work", "= :item", "= :play", "= :delivery", "= :integration", "= :name",
		"= lower(:name)", "= :hash", "= :code", "= :slug", "= :key", "= :what", "= :user",
		"= :thing", "= :account" };

	for (size_t i = 0; i < NELEM(owners); i++)
		if (strstr(sql, owners[i]))
			return true;
	return false;
}

/* Is it one row, whatever is there? Such as "SELECT count(*), max(x) FROM". */
static bool is_aggregate(const char *sql)
{
	static const char *const begins_with[] = { "count(", "max(", "min(", "sum(" };

	for (size_t i = 0; i < NELEM(begins_with); i++)
		if (strncmp(sql + strlen("SELECT "), begins_with[i], strlen(begins_with[i])) == 0)
			return !strstr(sql, "GROUP BY");
	return false;
}

/* The memory and time of a request must not grow with what others have. */
static void no_statement_returns_everybodys_rows(void **state)
{
	/* The queue of the worker, which keeps what it needs of each server. */
	static const char *const allowed[] = { "account_list" };
	size_t lists = 0;

	for (size_t i = 0; i < STATEMENTS; i++) {
		const struct statement *which = &__start_statements[i];

		/* Checks are read row by row. */
		if (strncmp(which->sql, "SELECT", 6) != 0 || begins(which, "check_"))
			continue;
		lists++;
		if (!strstr(which->sql, "LIMIT") && !has_owner(which->sql) &&
			!is_aggregate(which->sql) && !is_listed(which, allowed, NELEM(allowed)))
			fail_msg("%s has no bound: %s", which->name, which->sql);
	}
	assert_true(lists > 50);
}

static bool reads_all_plays(const struct statement *which, const char *step)
{
	(void)which;
	return strstr(step, "(user_id=?)") && !strstr(step, "INDEX play_open ");
}

static void pages_do_not_read_all_plays_of_a_user(void **state)
{
	sqlite3 *db = open_database(*state);
	size_t seen = 0;

	for (size_t i = 0; i < STATEMENTS; i++) {
		const struct statement *which = &__start_statements[i];

		if (!begins(which, "library_") && !begins(which, "edit_") &&
			!begins(which, "word_"))
			continue;
		refuse_steps(db, which, reads_all_plays);
		seen++;
	}
	assert_true(seen >= 29);
	sqlite3_close(db);
}

/* Lists of works read an index in its order, and works for what is shown. */
static void lists_of_works_have_an_index(void **state)
{
	static const char *const lists[][2] = {
		{ "library_recent", "INDEX work_recent " },
		{ "library_by_title", "INDEX work_title " },
		{ "library_begins", "INDEX work_title " },
		{ "library_by_age", "INDEX work_age " },
		{ "library_open_by_title", "INDEX work_open " },
		{ "library_open_by_age", "INDEX work_open " },
		{ "history_sum_long", "INDEX play_long " },
	};
	sqlite3 *db = open_database(*state);

	for (size_t i = 0; i < NELEM(lists); i++) {
		char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", named(lists[i][0])->sql);
		sqlite3_stmt *stmt = prepare(db, lists[i][0], explain);

		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		if (!strstr((const char *)sqlite3_column_text(stmt, 3), lists[i][1]))
			fail_msg("%s: %s", lists[i][0], sqlite3_column_text(stmt, 3));
		if (sqlite3_step(stmt) == SQLITE_ROW && !strstr(lists[i][1], "work_open") &&
			strstr((const char *)sqlite3_column_text(stmt, 3), "ORDER BY"))
			fail_msg("%s: sorts", lists[i][0]);
		sqlite3_finalize(stmt);
		sqlite3_free(explain);
	}
	sqlite3_close(db);
}

/* Open plays are few, however many are completed. */
static void open_plays_have_an_index(void **state)
{
	static const char *const open[] = { "library_open", "library_recent_open" };
	sqlite3 *db = open_database(*state);

	for (size_t i = 0; i < NELEM(open); i++) {
		char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", named(open[i])->sql);
		sqlite3_stmt *stmt = prepare(db, open[i], explain);

		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		if (!strstr((const char *)sqlite3_column_text(stmt, 3), "INDEX play_open "))
			fail_msg("%s: %s", open[i], sqlite3_column_text(stmt, 3));
		sqlite3_finalize(stmt);
		sqlite3_free(explain);
	}
	sqlite3_close(db);
}

/* Pruning runs between two rounds, so its cost must be linear. */
static void pruning_is_linear_in_deliveries(void **state)
{
	enum { DELIVERIES = 2000, KEPT = 1000, STEPS_EACH = 30 };
	struct unit *u = *state;
	sqlite3 *db = open_database(u);
	sqlite3_stmt *stmt;
	int steps;

	add_integration(u, add_user(u, "alice"), "kodi", NULL);
	add_integration(u, add_user(u, "bob"), "kodi", NULL);
	run_sql(u->path, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1"
			 " FROM n LIMIT 2000) INSERT INTO delivery (integration_id,"
			 " first_ms, last_ms, outcome, reason, detail, octets)"
			 " SELECT 1 + i % 2, i, i, 'ignored', 'stale', '', 0 FROM n");
	stmt = prepare(db, "prune", named("delivery_prune_rows")->sql);
	sqlite3_bind_int(stmt, 1, KEPT);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	steps = sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
	assert_true(steps > KEPT && steps < STEPS_EACH * DELIVERIES);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM delivery"), DELIVERIES);
}

/*
 * Works go with their person, items with their works: each must find what leads
 * to it by an index, also in what other people have.
 */
static void removing_a_person_is_linear_in_their_works(void **state)
{
	enum { WORKS = 1000, STEPS_EACH = 700 };
	struct unit *u = *state;
	sqlite3 *db = open_database(u);
	sqlite3_stmt *stmt;
	int steps;

	add_user(u, "alice");
	add_user(u, "bob");
	run_sql(u->path,
		"CREATE TEMP TABLE n AS WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL"
		" SELECT i + 1 FROM r LIMIT 2000) SELECT i, 1 + i % 2 AS who FROM r;"
		"INSERT INTO work (id, person_id, kind, created_ms) SELECT i, who, 'movie', 0 FROM n;"
		"INSERT INTO work_id SELECT who, 'movie', 'tmdb', i, i FROM n;"
		"INSERT INTO item (id, work_id, part) SELECT i, i, '' FROM n;"
		"INSERT INTO play (user_id, item_id, state, share, furthest, started_ms, updated_ms)"
		" SELECT who, i, 'in_progress', 0, 0, 0, 0 FROM n;"
		"INSERT INTO sitting (user_id, item_id, device, heard_ms, done) SELECT who, i, '', 0, 0 FROM n");
	assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
	stmt = prepare(db, "remove", "DELETE FROM person WHERE id = 1");
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	steps = sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work"), WORKS);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM play"), WORKS);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM sitting"), WORKS);
	if (steps < WORKS || steps > STEPS_EACH * WORKS)
		fail_msg("%d steps", steps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statement_names_are_unique),
		STORE_TEST(every_statement_prepares),
		cmocka_unit_test(statements_avoid_the_dialect_of_sqlite),
		STORE_TEST(statements_of_webhooks_use_an_index),
		STORE_TEST(statements_of_pages_use_an_index),
		STORE_TEST(no_statement_returns_everybodys_rows),
		STORE_TEST(pages_do_not_read_all_plays_of_a_user),
		STORE_TEST(lists_of_works_have_an_index),
		STORE_TEST(open_plays_have_an_index),
		STORE_TEST(pruning_is_linear_in_deliveries),
		STORE_TEST(removing_a_person_is_linear_in_their_works),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

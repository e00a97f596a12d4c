/* SPDX-License-Identifier: MIT */
/*
 * Every statement of the store: it prepares against the real schema, leaves no
 * parameter without a name, and what every webhook runs never reads a table
 * from end to end.
 */
#include "shared/db/query.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

static sqlite3_stmt *prepare(struct unit *u, const char *name, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	const char *tail = "";

	if (sqlite3_prepare_v2(u->store->db, sql, -1, &stmt, &tail) != SQLITE_OK)
		fail_msg("%s: %s", name, sqlite3_errmsg(u->store->db));
	is_text(name, "what follows the first statement", tail, "");
	return stmt;
}

static void every_statement_prepares(void **state)
{
	struct unit *u = *state;

	for (int i = 0; i < STMT__COUNT; i++) {
		const char *name = stmt_name((enum stmt)i);
		sqlite3_stmt *stmt = prepare(u, name, stmt_sql((enum stmt)i));

		for (int p = 1; p <= sqlite3_bind_parameter_count(stmt); p++)
			if (!sqlite3_bind_parameter_name(stmt, p))
				fail_msg("%s: parameter %d has no name", name, p);
		sqlite3_finalize(stmt);
	}
}

/* A second engine must read them too. */
static void no_statement_is_in_sqlites_own_dialect(void **state)
{
	static const char *const own[] = { "INSERT OR", "REPLACE INTO", "ifnull(", "strftime(",
		"datetime(", "last_insert_rowid", "rowid", "AUTOINCREMENT", "GLOB", "json_",
		"printf(", "group_concat", "IS NOT DISTINCT", "?1" };

	for (int i = 0; i < STMT_CHECK_INTEGRITY; i++)
		for (size_t j = 0; j < NELEM(own); j++)
			if (strstr(stmt_sql((enum stmt)i), own[j]))
				fail_msg("%s: \"%s\"", stmt_name((enum stmt)i), own[j]);
}

typedef bool step_test(enum stmt which, const char *step);

static void no_step(struct unit *u, enum stmt which, step_test *is_bad)
{
	const char *name = stmt_name(which);
	sqlite3_stmt *stmt =
		prepare(u, name, arena_printf(&u->arena, "EXPLAIN QUERY PLAN %s", stmt_sql(which)));

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(stmt, 3);

		if (is_bad(which, step))
			fail_msg("%s: %s", name, step);
	}
	sqlite3_finalize(stmt);
}

/* A table is read from end to end. */
static bool scans(enum stmt which, const char *step)
{
	(void)which;
	return strncmp(step, "SCAN", 4) == 0 && strcmp(step, "SCAN CONSTANT ROW") != 0;
}

static void uses_an_index(struct unit *u, enum stmt which)
{
	no_step(u, which, scans);
}

/* Somebody's plays may be a hundred thousand: their item must be looked up. */
static bool takes_all_of_a_person(enum stmt which, const char *step)
{
	(void)which;
	return strstr(step, "(user_id=?)") != NULL;
}

static void narrows_down(struct unit *u, enum stmt which)
{
	no_step(u, which, takes_all_of_a_person);
}

static void what_a_webhook_runs_uses_an_index(void **state)
{
	struct unit *u = *state;
	static const enum stmt hot[] = { STMT_INTEGRATION_BY_SLUG, STMT_INTEGRATION_BY_OLD_SLUG,
		STMT_INTEGRATION_BY_ID, STMT_INTEGRATION_OF_USER, STMT_TOKEN_FIND, STMT_TOKEN_USED,
		STMT_WORK_ID_FIND, STMT_WORK_ID_LIST, STMT_WORK_TITLE, STMT_WORK_TITLE_SET,
		STMT_ITEM_FIND, STMT_PLAY_OPEN, STMT_PLAY_DONE, STMT_PLAY_SESSION, STMT_PLAY_MOVE,
		STMT_PLAY_COMPLETE, STMT_SITTING_GET, STMT_SITTING_MOVE, STMT_PLAY_TAKE_OVER,
		STMT_DELIVERY_RUN, STMT_DELIVERY_FOLD, STMT_DELIVERY_END_RUN, STMT_DELIVERY_EVENT,
		STMT_DELIVERY_REPEAT, STMT_PLAY_BY_ID, STMT_USER_FIND };

	for (size_t i = 0; i < NELEM(hot); i++) {
		uses_an_index(u, hot[i]);
		narrows_down(u, hot[i]);
	}
}

static void what_a_page_runs_uses_an_index(void **state)
{
	for (int i = 0; i < STMT__COUNT; i++)
		if (stmt_page_texts[i])
			uses_an_index(*state, (enum stmt)i);
}

/* All plays of a person are never gone through, but for one walk that stops
 * as soon as a page is full, and to count their works. */
static bool walks_all_plays(enum stmt which, const char *step)
{
	return which != STMT_LIBRARY_RECENT && which != STMT_LIBRARY_COUNT &&
	       strstr(step, "(user_id=?)") && !strstr(step, "INDEX play_open ");
}

static void a_page_does_not_read_all_plays_of_a_person(void **state)
{
	for (int i = STMT_LIBRARY_NOW; i <= STMT_EDIT_ID_SETTLED; i++)
		no_step(*state, (enum stmt)i, walks_all_plays);
}

/* However many plays somebody has completed: what is open is found apart. */
static void what_is_open_is_found_by_an_index_of_its_own(void **state)
{
	static const enum stmt open[] = { STMT_LIBRARY_OPEN, STMT_LIBRARY_RECENT_OPEN };
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(open); i++) {
		const char *name = stmt_name(open[i]);
		sqlite3_stmt *stmt = prepare(u, name,
			arena_printf(&u->arena, "EXPLAIN QUERY PLAN %s", stmt_sql(open[i])));

		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		if (!strstr((const char *)sqlite3_column_text(stmt, 3), "INDEX play_open "))
			fail_msg("%s: %s", name, sqlite3_column_text(stmt, 3));
		sqlite3_finalize(stmt);
	}
}

/* Tidying runs between two rounds: it may not ask anew for every delivery. */
static void tidying_costs_as_much_as_there_is(void **state)
{
	enum { DELIVERIES = 2000, KEPT = 1000, STEPS_EACH = 30 };
	struct unit *u = *state;
	sqlite3_stmt *stmt;
	int steps;

	add_integration(u, add_user(u, "alice"), "kodi", NULL);
	add_integration(u, add_user(u, "bob"), "kodi", NULL);
	run_sql(u->path, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1"
			 " FROM n LIMIT 2000) INSERT INTO delivery (integration_id,"
			 " first_ms, last_ms, outcome, reason, detail, octets)"
			 " SELECT 1 + i % 2, i, i, 'ignored', 'stale', '', 0 FROM n");
	stmt = prepare(u, "prune", stmt_sql(STMT_DELIVERY_PRUNE_ROWS));
	sqlite3_bind_int(stmt, 1, KEPT);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	steps = sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
	assert_true(steps > KEPT && steps < STEPS_EACH * DELIVERIES);
	sqlite3_finalize(stmt);
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM delivery"), DELIVERIES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(every_statement_prepares),
		cmocka_unit_test(no_statement_is_in_sqlites_own_dialect),
		STORE_TEST(what_a_webhook_runs_uses_an_index),
		STORE_TEST(what_a_page_runs_uses_an_index),
		STORE_TEST(a_page_does_not_read_all_plays_of_a_person),
		STORE_TEST(what_is_open_is_found_by_an_index_of_its_own),
		STORE_TEST(tidying_costs_as_much_as_there_is),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

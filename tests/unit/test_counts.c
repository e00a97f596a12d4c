/* SPDX-License-Identifier: MIT */
/* What is counted stays right, whichever way rows come, change and go. */
#include "shared/store/counts.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

/* One film, and a show with two parts; a play of each. */
static const char rows[] =
	"INSERT INTO work (id, person_id, kind, created_ms) VALUES (1, 1, 'movie', 0), (2, 1, 'show', 0);"
	"INSERT INTO item (id, work_id, part) VALUES (1, 1, ''), (2, 2, 's1e1'), (3, 2, 's1e2');"
	"INSERT INTO play (id, user_id, item_id, state, share, furthest, started_ms, updated_ms,"
	" completed_ms) VALUES (1, 1, 1, 'completed', 0, 0, 10, 20, 20),"
	" (2, 1, 2, 'completed', 0, 0, 10, 30, 30), (3, 1, 3, 'in_progress', 0, 0, 40, 40, NULL);";

static int64_t counted(struct unit *u, const char *kind, const char *state, const char *column)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(sum(%s), 0) FROM work_count WHERE person_id = 1 AND kind = '%s'"
		" AND state = '%s'",
		column, kind, state);
	return ask_sql(u->path, sql);
}

static void begin(struct unit *u)
{
	add_user(u, "alice");
	run_sql(u->path, rows);
}

static void plays_are_counted(void **state)
{
	struct unit *u = *state;

	begin(u);
	assert_int_equal(counted(u, "movie", "completed", "works"), 1);
	assert_int_equal(counted(u, "show", "completed", "works"), 0);
	assert_int_equal(counted(u, "show", "in_progress", "works"), 1);
	assert_int_equal(counted(u, "show", "in_progress", "plays"), 2);
	assert_int_equal(ask_sql(u->path, "SELECT latest_ms FROM work WHERE id = 2"), 40);
	run_sql(u->path, "UPDATE play SET state = 'completed', completed_ms = 50, updated_ms = 50"
			 " WHERE id = 3");
	assert_int_equal(counted(u, "show", "in_progress", "works"), 0);
	assert_int_equal(counted(u, "show", "completed", "plays"), 2);
	assert_int_equal(ask_sql(u->path, "SELECT latest_ms FROM work WHERE id = 2"), 50);
}

static void a_removal_is_counted_and_so_is_its_undo(void **state)
{
	struct unit *u = *state;

	begin(u);
	run_sql(u->path, "UPDATE play SET removed_ms = 60 WHERE id IN (1, 3)");
	assert_int_equal(counted(u, "movie", "completed", "works"), 0);
	assert_int_equal(counted(u, "show", "completed", "works"), 1);
	assert_int_equal(ask_sql(u->path, "SELECT latest_ms FROM work WHERE id = 2"), 30);
	run_sql(u->path, "UPDATE play SET removed_ms = NULL");
	assert_int_equal(counted(u, "movie", "completed", "works"), 1);
	assert_int_equal(counted(u, "show", "in_progress", "plays"), 2);
}

static void a_play_that_becomes_anothers_is_counted_there(void **state)
{
	struct unit *u = *state;

	begin(u);
	run_sql(u->path, "UPDATE play SET item_id = 2 WHERE id = 1");
	assert_int_equal(counted(u, "movie", "completed", "works"), 0);
	assert_int_equal(counted(u, "show", "in_progress", "plays"), 3);
	run_sql(u->path, "DELETE FROM play WHERE id = 3");
	assert_int_equal(counted(u, "show", "completed", "plays"), 2);
}

static void a_person_leaves_no_counts(void **state)
{
	struct unit *u = *state;

	begin(u);
	run_sql(u->path, "PRAGMA foreign_keys = ON; DELETE FROM person");
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM work_count"), 0);
}

static int64_t deliveries(struct unit *u, const char *outcome)
{
	char sql[128];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(sum(deliveries), 0) FROM delivery_count WHERE outcome = '%s'",
		outcome);
	return ask_sql(u->path, sql);
}

static void deliveries_are_counted(void **state)
{
	struct unit *u = *state;

	add_integration(u, add_user(u, "alice"), "kodi", NULL);
	run_sql(u->path,
		"INSERT INTO delivery (id, integration_id, first_ms, last_ms, outcome, reason,"
		" detail, octets) VALUES (1, 1, 0, 0, 'unmatched', '', '', 0),"
		" (2, 1, 0, 0, 'unmatched', '', '', 0)");
	assert_int_equal(deliveries(u, "unmatched"), 2);
	run_sql(u->path, "UPDATE delivery SET outcome = 'tracked' WHERE id = 1");
	assert_int_equal(deliveries(u, "unmatched"), 1);
	assert_int_equal(deliveries(u, "tracked"), 1);
	run_sql(u->path, "DELETE FROM delivery WHERE id = 1");
	assert_int_equal(deliveries(u, "tracked"), 0);
}

static void ignore(void *arg, bool is_wrong, const char *what)
{
	(void)arg;
	(void)is_wrong;
	(void)what;
}

static int wrong_ones(struct unit *u)
{
	int wrong = 0;

	MUST(store_check(&u->cx, u->store, ignore, NULL, &wrong));
	return wrong;
}

static void wrong_counts_are_mended(void **state)
{
	struct unit *u = *state;
	int64_t mended = 0;
	int before;

	begin(u);
	before = wrong_ones(u); /* works without ids */
	run_sql(u->path, "DELETE FROM work_count; UPDATE work SET plays = 7");
	assert_true(wrong_ones(u) > before);
	MUST(store_counts_mend(&u->cx, u->store, &mended));
	assert_true(mended > 0);
	assert_int_equal(wrong_ones(u), before);
	MUST(store_counts_mend(&u->cx, u->store, &mended));
	assert_int_equal(mended, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(plays_are_counted),
		STORE_TEST(a_removal_is_counted_and_so_is_its_undo),
		STORE_TEST(a_play_that_becomes_anothers_is_counted_there),
		STORE_TEST(a_person_leaves_no_counts),
		STORE_TEST(deliveries_are_counted),
		STORE_TEST(wrong_counts_are_mended),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

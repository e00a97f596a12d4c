/* SPDX-License-Identifier: MIT */
#include "shared/db/query.h"

#include "tests/unit/people.h"

#define ENDLESS "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"

static STATEMENT(endless_write,
	ENDLESS " INSERT INTO person (name, password_hash, is_admin, created_ms)"
		" SELECT 'endless', '*', 0, 0 FROM c WHERE n < 0");
static STATEMENT(endless_read, ENDLESS " SELECT count(*) FROM c WHERE n < 0");
static STATEMENT(short_read, "SELECT count(*) FROM person");

static enum err run(struct unit *u, const struct statement *which, int64_t *out)
{
	struct query q = store_query(&u->cx, u->store, which);

	return query_number(&q, out);
}

static void a_statement_ends_at_its_limit(void **state)
{
	struct unit *u = *state;
	int64_t number = 7;

	store_limit(u->store, 20);
	is_err("read", &u->cx, run(u, &endless_read, &number), ERR_SLOW);
	store_limit(u->store, 20);
	is_err("again", &u->cx, run(u, &endless_read, &number), ERR_SLOW);
	store_limit(u->store, 0);
	MUST(run(u, &short_read, &number));
	assert_int_equal(number, 0);
}

static void a_read_keeps_the_transaction_and_a_write_takes_it_along(void **state)
{
	struct unit *u = *state;
	int64_t number = 0;

	MUST(store_begin(&u->cx, u->store));
	add_user(u, "alice");
	store_limit(u->store, 20);
	is_err("read", &u->cx, run(u, &endless_read, &number), ERR_SLOW);
	assert_true(store_in_transaction(u->store));
	store_limit(u->store, 20);
	is_err("write", &u->cx, run(u, &endless_write, &number), ERR_SLOW);
	assert_false(store_in_transaction(u->store));
	store_limit(u->store, 0);
	MUST(run(u, &short_read, &number));
	assert_int_equal(number, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_statement_ends_at_its_limit),
		STORE_TEST(a_read_keeps_the_transaction_and_a_write_takes_it_along),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

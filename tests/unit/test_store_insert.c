/* SPDX-License-Identifier: MIT */
#include "shared/db/query.h"

#include "tests/unit/unit.h"

#define INSERT                                                                                     \
	"INSERT INTO person (id, name, password_hash, created_ms)"                                 \
	" VALUES (:id, :name, '-', 0)"

static STATEMENT(one_row, INSERT " RETURNING id");
static STATEMENT(
	or_another, INSERT " ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING id");
static STATEMENT(no_row, "INSERT INTO person (id, name, password_hash, created_ms)"
			 " SELECT :id, :name, '-', 0 WHERE 1 = 0 RETURNING id");

static enum err run(struct unit *u, const struct statement *which, int64_t id, int64_t *out)
{
	struct query q = store_query(&u->cx, u->store, which);

	*out = 99;
	bind_i64(&q, ":id", id);
	bind_text(&q, ":name", arena_printf(&u->arena, "person%" PRId64, id));
	return query_id(&q, out);
}

static void a_new_row_says_its_id(void **state)
{
	struct unit *u = *state;
	int64_t id;

	for (int64_t want = 40; want < 50; want += 3) {
		MUST(run(u, &one_row, want, &id));
		assert_int_equal(id, want);
	}
}

static void a_failure_says_no_id(void **state)
{
	struct unit *u = *state;
	int64_t id;

	MUST(run(u, &one_row, 7, &id));
	is_err("twice", &u->cx, run(u, &one_row, 7, &id), ERR_CONFLICT);
	assert_int_equal(id, 0);
	MUST(run(u, &one_row, 8, &id));
	assert_int_equal(id, 8);
}

static void an_id_is_never_that_of_an_earlier_row(void **state)
{
	struct unit *u = *state;
	int64_t id;

	MUST(run(u, &one_row, 7, &id));
	MUST(run(u, &one_row, 9, &id));
	MUST(run(u, &or_another, 7, &id)); /* updates */
	assert_int_equal(id, 7);
	MUST(run(u, &no_row, 5, &id));
	assert_int_equal(id, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_new_row_says_its_id),
		STORE_TEST(a_failure_says_no_id),
		STORE_TEST(an_id_is_never_that_of_an_earlier_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

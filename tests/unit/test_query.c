/* SPDX-License-Identifier: MIT */
#include "shared/db/query.h"

#include "tests/unit/unit.h"

static STATEMENT(three, "SELECT coalesce(:a, 0) * 100 + coalesce(:b, 0) * 10 + coalesce(:c, 0)");

/* Binds each parameter that the text names, in its order, to its number. */
static int64_t run(struct unit *u, const char *order)
{
	struct query q = store_query(&u->cx, u->store, &three);
	int64_t out = -1;

	for (; *order; order++) {
		if (*order == 'a')
			bind_i64(&q, ":a", 1);
		else if (*order == 'b')
			bind_i64(&q, ":b", 2);
		else
			bind_i64(&q, ":c", 3);
	}
	MUST(query_number(&q, &out));
	return out;
}

static void what_is_not_bound_is_null(void **state)
{
	static const struct row {
		const char *order;
		int64_t want;
	} rows[] = {
		{ "", 0 },
		{ "abc", 123 },
		{ "", 0 },
		{ "abc", 123 },
		{ "ab", 120 },
		{ "abc", 123 },
		{ "c", 3 },
		{ "cba", 123 },
		{ "b", 20 },
		{ "ca", 103 },
		{ "abc", 123 },
		{ "ac", 103 },
		{ "aa", 100 },
		{ "bac", 123 },
		{ "a", 100 },
		{ "bc", 23 },
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++)
		is_i64(rows[i].order, "got", run(u, rows[i].order), rows[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_is_not_bound_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

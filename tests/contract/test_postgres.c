/* SPDX-License-Identifier: MIT */
/*
 * The dialect of the statements is PostgreSQL's too: postgres.py starts one and
 * prepares them all. Nothing runs on it yet.
 */
#include <sys/wait.h>

#include "shared/db/query.h"
#include "shared/store/counts.h"

#include "tests/unit/people.h"

static void write_statements(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	for (size_t i = 0; i < STATEMENTS; i++) {
		const struct statement *s = &__start_statements[i];

		assert_int_equal(fwrite(s->name, strlen(s->name) + 1, 1, file), 1);
		assert_int_equal(fwrite(s->sql, strlen(s->sql) + 1, 1, file), 1);
	}
	assert_int_equal(fclose(file), 0);
}

static void every_statement_prepares_on_postgresql(void **state)
{
	struct unit *u = *state;
	const char *path = arena_printf(&u->arena, "%s/statements", u->folder);
	int status = -1;
	int64_t mended;
	pid_t child;

	/* Of the programs only ryotctl calls it, which is not linked here. */
	assert_int_equal(store_counts_mend(&u->cx, u->store, &mended), OK);
	write_statements(path);
	child = fork();
	if (child == 0) {
		execl("/usr/bin/python3", "python3", "tests/contract/postgres.py", path,
			(char *)NULL);
		_exit(127);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(every_statement_prepares_on_postgresql),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

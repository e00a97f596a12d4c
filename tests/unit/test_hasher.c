/* SPDX-License-Identifier: MIT */
#include "shared/crypto/hasher.h"

#include <poll.h>
#include <signal.h>

#include "shared/crypto/secret.h"
#include "tests/unit/unit.h"

static int open_secrets(void **state)
{
	struct cx cx = { .now_ms = UNIT_NOW };

	signal(SIGCHLD, SIG_IGN);
	return secret_open(&cx) == OK ? 0 : -1;
}

/* Runs the task to its end. */
static bool run(struct unit *u, struct hash_task *task)
{
	struct pollfd end = { .events = POLLIN };

	MUST(hasher_start(&u->cx, task, &end.fd));
	assert_int_equal(poll(&end, 1, -1), 1);
	return hasher_end(end.fd, task);
}

static void a_child_makes_a_hash_and_knows_it_again(void **state)
{
	struct unit *u = *state;
	struct hash_task made = { .password = "correct horse" };
	struct hash_task check = { .is_check = true, .password = "correct horse" };

	assert_true(run(u, &made));
	assert_true(made.is_done);
	assert_true(password_verify(made.hash, "correct horse"));
	snprintf(check.hash, sizeof(check.hash), "%s", made.hash);
	assert_true(run(u, &check));
	assert_true(check.is_done && check.is_right);
	check.password[0] = 'C';
	assert_true(run(u, &check));
	assert_false(check.is_right);
}

static void nobody_has_the_password_of_an_unknown_user(void **state)
{
	struct hash_task check = { .is_check = true, .password = "correct horse" };

	assert_true(run(*state, &check));
	assert_true(check.is_done);
	assert_false(check.is_right);
}

static void a_child_without_a_result_is_told(void **state)
{
	struct hash_task task = { .password = "short" };

	assert_false(run(*state, &task));
	assert_false(task.is_done);
	assert_string_equal(task.hash, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_child_makes_a_hash_and_knows_it_again),
		UNIT_TEST(nobody_has_the_password_of_an_unknown_user),
		UNIT_TEST(a_child_without_a_result_is_told),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}

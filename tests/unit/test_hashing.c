/* SPDX-License-Identifier: MIT */
/* What a handler asks to have hashed, and the requests that wait for it. */
#include "cgi/engine/aside.h"

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

/* A change of password: as far as it comes with what is known. */
static enum err change(struct cx *cx, const struct hashed *known, struct res *res, char *hash)
{
	struct call c = { .cx = cx, .res = res, .hashed = known };
	bool is_right;

	*res = (struct res){ .status = 200 };
	TRY(hashing_check(&c, NULL, "the old one", &is_right));
	return hashing_make(&c, "the new one", hash);
}

static void a_handler_is_told_what_it_asked_for_before(void **state)
{
	struct unit *u = *state;
	struct hashed known = { .count = 0 };
	char hash[PASSWORD_HASH_TEXT];
	struct res res;

	is_err("first", &u->cx, change(&u->cx, NULL, &res, hash), ERR_BUSY);
	assert_true(res.task->is_check);
	assert_string_equal(res.task->password, "the old one");
	known.list[known.count++] = *res.task;
	known.list[0].is_done = true;
	is_err("second", &u->cx, change(&u->cx, &known, &res, hash), ERR_BUSY);
	assert_false(res.task->is_check);
	assert_string_equal(res.task->password, "the new one");
	known.list[known.count++] = *res.task;
	known.list[1].is_done = true;
	snprintf(known.list[1].hash, sizeof(known.list[1].hash), "made");
	MUST(change(&u->cx, &known, &res, hash));
	assert_string_equal(hash, "made");
}

static void what_failed_is_not_asked_for_again(void **state)
{
	struct unit *u = *state;
	struct hashed known = { .count = 1, .has_failed = true };
	char hash[PASSWORD_HASH_TEXT];
	struct res res;

	is_err("failed", &u->cx, change(&u->cx, &known, &res, hash), ERR_BUSY);
	assert_null(res.task);
	known = (struct hashed){ .count = HASH_TASKS };
	is_err("too many", &u->cx, change(&u->cx, &known, &res, hash), ERR_BUSY);
	assert_null(res.task);
}

static const struct hash_task task = { .is_check = true, .password = "correct horse" };
static const struct req req = { .body = "password=correct+horse", .length = 22 };

static void so_many_wait_and_no_more(void **state)
{
	struct asides all = { .count = 0 };
	struct aside *a = NULL;

	(void)state;
	for (size_t i = 0; i < ASIDES_MAX; i++) {
		a = NULL;
		assert_true(aside_put(&all, &a, NULL, &req, &task));
		assert_string_equal(a->body, req.body);
	}
	a = NULL;
	assert_false(aside_put(&all, &a, NULL, &req, &task));
	assert_null(a);
	aside_give_up(&all);
	while ((a = aside_next(&all))) {
		assert_true(a->hashed.has_failed);
		aside_free(&all, a);
	}
	assert_int_equal(all.count, 0);
}

static void two_are_hashed_at_a_time_in_order(void **state)
{
	struct unit *u = *state;
	struct asides all = { .count = 0 };
	struct aside *put[3] = { NULL };
	struct hasher *hashers[2];

	for (size_t i = 0; i < NELEM(put); i++)
		assert_true(aside_put(&all, &put[i], NULL, &req, &task));
	for (size_t i = 0; i < NELEM(hashers); i++) {
		hashers[i] = aside_start(&u->cx, &all);
		assert_non_null(hashers[i]);
		assert_ptr_equal(hashers[i]->aside, put[i]);
	}
	assert_null(aside_start(&u->cx, &all));
	assert_int_equal(poll(&(struct pollfd){ hashers[1]->fd, POLLIN, 0 }, 1, -1), 1);
	aside_end(&all, hashers[1]);
	assert_ptr_equal(aside_next(&all), put[1]);
	assert_true(put[1]->hashed.list[0].is_done);
	assert_ptr_equal(aside_start(&u->cx, &all), hashers[1]);
	assert_ptr_equal(hashers[1]->aside, put[2]);
	aside_give_up(&all);
	for (size_t i = 0; i < NELEM(put); i++)
		aside_free(&all, put[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_handler_is_told_what_it_asked_for_before),
		UNIT_TEST(what_failed_is_not_asked_for_again),
		cmocka_unit_test(so_many_wait_and_no_more),
		UNIT_TEST(two_are_hashed_at_a_time_in_order),
	};

	return cmocka_run_group_tests(tests, open_secrets, NULL);
}

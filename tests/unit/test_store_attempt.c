/* SPDX-License-Identifier: MIT */
/* Counting of wrong passwords, and the waits that follow. */
#include "shared/store/attempt.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define DAY    (24 * 60 * MINUTE)

static int64_t wait_of(struct unit *u, enum attempt by, const char *what)
{
	int64_t until = -1;

	MUST(store_attempt_wait(&u->cx, u->store, by, what, &until));
	return until == 0 ? 0 : until - u->cx.now_ms;
}

/* The delays after each failure, in seconds. */
static void waits_grow(
	struct unit *u, enum attempt by, const char *what, const int64_t *seconds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		is_i64(what, "wait", wait_of(u, by, what), seconds[i] * SECOND);
		MUST(store_attempt_failed(&u->cx, u->store, by, what));
	}
}

static void a_guest_waits_a_minute_at_most(void **state)
{
	struct unit *u = *state;
	static const int64_t seconds[] = { 0, 0, 0, 0, 0, 4, 8, 16, 32, 60, 60, 60 };

	waits_grow(u, ATTEMPT_GUEST, "alice", seconds, NELEM(seconds));
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "bob"), 0);
	assert_int_equal(wait_of(u, ATTEMPT_NAME, "alice"), 0);
	assert_int_equal(wait_of(u, ATTEMPT_DEVICE, "alice"), 0);
	assert_int_equal(wait_of(u, ATTEMPT_ADDRESS, "alice"), 0);
}

static void an_address_waits_a_quarter_of_an_hour_at_most(void **state)
{
	struct unit *u = *state;
	static const int64_t seconds[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 };

	waits_grow(u, ATTEMPT_ADDRESS, "192.0.2.1", seconds, NELEM(seconds));
}

static void a_device_waits_a_minute_at_most(void **state)
{
	static const int64_t seconds[] = { 0, 0, 0, 0, 0, 4, 8, 16, 32, 60, 60 };

	waits_grow(*state, ATTEMPT_DEVICE, "1", seconds, NELEM(seconds));
}

static void a_guest_has_fewer_attempts_when_the_name_is_guessed(void **state)
{
	static const int64_t seconds[] = { 0, 4, 8, 16, 32, 60, 60 };

	waits_grow(*state, ATTEMPT_GUEST_SLOW, "192.0.2.1 alice", seconds, NELEM(seconds));
	/* It is the same count. */
	assert_int_equal(wait_of(*state, ATTEMPT_GUEST, "192.0.2.1 alice"), 16 * SECOND);
}

static void a_name_alone_never_waits(void **state)
{
	struct unit *u = *state;
	bool is_free = false;

	for (int i = 0; i < 20; i++) {
		MUST(store_attempt_is_free(&u->cx, u->store, ATTEMPT_NAME, "alice", &is_free));
		assert_true(is_free);
		MUST(store_attempt_failed(&u->cx, u->store, ATTEMPT_NAME, "alice"));
		assert_int_equal(wait_of(u, ATTEMPT_NAME, "alice"), 0);
	}
	MUST(store_attempt_is_free(&u->cx, u->store, ATTEMPT_NAME, "alice", &is_free));
	assert_false(is_free);
	u->cx.now_ms += 60 * MINUTE;
	MUST(store_attempt_is_free(&u->cx, u->store, ATTEMPT_NAME, "alice", &is_free));
	assert_true(is_free);
}

static void fail_often(struct unit *u, const char *name)
{
	for (int i = 0; i < 1000; i++)
		MUST(store_attempt_failed(&u->cx, u->store, ATTEMPT_GUEST, name));
}

static void delays_expire_and_failures_are_forgotten_after_an_hour(void **state)
{
	struct unit *u = *state;

	fail_often(u, "alice");
	u->cx.now_ms += MINUTE - 1;
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), 1);
	u->cx.now_ms++;
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), 0);
	/*
	 * Not forgotten yet: one more failure, and the delay is as long again.
	 */
	MUST(store_attempt_failed(&u->cx, u->store, ATTEMPT_GUEST, "alice"));
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), MINUTE);
	u->cx.now_ms += 60 * MINUTE;
	MUST(store_attempt_failed(&u->cx, u->store, ATTEMPT_GUEST, "bob"));
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM attempt"), 1);
	MUST(store_attempt_failed(&u->cx, u->store, ATTEMPT_GUEST, "alice"));
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), 0);
}

static void a_success_forgets_the_name(void **state)
{
	struct unit *u = *state;

	fail_often(u, "alice");
	fail_often(u, "bob");
	MUST(store_attempt_forget(&u->cx, u->store, ATTEMPT_GUEST, "alice"));
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), 0);
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "bob"), MINUTE);
}

/* Otherwise a failure with a wrong clock would lock a name until that time. */
static void a_clock_set_back_locks_nobody_out(void **state)
{
	struct unit *u = *state;

	fail_often(u, "alice");
	u->cx.now_ms -= SECOND;
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), 0);
	u->cx.now_ms -= 365 * DAY;
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), 0);
	/* Failed attempts still count. */
	MUST(store_attempt_failed(&u->cx, u->store, ATTEMPT_GUEST, "alice"));
	assert_int_equal(wait_of(u, ATTEMPT_GUEST, "alice"), MINUTE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_guest_waits_a_minute_at_most),
		STORE_TEST(a_device_waits_a_minute_at_most),
		STORE_TEST(a_guest_has_fewer_attempts_when_the_name_is_guessed),
		STORE_TEST(a_name_alone_never_waits),
		STORE_TEST(an_address_waits_a_quarter_of_an_hour_at_most),
		STORE_TEST(delays_expire_and_failures_are_forgotten_after_an_hour),
		STORE_TEST(a_success_forgets_the_name),
		STORE_TEST(a_clock_set_back_locks_nobody_out),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

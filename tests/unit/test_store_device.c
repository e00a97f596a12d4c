/* SPDX-License-Identifier: MIT */
/* Browsers in which a person has signed in before. */
#include "shared/store/device.h"
#include "tests/unit/people.h"
#include "tests/unit/sql.h"

static void add(struct unit *u, int64_t user_id, int byte)
{
	unsigned char hash[TOKEN_HASH];

	memset(hash, byte, sizeof(hash));
	MUST(store_device_add(&u->cx, u->store, user_id, hash));
}

static int64_t find(struct unit *u, int64_t user_id, int byte)
{
	unsigned char hash[TOKEN_HASH];
	int64_t id = -1;

	memset(hash, byte, sizeof(hash));
	MUST(store_device_find(&u->cx, u->store, user_id, hash, &id));
	return id;
}

static void a_device_is_one_persons(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");

	add(u, alice, 1);
	assert_true(find(u, alice, 1) > 0);
	assert_int_equal(find(u, bob, 1), 0);
	assert_int_equal(find(u, alice, 2), 0);
	MUST(store_device_remove(&u->cx, u->store, find(u, alice, 1)));
	assert_int_equal(find(u, alice, 1), 0);
}

static void it_is_forgotten_after_a_year(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice");

	add(u, alice, 1);
	u->cx.now_ms += DEVICE_LASTS_MS - 1;
	assert_true(find(u, alice, 1) > 0);
	u->cx.now_ms++;
	assert_int_equal(find(u, alice, 1), 0);
}

static void a_person_keeps_the_newest(void **state)
{
	struct unit *u = *state;
	int64_t alice = add_user(u, "alice"), bob = add_user(u, "bob");

	add(u, bob, 0);
	for (int i = 1; i <= DEVICES_MAX + 3; i++)
		add(u, alice, i);
	for (int i = 1; i <= DEVICES_MAX + 3; i++)
		is_i64("device", "is kept", find(u, alice, i) > 0, i > 3);
	assert_true(find(u, bob, 0) > 0);
	MUST(store_device_remove_all(&u->cx, u->store, alice));
	assert_int_equal(ask_sql(u->path, "SELECT count(*) FROM device"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_device_is_one_persons),
		STORE_TEST(it_is_forgotten_after_a_year),
		STORE_TEST(a_person_keeps_the_newest),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "shared/db/pool.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>

static void *take(size_t size)
{
	unsigned char *at = sqlite3_malloc64(size);

	assert_non_null(at);
	assert_int_equal((uintptr_t)at % 8, 0);
	assert_true(sqlite3_msize(at) >= size);
	memset(at, (int)(size & 0xff), size);
	return at;
}

static void holds(const unsigned char *at, size_t length, int value)
{
	for (size_t i = 0; i < length; i++)
		assert_int_equal(at[i], value);
}

static void a_small_block_is_used_again(void **state)
{
	void *first = take(300), *second = take(300);

	(void)state;
	assert_ptr_not_equal(first, second);
	sqlite3_free(first);
	sqlite3_free(second);
	assert_ptr_equal(take(299), second);
	assert_ptr_equal(take(300), first);
	sqlite3_free(first);
	sqlite3_free(second);
}

static void blocks_do_not_overlap(void **state)
{
	enum { BLOCKS = 200 };
	unsigned char *at[BLOCKS];

	(void)state;
	for (int turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < BLOCKS; i++)
			at[i] = take(1 + i * 23);
		for (size_t i = 0; i < BLOCKS; i++)
			holds(at[i], 1 + i * 23, (int)((1 + i * 23) & 0xff));
		for (size_t i = 0; i < BLOCKS; i++)
			sqlite3_free(at[i]);
	}
}

static void a_resized_block_keeps_what_it_holds(void **state)
{
	static const size_t sizes[] = { 1, 31, 40, 64, 2040, 2049, 9000, 2048, 50, 100000, 3000 };

	(void)state;
	for (size_t i = 0; i < NELEM(sizes); i++)
		for (size_t j = 0; j < NELEM(sizes); j++) {
			size_t less = sizes[i] < sizes[j] ? sizes[i] : sizes[j];
			unsigned char *at = sqlite3_realloc64(take(sizes[i]), sizes[j]);

			assert_non_null(at);
			assert_true(sqlite3_msize(at) >= sizes[j]);
			holds(at, less, (int)(sizes[i] & 0xff));
			memset(at, 0xee, sizes[j]);
			sqlite3_free(at);
		}
}

/* What was kept last comes back first. */
static void free_blocks_have_a_bound(void **state)
{
	enum { BOUND = POOL_KEPT_MAX / POOL_BLOCK_MAX, BLOCKS = 2 * BOUND };
	static void *at[BLOCKS];
	void *next;
	size_t i = 0;

	(void)state;
	for (size_t j = 0; j < BLOCKS; j++)
		at[j] = take(POOL_BLOCK_MAX);
	for (size_t j = 0; j < BLOCKS; j++)
		sqlite3_free(at[j]);
	next = take(POOL_BLOCK_MAX);
	while (i < BLOCKS && at[i] != next)
		i++;
	assert_in_range(i, 1, BOUND - 1);
	sqlite3_free(next);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_block_is_used_again),
		cmocka_unit_test(blocks_do_not_overlap),
		cmocka_unit_test(a_resized_block_keeps_what_it_holds),
		cmocka_unit_test(free_blocks_have_a_bound),
	};

	pool_configure();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

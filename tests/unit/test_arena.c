/* SPDX-License-Identifier: MIT */
#include "shared/base/unit.h"

#include "tests/unit/unit.h"

#include <signal.h>

static void memory_comes_zeroed_and_aligned(void **state)
{
	struct unit *u = *state;

	for (size_t size = 1; size < 300; size += 7) {
		unsigned char *at = arena_alloc(&u->arena, size);

		assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(at[i], 0);
		memset(at, 0xaa, size);
	}
}

static void reused_memory_comes_zeroed_too(void **state)
{
	struct unit *u = *state;

	memset(arena_alloc(&u->arena, 5000), 0xaa, 5000);
	arena_reset(&u->arena);
	assert_int_equal(u->arena.used, 0);
	for (int i = 0; i < 10; i++) {
		const char *at = arena_alloc(&u->arena, 500);

		for (size_t j = 0; j < 500; j++)
			assert_int_equal(at[j], 0);
	}
}

static void allocations_do_not_overlap(void **state)
{
	struct unit *u = *state;
	unsigned char *at[200];

	for (size_t i = 0; i < NELEM(at); i++) {
		at[i] = arena_alloc(&u->arena, 1000);
		memset(at[i], (int)i, 1000);
	}
	for (size_t i = 0; i < NELEM(at); i++)
		for (size_t j = 0; j < 1000; j++)
			assert_int_equal(at[i][j], i);
}

static void one_allocation_may_be_larger_than_a_chunk(void **state)
{
	struct unit *u = *state;
	char *large = arena_alloc(&u->arena, MIB(3));
	char *small = arena_alloc(&u->arena, 10);

	memset(large, 'a', MIB(3));
	memset(small, 'b', 10);
	assert_int_equal(large[MIB(3) - 1], 'a');
	assert_true(u->arena.used >= MIB(3) + 10);
}

static void reset_keeps_some_chunks(void **state)
{
	struct unit *u = *state;
	struct arena_chunk *kept;

	for (int i = 0; i < 500; i++)
		arena_alloc(&u->arena, 1000);
	arena_alloc(&u->arena, MIB(1)); /* alone in its chunk: freed */
	arena_reset(&u->arena);
	kept = u->arena.spare;
	assert_non_null(kept);
	assert_null(u->arena.chunk);
	assert_true(u->arena.spares >= 8 && u->arena.spares < 16);
	arena_alloc(&u->arena, 1000);
	assert_ptr_equal(u->arena.chunk, kept);
}

static void reset_frees_the_rest(void **state)
{
	struct unit *u = *state;

	for (int i = 0; i < 40000; i++)
		arena_alloc(&u->arena, 1000);
	arena_reset(&u->arena);
	assert_true(u->arena.spares * KIB(64) <= MIB(4));
}

static void finish_accepts_a_zeroed_arena(void **state)
{
	struct arena a = { 0 };

	arena_finish(&a);
	assert_null(a.chunk);
}

static void copies_are_copies(void **state)
{
	struct unit *u = *state;
	char text[] = "abc";
	char *copy = arena_strdup(&u->arena, text);
	char *part = arena_strndup(&u->arena, text, 2);

	text[0] = 'x';
	assert_string_equal(copy, "abc");
	assert_string_equal(part, "ab");
	assert_string_equal(arena_printf(&u->arena, "%s-%d-%05.1f", copy, 7, 2.5), "abc-7-002.5");
	assert_string_equal(arena_printf(&u->arena, "%s", ""), "");
	assert_string_equal(arena_join(&u->arena, copy, "/", "d"), "abc/d");
	assert_string_equal(arena_join(&u->arena, "", "", ""), "");
}

static void printf_handles_any_length(void **state)
{
	struct unit *u = *state;

	assert_int_equal(strlen(arena_printf(&u->arena, "%100000d", 1)), 100000);
}

/* ---- past the ceiling it aborts ---- */

struct demand {
	size_t ceiling, count, size;
};

static void ask(void *arg)
{
	const struct demand *d = arg;
	struct arena a;

	arena_init(&a, d->ceiling);
	arena_array(&a, d->count, d->size);
	_exit(0);
}

static void ask_twice(void *arg)
{
	const struct demand *d = arg;
	struct arena a;

	arena_init(&a, d->ceiling);
	arena_array(&a, d->count, d->size);
	arena_array(&a, d->count, d->size);
	_exit(0);
}

static void past_its_ceiling_it_aborts(void **state)
{
	struct demand fits = { 4096, 1, 2000 }, large = { 4096, 1, 5000 };
	struct demand twice = { 4096, 1, 3000 };
	struct demand overflow = { SIZE_MAX, SIZE_MAX / 2, 16 };
	struct demand wraps = { SIZE_MAX / 4, (SIZE_MAX / 4) + 2, 4 };

	assert_int_equal(signal_of(ask, &fits), 0);
	assert_int_equal(signal_of(ask_twice, &fits), 0);
	assert_int_equal(signal_of(ask, &large), SIGABRT);
	assert_int_equal(signal_of(ask, &twice), 0);
	assert_int_equal(signal_of(ask_twice, &twice), SIGABRT);
	assert_int_equal(signal_of(ask, &overflow), SIGABRT);
	assert_int_equal(signal_of(ask, &wraps), SIGABRT);
}

/* ---- within a unit of work it ends that ---- */

struct work {
	size_t size;
	int released;
	enum err inner;
};

static void count_release(void *released)
{
	++*(int *)released;
}

static enum err take(struct cx *cx, void *arg)
{
	struct work *w = arg;
	struct arena_held held;

	arena_hold(cx->arena, &held, count_release, &w->released);
	memset(arena_alloc(cx->arena, w->size), 1, w->size);
	arena_let_go(cx->arena, &held);
	return OK;
}

static enum err take_within(struct cx *cx, void *arg)
{
	struct work *w = arg;

	arena_alloc(cx->arena, 1000);
	w->inner = unit_run(cx, 4000, take, w);
	arena_alloc(cx->arena, 1000);
	return OK;
}

static enum err take_in_child(struct cx *cx, void *arg)
{
	struct arena child;
	struct cx inside = { .arena = &child };
	enum err err;

	arena_init_child(&child, cx->arena, MIB(1));
	err = take(&inside, arg);
	arena_finish(&child);
	return err;
}

static void a_unit_ends_beyond_its_ceiling(void **state)
{
	struct unit *u = *state;
	struct work small = { .size = 1000 }, large = { .size = 100000 };

	MUST(unit_run(&u->cx, 4000, take, &small));
	assert_true(u->arena.used >= 1000);
	is_err(HERE, &u->cx, unit_run(&u->cx, 4000, take, &large), ERR_TOO_LARGE);
	assert_int_equal(small.released, 0);
	assert_int_equal(large.released, 1);
	assert_null(u->arena.held);
	assert_true(u->arena.used < 4000);
	MUST(unit_run(&u->cx, 200000, take, &large));
}

static void only_the_inner_unit_ends(void **state)
{
	struct unit *u = *state;
	struct work large = { .size = 100000 };

	MUST(unit_run(&u->cx, MIB(1), take_within, &large));
	assert_int_equal(large.inner, ERR_TOO_LARGE);
	assert_null(u->arena.unit);
	assert_int_equal(u->arena.ceiling, MIB(64));
}

static void a_child_ends_the_unit_of_its_parent(void **state)
{
	struct unit *u = *state;
	struct work fits = { .size = 1000 }, large = { .size = MIB(2) };

	MUST(unit_run(&u->cx, MIB(4), take_in_child, &fits));
	is_err(HERE, &u->cx, unit_run(&u->cx, MIB(4), take_in_child, &large), ERR_TOO_LARGE);
	assert_int_equal(large.released, 1);
	is_err(HERE, &u->cx, unit_run(&u->cx, 500, take_in_child, &fits), ERR_TOO_LARGE);
	assert_null(u->arena.held);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(memory_comes_zeroed_and_aligned),
		UNIT_TEST(reused_memory_comes_zeroed_too),
		UNIT_TEST(allocations_do_not_overlap),
		UNIT_TEST(one_allocation_may_be_larger_than_a_chunk),
		UNIT_TEST(reset_keeps_some_chunks),
		UNIT_TEST(reset_frees_the_rest),
		cmocka_unit_test(finish_accepts_a_zeroed_arena),
		UNIT_TEST(copies_are_copies),
		UNIT_TEST(printf_handles_any_length),
		UNIT_TEST(a_unit_ends_beyond_its_ceiling),
		UNIT_TEST(only_the_inner_unit_ends),
		UNIT_TEST(a_child_ends_the_unit_of_its_parent),
		cmocka_unit_test(past_its_ceiling_it_aborts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

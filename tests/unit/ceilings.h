/* SPDX-License-Identifier: MIT */
/*
 * ceilings.h -- runs work again and again, each time with room for one more
 * allocation, until it has enough: so every allocation of it fails once.
 */
#ifndef TESTS_UNIT_CEILINGS_H
#define TESTS_UNIT_CEILINGS_H

#include "shared/base/unit.h"

#include "tests/unit/people.h"

/* Runs the work once in that context; the result is the last run's. */
typedef enum err attempt_fn(struct cx *cx, void *arg);

/* *tries counts the runs, the last one included. */
static inline enum err with_every_ceiling(
	const char *where, int64_t now_ms, attempt_fn *attempt, void *arg, size_t *tries)
{
	size_t ceiling = 0, wanted;
	enum err err;

	do {
		struct arena arena;
		struct cx cx = { .arena = &arena, .now_ms = now_ms };

		arena_init(&arena, ceiling);
		err = attempt(&cx, arg);
		wanted = arena.wanted;
		if (wanted > 0 && wanted <= ceiling)
			fail_msg("%s: refused %zu of %zu bytes", where, wanted, ceiling);
		if (wanted > 0 && err != OK && err != ERR_TOO_LARGE)
			fail_msg("%s: \"%s\" after %zu bytes (%s)", where, err_name(err), ceiling,
				cx.note);
		if (arena.unit || arena.held)
			fail_msg("%s: something is left after %zu bytes", where, ceiling);
		if (wanted == 0 && err != OK)
			print_message("%s: %s\n", where, cx.note);
		arena_finish(&arena);
		ceiling = wanted;
		++*tries;
	} while (wanted > 0);
	return err;
}

#endif

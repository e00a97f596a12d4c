/* SPDX-License-Identifier: MIT */
#include "shared/base/unit.h"

static void enter(struct arena *a, struct arena_unit *unit, size_t ceiling)
{
	unit->outer = a->unit;
	unit->held = a->held;
	unit->mark = arena_mark(a);
	unit->ceiling = a->ceiling;
	a->unit = unit;
	if (ceiling < a->ceiling - a->used)
		a->ceiling = a->used + ceiling;
}

static void leave(struct arena *a, const struct arena_unit *unit)
{
	a->unit = unit->outer;
	a->ceiling = unit->ceiling;
}

static enum err describe(struct cx *cx, int why, size_t ceiling)
{
	if (why == ARENA_NO_MEMORY)
		return err_note(cx, ERR_BUSY, "This machine has no memory left.");
	return err_note(
		cx, ERR_TOO_LARGE, "This would take more than %zu KiB of memory.", ceiling >> 10);
}

enum err unit_run(struct cx *cx, size_t ceiling, unit_fn *work, void *arg)
{
	struct arena_unit unit;
	int why;

	enter(cx->arena, &unit, ceiling);
	why = setjmp(unit.back);
	if (why == 0) {
		enum err err = work(cx, arg);

		leave(cx->arena, &unit);
		return err;
	}
	ceiling = cx->arena->ceiling - unit.mark.used;
	leave(cx->arena, &unit);
	arena_rewind(cx->arena, unit.mark);
	return describe(cx, why, ceiling);
}

/* SPDX-License-Identifier: MIT */
/*
 * cx.h -- the context of one unit of work: a webhook, a page, a command.
 *
 * The first parameter, instead of globals. It owns nothing: the arena is the
 * caller's, and allocations live until the caller resets it.
 */
#ifndef SHARED_BASE_CX_H
#define SHARED_BASE_CX_H

#include "shared/base/arena.h"

struct cx {
	struct arena *arena;
	int64_t now_ms;     /* UTC; one clock reading for the whole unit */
	char note[400];     /* why the last call failed, for people */
	char field[200];    /* the path of the value that was wrong, or "" */
	char expected[120]; /* what was expected there, or "" */
};

#endif

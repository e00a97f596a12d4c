/* SPDX-License-Identifier: MIT */
/*
 * arena.h -- the memory of one unit of work, freed in one go.
 *
 * arena_alloc never returns NULL. Past the ceiling, or without memory, it does
 * not return at all: the unit of work in progress ends with an error
 * (shared/base/unit.h). Outside a unit it aborts as for a bug. So whoever opens
 * a file or takes memory from elsewhere, and then allocates, says with
 * arena_hold how to give it back. There is no free: an allocation lives until
 * arena_reset or arena_finish.
 */
#ifndef SHARED_BASE_ARENA_H
#define SHARED_BASE_ARENA_H

#include <setjmp.h>

#include "shared/base/base.h"

struct arena_chunk;

/* Something to release if the unit of work ends early; see arena_hold. */
struct arena_held {
	void (*release)(void *what);
	void *what;
	struct arena_held *older;
};

/* A state to go back to. */
struct arena_mark {
	struct arena_chunk *chunk;
	size_t chunk_used, used;
};

/* Where to continue when an allocation fails; for unit.c. */
struct arena_unit {
	jmp_buf back;
	struct arena_unit *outer;
	struct arena_held *held;
	struct arena_mark mark;
	size_t ceiling; /* of the arena, outside the unit */
};
enum { ARENA_IS_FULL = 1, ARENA_NO_MEMORY }; /* what longjmp returns */

struct arena {
	struct arena_chunk *chunk; /* newest first */
	struct arena_chunk *spare; /* kept from earlier units of work */
	size_t spares;
	size_t used, ceiling; /* bytes, over all chunks */
	size_t wanted;        /* `used` as the last allocation beyond the ceiling would leave it */
	struct arena *parent; /* or NULL */
	struct arena_unit *unit;
	struct arena_held *held, own; /* own: of a child, in its parent's list */
};

void arena_init(struct arena *a, size_t ceiling);
void arena_finish(struct arena *a); /* accepts a zeroed arena */

/*
 * For a part of the unit of work in `parent`: has what is left there as its
 * ceiling, if that is less. When it is full, the unit of the parent ends, and
 * finishes it.
 */
void arena_init_child(struct arena *a, struct arena *parent, size_t ceiling);

/*
 * Until arena_let_go, `release(what)` is called if the unit of work ends early.
 * The caller owns *held.
 */
void arena_hold(struct arena *a, struct arena_held *held, void (*release)(void *what), void *what);
void arena_let_go(struct arena *a, const struct arena_held *held);

/* Forgets all allocations since the mark. */
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

/* Forgets all allocations; keeps some chunks for the next unit of work. */
void arena_reset(struct arena *a);

/* Overwrites all allocations, which held secrets; before arena_reset. */
void arena_wipe(struct arena *a);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* Not zeroed: for bytes that are overwritten at once. */
void *arena_raw(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size);

/*
 * Makes room for one more element after `count` of them: returns the same
 * array, or a copy twice as long. Start with NULL and *room 0.
 */
void *arena_more(struct arena *a, void *array, size_t count, size_t *room, size_t size);

char *arena_strndup(struct arena *a, const char *text, size_t length);
char *arena_strdup(struct arena *a, const char *text);
/* Without the blanks around it: spaces, tabs and line breaks. */
char *arena_trimmed(struct arena *a, const char *text);
/* Concatenates the three texts. */
char *arena_join(struct arena *a, const char *first, const char *between, const char *last);
PRINTF(2, 3) char *arena_printf(struct arena *a, const char *format, ...);
/* 3180 as "3,180" */
char *arena_number(struct arena *a, int64_t n);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * arena.h -- the memory of one unit of work, freed in one go.
 *
 * arena_alloc never returns NULL: past its ceiling, or without memory, it
 * aborts as for a bug. This is safe because every size that comes from outside
 * is capped before it gets here (bodies, strings, lists), so no sender can
 * reach the ceiling. There is no free: an allocation lives until arena_reset
 * or arena_finish.
 */
#ifndef SHARED_BASE_ARENA_H
#define SHARED_BASE_ARENA_H

#include "shared/base/base.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* newest first */
	struct arena_chunk *spare; /* kept from earlier units of work */
	size_t spares;
	size_t used, ceiling; /* bytes, over all chunks */
};

void arena_init(struct arena *a, size_t ceiling);
void arena_finish(struct arena *a); /* accepts a zeroed arena */

/* Forgets all allocations; keeps some chunks for the next unit of work. */
void arena_reset(struct arena *a);

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

#endif

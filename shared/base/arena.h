/* SPDX-License-Identifier: MIT */
/*
 * arena.h -- the memory of one unit of work, freed in one go.
 *
 * arena_alloc never returns NULL: past its ceiling, or without memory, it
 * aborts as for a bug. That is honest only because every size that comes from
 * outside is capped before it gets here (body, string, list lengths), so the
 * ceiling is out of reach of any sender. No free, no ownership question:
 * whatever came from an arena lives until arena_reset or arena_finish.
 */
#ifndef SHARED_BASE_ARENA_H
#define SHARED_BASE_ARENA_H

#include "shared/base/base.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* newest first */
	struct arena_chunk *spare; /* kept from former units of work */
	size_t spares;
	size_t used, ceiling; /* bytes, over all chunks */
};

void arena_init(struct arena *a, size_t ceiling);
void arena_finish(struct arena *a); /* takes a zeroed arena too */

/* Forgets all allocations; keeps some chunks for the next unit of work. */
void arena_reset(struct arena *a);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* As it is: for bytes that are written over at once. */
void *arena_raw(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size);

/*
 * Room for one more element behind `count` of them: the same array, or a copy
 * twice as long. Start with NULL and *room 0.
 */
void *arena_more(struct arena *a, void *array, size_t count, size_t *room, size_t size);

char *arena_strndup(struct arena *a, const char *text, size_t length);
char *arena_strdup(struct arena *a, const char *text);
/* One text behind the other. */
char *arena_join(struct arena *a, const char *first, const char *between, const char *last);
PRINTF(2, 3) char *arena_printf(struct arena *a, const char *format, ...);

#endif

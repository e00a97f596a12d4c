/* SPDX-License-Identifier: MIT */
/*
 * arena.c -- bump allocation in chunks. Unused bytes are poisoned for
 * AddressSanitizer, so it finds an overrun here as it does with malloc.
 */
#include "shared/base/arena.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
enum { GUARD = 16 }; /* poisoned bytes between two allocations */
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
enum { GUARD = 0 };
#endif

enum {
	CHUNK_SIZE = 64 << 10,
	CHUNKS_KEPT = 32, /* enough for a busy round */
	ALIGN = 16
};

struct arena_chunk {
	struct arena_chunk *older;
	size_t size, used;
	_Alignas(ALIGN) unsigned char data[];
};

void arena_init(struct arena *a, size_t ceiling)
{
	*a = (struct arena){ .ceiling = ceiling };
}

void arena_hold(struct arena *a, struct arena_held *held, void (*release)(void *what), void *what)
{
	*held = (struct arena_held){ release, what, a->held };
	a->held = held;
}

void arena_let_go(struct arena *a, const struct arena_held *held)
{
	struct arena_held **at = &a->held;

	while (*at && *at != held)
		at = &(*at)->older;
	if (*at)
		*at = held->older;
}

static void finish_child(void *a)
{
	arena_finish(a);
}

void arena_init_child(struct arena *a, struct arena *parent, size_t ceiling)
{
	size_t left = parent->ceiling - parent->used;

	arena_init(a, ceiling < left ? ceiling : left);
	a->parent = parent;
	arena_hold(parent, &a->own, finish_child, a);
}

/* Runs on the stack of the allocation, where what is held still exists. */
static void release(struct arena *a, const struct arena_held *until)
{
	while (a->held && a->held != until) {
		struct arena_held *newest = a->held;

		a->held = newest->older;
		newest->release(newest->what);
	}
}

/* Ends the unit of work that the arena, or the nearest of its parents, has. */
static NORETURN void end_unit(struct arena *a, size_t wanted, int why)
{
	while (!a->unit && a->parent) {
		wanted += a->parent->used;
		a = a->parent;
	}
	if (!a->unit)
		base_bug(__FILE__, __LINE__, "an arena is full outside a unit of work");
	a->wanted = wanted;
	release(a, a->unit->held);
	longjmp(a->unit->back, why);
}

static void chunk_free(struct arena_chunk *c)
{
	ASAN_UNPOISON_MEMORY_REGION(c->data, c->size);
	free(c);
}

static struct arena_chunk *chunk_get(struct arena *a, size_t size)
{
	struct arena_chunk *c = size == CHUNK_SIZE ? a->spare : NULL;

	if (c) {
		a->spare = c->older;
		a->spares--;
		return c;
	}
	c = malloc(sizeof(*c) + size);
	if (!c)
		end_unit(a, a->used, ARENA_NO_MEMORY);
	c->size = size;
	ASAN_POISON_MEMORY_REGION(c->data, size);
	return c;
}

static struct arena_chunk *chunk_add(struct arena *a, size_t at_least)
{
	struct arena_chunk *c = chunk_get(a, at_least > CHUNK_SIZE ? at_least : CHUNK_SIZE);

	c->older = a->chunk;
	c->used = 0;
	a->chunk = c;
	return c;
}

/* Kept for the next unit of work, or freed. */
static void chunk_put(struct arena *a, struct arena_chunk *c)
{
	if (c->size != CHUNK_SIZE || a->spares >= CHUNKS_KEPT) {
		chunk_free(c);
		return;
	}
	ASAN_POISON_MEMORY_REGION(c->data, c->size);
	c->older = a->spare;
	a->spare = c;
	a->spares++;
}

void arena_reset(struct arena *a)
{
	for (struct arena_chunk *c = a->chunk, *older; c; c = older) {
		older = c->older;
		chunk_put(a, c);
	}
	a->chunk = NULL;
	a->used = 0;
}

/* Through a pointer that may change, so that no optimiser drops the call. */
static void *(*const volatile wipe)(void *, int, size_t) = memset;

void arena_wipe(struct arena *a)
{
	for (struct arena_chunk *c = a->chunk; c; c = c->older) {
		ASAN_UNPOISON_MEMORY_REGION(c->data, c->used);
		wipe(c->data, 0, c->used);
	}
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->chunk, a->chunk ? a->chunk->used : 0, a->used };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->chunk != mark.chunk) {
		struct arena_chunk *older = a->chunk->older;

		chunk_put(a, a->chunk);
		a->chunk = older;
	}
	if (a->chunk) {
		a->chunk->used = mark.chunk_used;
		ASAN_POISON_MEMORY_REGION(
			a->chunk->data + mark.chunk_used, a->chunk->size - mark.chunk_used);
	}
	a->used = mark.used;
}

void arena_finish(struct arena *a)
{
	release(a, NULL);
	if (a->parent)
		arena_let_go(a->parent, &a->own);
	a->parent = NULL;
	arena_reset(a);
	for (struct arena_chunk *c = a->spare, *older; c; c = older) {
		older = c->older;
		chunk_free(c);
	}
	a->spare = NULL;
	a->spares = 0;
}

void *arena_raw(struct arena *a, size_t size)
{
	size_t span;
	struct arena_chunk *c = a->chunk;
	void *at;

	if (size > a->ceiling)
		end_unit(a, size, ARENA_IS_FULL);
	span = (size + GUARD + ALIGN - 1) / ALIGN * ALIGN;
	if (span > a->ceiling - a->used)
		end_unit(a, a->used + span, ARENA_IS_FULL);
	if (!c || c->size - c->used < span)
		c = chunk_add(a, span);
	at = c->data + c->used;
	c->used += span;
	a->used += span;
	ASAN_UNPOISON_MEMORY_REGION(at, size);
	return at;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_raw(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	ASSERT(size);
	if (count > SIZE_MAX / size)
		end_unit(a, SIZE_MAX, ARENA_IS_FULL);
	return arena_alloc(a, count * size);
}

void *arena_more(struct arena *a, void *array, size_t count, size_t *room, size_t size)
{
	void *copy;

	if (count < *room)
		return array;
	*room = *room ? *room * 2 : 16;
	copy = arena_array(a, *room, size);
	if (count)
		memcpy(copy, array, count * size);
	return copy;
}

char *arena_strndup(struct arena *a, const char *text, size_t length)
{
	char *copy = arena_raw(a, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

char *arena_trimmed(struct arena *a, const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]))
		length--;
	return arena_strndup(a, text, length);
}

char *arena_join(struct arena *a, const char *first, const char *between, const char *last)
{
	size_t one = strlen(first), two = strlen(between), three = strlen(last);
	char *text = arena_raw(a, one + two + three + 1);

	memcpy(text, first, one);
	memcpy(text + one, between, two);
	memcpy(text + one + two, last, three + 1);
	return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	char small[256]; /* long enough for nearly every text */
	va_list args, again;
	int length;
	char *text;

	va_start(args, format);
	va_copy(again, args);
	length = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	ASSERT(length >= 0);
	text = arena_raw(a, (size_t)length + 1);
	if ((size_t)length < sizeof(small))
		memcpy(text, small, (size_t)length + 1);
	else
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

char *arena_number(struct arena *a, int64_t n)
{
	if (n < 1000)
		return arena_printf(a, "%" PRId64, n);
	return arena_printf(a, "%s,%03" PRId64, arena_number(a, n / 1000), n % 1000);
}

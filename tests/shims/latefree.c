/* SPDX-License-Identifier: MIT */
/*
 * latefree.c -- LD_PRELOAD: freed memory keeps its content for a while, and a
 * second free of it does nothing but print a line. A thread that uses an object
 * just after another one has freed it reads what was there before.
 *
 * Blocks between two powers of two in size share a ring. A freed block takes
 * the place of the oldest one, which is really freed then; so small blocks, of
 * which there are many, do not push out large ones. A bit for each possible
 * address of a block says whether it is kept. Nothing is locked, so fork()
 * needs no care.
 *
 * Not covered: writing past the end of a block, blocks of more than 32 KiB, and
 * objects that the program manages in memory of its own, as Python does. For
 * systems of 64 bits.
 */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	ADDRESS_BITS = 48,
	GRAIN_SHIFT = 4, /* malloc aligns blocks to 16 bytes */
	MAP_SHIFT = ADDRESS_BITS - GRAIN_SHIFT - 3,
	SMALLEST_SHIFT = 4,
	LARGEST_SHIFT = 15, /* blocks of this size and more are freed at once */
	RING_SHIFT = 23,    /* a ring keeps 8 to 16 MiB */
	SLOTS = 1 << (RING_SHIFT - SMALLEST_SHIFT), /* in the ring of the smallest blocks */
};

struct ring {
	atomic_uint next;
	void *_Atomic slots[SLOTS]; /* only the part in use takes memory */
};

static struct ring rings[LARGEST_SHIFT - SMALLEST_SHIFT];
static atomic_uchar *kept; /* a bit for each address; NULL until reserved */

void __libc_free(void *at);
void *__libc_realloc(void *at, size_t size);

/* Only the pages in use take memory, and none of them belongs in a core. */
__attribute__((constructor)) static void reserve(void)
{
	size_t size = (size_t)1 << MAP_SHIFT;
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED)
		return;
	madvise(at, size, MADV_DONTDUMP);
	kept = at;
}

static int is_small(const void *at, size_t size)
{
	return kept && size >= 1 << SMALLEST_SHIFT && size < 1 << LARGEST_SHIFT &&
	       (uintptr_t)at >> ADDRESS_BITS == 0;
}

/* Returns whether it was kept before. */
static int set_kept(const void *at, int is_kept)
{
	uintptr_t grain = (uintptr_t)at >> GRAIN_SHIFT;
	unsigned char bit = (unsigned char)(1U << (grain & 7));

	if (is_kept)
		return atomic_fetch_or(&kept[grain >> 3], bit) & bit;
	return atomic_fetch_and(&kept[grain >> 3], (unsigned char)~bit) & bit;
}

/* Returns the block to free instead, or NULL. */
static void *keep(void *at, size_t size)
{
	unsigned shift = 63 - (unsigned)__builtin_clzll(size);
	struct ring *ring = &rings[shift - SMALLEST_SHIFT];
	unsigned slots = 1U << (RING_SHIFT - shift);

	return atomic_exchange(&ring->slots[atomic_fetch_add(&ring->next, 1) % slots], at);
}

void free(void *at)
{
	static const char again[] = "latefree: a second free is ignored\n";
	size_t size = malloc_usable_size(at);

	if (is_small(at, size)) {
		if (set_kept(at, 1)) {
			(void)!write(STDERR_FILENO, again, sizeof(again) - 1);
			return;
		}
		at = keep(at, size);
		if (at)
			set_kept(at, 0);
	}
	__libc_free(at);
}

void *realloc(void *at, size_t size)
{
	size_t before = malloc_usable_size(at);
	void *fresh;

	if (!is_small(at, before))
		return __libc_realloc(at, size);
	if (size <= before && size > before / 2)
		return at;
	fresh = size ? malloc(size) : NULL;
	if (!fresh && size)
		return NULL;
	if (fresh)
		memcpy(fresh, at, size < before ? size : before);
	free(at);
	return fresh;
}

/* SPDX-License-Identifier: MIT */
/*
 * pool.c -- a list of free blocks for each size. Where a block comes from and
 * goes to is decided by its size alone. SQLite asks for no more than alignment
 * to 8 bytes.
 */
#include "shared/db/pool.h"

#include <sqlite3.h>

enum {
	STEP = 32, /* sizes are multiples of it */
	LISTS = POOL_BLOCK_MAX / STEP + 1
};

/* Precedes each block, and keeps it aligned. */
struct head {
	_Alignas(8) uint32_t size;
};

static struct {
	void *first[LISTS]; /* by size in steps; a free block begins with the next one */
	size_t bytes;       /* of all free blocks */
} kept;

static struct head *head_of(void *at)
{
	return (struct head *)at - 1;
}

static int size_of(void *at)
{
	return at ? (int)head_of(at)->size : 0;
}

static int round_up(int size)
{
	return (size + STEP - 1) & ~(STEP - 1);
}

static void *take(int size)
{
	size_t room = (size_t)round_up(size);
	void **first = room <= POOL_BLOCK_MAX ? &kept.first[room / STEP] : NULL;
	struct head *head;

	if (first && *first) {
		void *at = *first;

		memcpy(first, at, sizeof(*first));
		kept.bytes -= room;
		return at;
	}
	head = malloc(sizeof(*head) + room);
	if (!head)
		return NULL;
	head->size = (uint32_t)room;
	return head + 1;
}

static void give_back(void *at)
{
	size_t room = (size_t)size_of(at);
	void **first;

	if (!at)
		return;
	if (room > POOL_BLOCK_MAX || kept.bytes + room > POOL_KEPT_MAX) {
		free(head_of(at));
		return;
	}
	first = &kept.first[room / STEP];
	memcpy(at, first, sizeof(*first));
	*first = at;
	kept.bytes += room;
}

/* Large blocks may grow where they are. */
static void *resize_large(void *at, size_t room)
{
	struct head *head = realloc(head_of(at), sizeof(*head) + room);

	if (!head)
		return NULL;
	head->size = (uint32_t)room;
	return head + 1;
}

static void *resize(void *at, int size)
{
	int was = size_of(at), room = round_up(size);
	void *to;

	if (room == was)
		return at;
	if (was > POOL_BLOCK_MAX && room > POOL_BLOCK_MAX)
		return resize_large(at, (size_t)room);
	to = take(size);
	if (!to)
		return NULL;
	memcpy(to, at, (size_t)(room < was ? room : was));
	give_back(at);
	return to;
}

/* SQLite calls these two; there is nothing to do. */
static int start(void *nothing)
{
	(void)nothing;
	return SQLITE_OK;
}

static void stop(void *nothing)
{
	(void)nothing;
}

static void install(void)
{
	static const sqlite3_mem_methods methods = {
		.xMalloc = take,
		.xFree = give_back,
		.xRealloc = resize,
		.xSize = size_of,
		.xRoundup = round_up,
		.xInit = start,
		.xShutdown = stop,
	};

	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

/*
 * The process has one thread and needs no memory statistics, so locks and
 * counters are off. What undoes a part of a transaction stays in memory: it is
 * a few pages, and a temporary file could be on another disk that is full.
 * SQLite refuses these settings once it is initialised, which does no harm.
 */
void pool_configure(void)
{
	install();
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

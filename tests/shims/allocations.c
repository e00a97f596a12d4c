/* SPDX-License-Identifier: MIT */
/*
 * allocations.c -- LD_PRELOAD: counts calls of malloc, calloc and realloc in
 * the first eight bytes of the file ALLOCATIONS_FILE.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int64_t nowhere;
static int64_t *count = &nowhere;

__attribute__((constructor)) static void open_count(void)
{
	const char *path = getenv("ALLOCATIONS_FILE");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED
			  : mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
				    MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	if (at != MAP_FAILED)
		count = at;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *at, size_t size);

void *malloc(size_t size)
{
	++*count;
	return __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	++*count;
	return __libc_calloc(number, size);
}

void *realloc(void *at, size_t size)
{
	++*count;
	return __libc_realloc(at, size);
}

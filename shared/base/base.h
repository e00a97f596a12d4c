/* SPDX-License-Identifier: MIT */
/*
 * base.h -- what every file includes.
 *
 * The standard headers, a few macros, and the banned functions: they are
 * poisoned here, so a call is a compile error.
 */
#ifndef SHARED_BASE_BASE_H
#define SHARED_BASE_BASE_H

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#define MUST_CHECK                 __attribute__((warn_unused_result))
#define NORETURN                   __attribute__((noreturn))

#define NELEM(array) (sizeof(array) / sizeof((array)[0]))
#define KIB(n)       ((size_t)(n) << 10)
#define MIB(n)       ((size_t)(n) << 20)

/* Any bytes; not owned. */
struct bytes {
	const void *at; /* NULL: there are none */
	size_t length;
};

/* For a bug of ours; never for bad input. */
#define ASSERT(what)                                                                               \
	do {                                                                                       \
		if (!(what))                                                                       \
			base_bug(__FILE__, __LINE__, "" #what);                                    \
	} while (0)

/* Writes file and line to standard error and aborts; SQLite rolls back. */
NORETURN void base_bug(const char *file, int line, const char *what);

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atoll atof
#pragma GCC poison gets gmtime localtime ctime asctime alloca rand srand

#endif

/* SPDX-License-Identifier: MIT */
#include "shared/base/base.h"

#include <sys/types.h>
#include <time.h>

/* The Makefile asks for it; on processors of 32 bits it is not the default. */
_Static_assert(sizeof(off_t) >= 8, "files end at 2 GiB");
_Static_assert(sizeof(time_t) >= 8, "time ends in 2038");

void base_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "<2>bug: %s:%d: %s\n", file, line, what);
	fflush(stderr);
	abort();
}

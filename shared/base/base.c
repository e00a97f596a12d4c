/* SPDX-License-Identifier: MIT */
#include "shared/base/base.h"

void base_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "<2>bug: %s:%d: %s\n", file, line, what);
	fflush(stderr);
	abort();
}

/* SPDX-License-Identifier: MIT */
/* progress.h -- a progress counter on a terminal, for long operations. */
#ifndef CTL_TERMINAL_PROGRESS_H
#define CTL_TERMINAL_PROGRESS_H

#include "shared/base/base.h"

struct progress_line {
	const char *what; /* "lines" */
	int64_t count;
	bool is_shown;
};

/* Shows nothing with is_json or without a terminal. */
void progress_begin(struct progress_line *p, bool is_json, const char *what);
void progress_step(struct progress_line *p);
void progress_end(const struct progress_line *p); /* clears the line */

#endif

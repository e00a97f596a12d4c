/* SPDX-License-Identifier: MIT */
/*
 * progress.h -- how far long work is, on a terminal; for machines nothing.
 */
#ifndef CTL_TERMINAL_PROGRESS_H
#define CTL_TERMINAL_PROGRESS_H

#include "shared/base/base.h"

struct progress_line {
	const char *what; /* "lines" */
	int64_t count;
	bool is_shown;
};

/* Nothing is shown when nobody reads along: is_json, or no terminal. */
void progress_begin(struct progress_line *p, bool is_json, const char *what);
void progress_step(struct progress_line *p);
void progress_end(const struct progress_line *p); /* takes the line away again */

#endif

/* SPDX-License-Identifier: MIT */
/*
 * progress.h -- how far long work is, on a terminal; for machines nothing.
 */
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include "ctl/ctl.h"

struct progress {
	const char *what; /* "lines" */
	int64_t count;
	bool is_shown;
};

void progress_begin(
	struct progress *p, const struct ctl *ctl, const char *what);
void progress_step(struct progress *p);
void progress_end(const struct progress *p); /* takes the line away again */

#endif

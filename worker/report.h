/* SPDX-License-Identifier: MIT */
/*
 * report.h -- the output of ryot-yank: for a person at a terminal, for a
 * program, or for the system's journal, which hears of failures only.
 */
#ifndef WORKER_REPORT_H
#define WORKER_REPORT_H

#include "worker/queue.h"

enum report_mode {
	REPORT_ERRORS, /* failures only, on standard error */
	REPORT_LINES,  /* a line per integration, and a progress bar */
	REPORT_ROWS,   /* the same, and a line per row */
	REPORT_JSON,   /* one document, printed at the end */
};

struct reporter {
	struct arena *arena;
	enum report_mode mode;
	bool is_dry;
	bool has_bar; /* a progress bar is on standard error now */
	struct buf *json;
};

/* An observer that prints through r, which must outlive it. */
struct yank_observer report_observer(struct reporter *r);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * report.h -- how a yank speaks: to a person at a terminal, to a program, or,
 * under cron, only when something is wrong.
 */
#ifndef WORKER_REPORT_H
#define WORKER_REPORT_H

#include "worker/queue.h"

enum report_mode {
	REPORT_ERRORS, /* failures, on standard error */
	REPORT_LINES,  /* a line an integration, a progress bar on a terminal */
	REPORT_ROWS,   /* and every row */
	REPORT_JSON,   /* one document at the end */
};

struct reporter {
	struct arena *arena;
	enum report_mode mode;
	bool is_dry;
	bool has_bar; /* one stands on standard error now */
	struct buf *json;
};

/* Ears that speak through t, which must live as long. */
struct yank_observer report_observer(struct reporter *r);

#endif

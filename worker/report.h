/* SPDX-License-Identifier: MIT */
/*
 * report.h -- how a yank speaks: to a person at a terminal, to a program, or,
 * under cron, only when something is wrong.
 */
#ifndef WORKER_REPORT_H
#define WORKER_REPORT_H

#include "worker/queue.h"

enum tell_how {
	TELL_TROUBLE, /* failures, on standard error */
	TELL_LINES,   /* a line an integration, a progress bar on a terminal */
	TELL_ROWS,    /* and every row */
	TELL_JSON,    /* one document at the end */
};

struct tell {
	struct arena *arena;
	enum tell_how how;
	bool is_dry;
	bool has_bar; /* one stands on standard error now */
	struct buf *json;
};

/* Ears that speak through t, which must live as long. */
struct yank_observer report_observer(struct tell *t);

#endif

/* SPDX-License-Identifier: MIT */
/* replay_list.h -- lists the deliveries to weigh again. */
#ifndef CTL_COMMANDS_REPLAY_LIST_H
#define CTL_COMMANDS_REPLAY_LIST_H

#include "ctl/ctl.h"
#include "shared/store/delivery.h"

/* So many lines are shown. */
enum { SHOWN_MAX = 1000 };

/* The ids of one page of the list, newest first. */
struct page {
	struct page *newer;
	size_t count;
	int64_t ids[DELIVERY_LIST_MAX];
};

/* Hands out the oldest page, of that outcome or (NULL) of all. */
MUST_CHECK enum err replay_collect(struct cx *cx, struct cx *scratch, struct store *s,
	const char *outcome, struct page **oldest);

/* A line of the summary, if there were any. */
void replay_say_too_large(struct ctl *ctl, size_t count);

#endif

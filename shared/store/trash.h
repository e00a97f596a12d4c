/* SPDX-License-Identifier: MIT */
/*
 * trash.h -- plays that their person has removed: for a month they can be
 * brought back, then they are deleted.
 */
#ifndef SHARED_STORE_TRASH_H
#define SHARED_STORE_TRASH_H

#include "shared/db/db.h"
#include "shared/progress/report.h"

enum { TRASH_DAYS = 30, TRASH_PAGE = 50 };

struct trash_play {
	int64_t id, edit_id; /* edit_id undoes the removal */
	int64_t work_id;
	enum kind kind;
	const char *title;      /* of the work, or NULL */
	int season, episode;    /* or UNSAID */
	const char *part_title; /* or NULL */
	int64_t updated_ms, removed_ms;
};

/* Removed last first; before those of that play: 0, the newest. */
struct trash_filter {
	int64_t user_id;
	int64_t before_ms, before_id; /* INT64_MAX: from the newest */
	size_t limit;
};
MUST_CHECK enum err store_trash_list(struct cx *cx, struct store *s,
	const struct trash_filter *filter, const struct trash_play **rows, size_t *count);

/*
 * In a transaction: deletes some of what was removed more than TRASH_DAYS ago,
 * with works that have nothing else. What a kept delivery shows stays as long
 * as that. *deleted: how many plays.
 */
MUST_CHECK enum err store_trash_empty(struct cx *cx, struct store *s, int64_t *deleted);

#endif

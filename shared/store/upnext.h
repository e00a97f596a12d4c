/* SPDX-License-Identifier: MIT */
/*
 * upnext.h -- where a person goes on with the series that they have begun.
 *
 * Reads only. Known is what was reported or marked: that there is an episode
 * after the last one known is a guess.
 */
#ifndef SHARED_STORE_UPNEXT_H
#define SHARED_STORE_UPNEXT_H

#include "shared/db/db.h"

struct upnext {
	int64_t work_id;
	const char *title;      /* of the series, or NULL */
	int season, episode;    /* to go on with; without the specials */
	const char *part_title; /* or NULL */
	int64_t share;          /* of that episode's open play, or UNSAID */
	int64_t updated_ms;     /* when the series was played last */
};

/* A series not played for longer is not suggested. */
enum { UPNEXT_DAYS = 60 };

/*
 * At most `limit`, the one played last first: the episode in progress, or the
 * one after that completed last. Without what is playing now.
 */
MUST_CHECK enum err store_upnext_list(struct cx *cx, struct store *s, int64_t user_id, size_t limit,
	const struct upnext **rows, size_t *count);

#endif

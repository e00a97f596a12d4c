/* SPDX-License-Identifier: MIT */
/*
 * upnext.h -- where a person goes on with the series that they have begun.
 *
 * Reads only. Where the server lists no episodes (guide.h), known is what was
 * reported or marked: that there is an episode after the last one is a guess.
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
	/* Of a series whose server lists its episodes; else UNSAID. */
	int64_t left;   /* that one and those after it, as far as they were broadcast */
	int64_t air_ms; /* when it is broadcast first */
	bool is_new_season;
};

/* A series not played for longer is not suggested. */
enum { UPNEXT_DAYS = 60 };

/*
 * At most `limit`, the one played last first: the episode in progress, or the
 * one after that completed last. Without what is playing now, and without what
 * is seen to its end.
 */
MUST_CHECK enum err store_upnext_list(struct cx *cx, struct store *s, int64_t user_id, size_t limit,
	const struct upnext **rows, size_t *count);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tracker_play.h -- a completed play of another tracker's or server's history.
 *
 * Apart from tracker.h, because ryot-yank imports what servers tell, and needs
 * no library for tables and archives.
 */
#ifndef SHARED_ACTIONS_TRACKER_PLAY_H
#define SHARED_ACTIONS_TRACKER_PLAY_H

#include "shared/providers/past.h"
#include "shared/store/import.h"

struct tracker_counts {
	int64_t kinds[KIND__COUNT]; /* plays in the file that can be named */
	int64_t undated;            /* of them: it is not known when */
	int64_t unnamed;            /* without an id */
	int64_t left_out;           /* could not be read */
	int64_t added, known;       /* 0 as long as nothing is written */
};

/* "3,180 episodes, 97 without a known time" */
const char *tracker_words(struct arena *a, const struct tracker_counts *counts);

/* In the caller's transaction. *is_added: false if it is here already. */
MUST_CHECK enum err tracker_put(struct cx *cx, struct store *s, const struct import_file *file,
	const struct past *play, bool *is_added);

#endif

/* SPDX-License-Identifier: MIT */
/* credits.h -- an episode that was left near its end, before the next one. */
#ifndef SHARED_STORE_CREDITS_H
#define SHARED_STORE_CREDITS_H

#include "shared/db/db.h"
#include "shared/progress/report.h"

struct credits {
	int64_t play_id; /* 0: there is none */
	int64_t item_id;
	int season, episode;
	int64_t share;
};

/* What the next episode, which began at at_ms, may complete. */
struct credits_asked {
	int64_t integration_id, user_id, work_id;
	int season, episode; /* of the next */
	int64_t share;       /* left above it */
	int64_t at_ms;
};

/*
 * The open play of the episode before, of the same integration, or of the last
 * season when the next begins one.
 */
MUST_CHECK enum err store_credits_find(
	struct cx *cx, struct store *s, const struct credits_asked *asked, struct credits *out);

/* Completes it at its last report, and ends its sittings. */
MUST_CHECK enum err store_credits_complete(
	struct cx *cx, struct store *s, int64_t user_id, const struct credits *left);

#endif

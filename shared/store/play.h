/* SPDX-License-Identifier: MIT */
/* play.h -- plays: what the rules read and write, and lists. */
#ifndef SHARED_STORE_PLAY_H
#define SHARED_STORE_PLAY_H

#include "shared/db/db.h"
#include "shared/progress/match.h"
#include "shared/progress/state.h"

/*
 * What is stored of the item: its sittings and its open play, and if the
 * viewing needs it the completed one. `out` may have some of it already.
 * *session_done: the session of the viewing has completed a play.
 */
MUST_CHECK enum err store_standing_read(struct cx *cx, struct store *s,
	const struct viewing *viewing, struct standing *out, bool *session_done);

MUST_CHECK enum err store_plays_write(struct cx *cx, struct store *s, const struct known *known);

/* The same as the rules need it. *play_id is the newest play, or 0. */
MUST_CHECK enum err store_progress_get(struct cx *cx, struct store *s,
	const struct viewing *viewing, struct progress *out, int64_t *play_id);

struct play {
	int64_t id;
	const char *user_name;
	int64_t work_id;
	enum kind kind;
	const char *title;      /* of the work, or NULL */
	int season, episode;    /* or UNSAID */
	const char *part_title; /* or NULL */
	const char *provider;   /* of a removed integration too; or NULL */
	enum play_state state;
	int64_t share, furthest;                      /* a completed play counts as the whole */
	int64_t position_ms, duration_ms;             /* or UNSAID */
	int64_t started_ms, updated_ms, completed_ms; /* or UNSAID, or UNDATED_MS */
	bool day_only;                                /* of them, only the day is known */
	struct ids ids;                               /* of the work */
};

struct play_filter {
	int64_t user_id;       /* 0: everybody */
	int64_t before_id;     /* 0: from the newest */
	enum play_state state; /* PLAY_ANY: both */
	int limit;             /* at most PLAY_LIST_MAX */
};
enum { PLAY_LIST_MAX = 1000 };

/* Newest first. */
MUST_CHECK enum err store_play_list(struct cx *cx, struct store *s,
	const struct play_filter *filter, const struct play **rows, size_t *count);

/* One person's plays that count, latest report first; fast for any number. */
struct play_own_filter {
	int64_t user_id;
	enum play_state state; /* PLAY_ANY: both */
	enum kind kind;        /* KIND_NONE: all */
	int64_t after_ms;      /* not older than that; 0: all */
	/* Only plays before that moment, and at that moment with a lower id. */
	int64_t before_ms, before_id;
	int limit; /* at most PLAY_LIST_MAX */
};
MUST_CHECK enum err store_play_own_list(struct cx *cx, struct store *s,
	const struct play_own_filter *filter, const struct play **rows, size_t *count);

/*
 * What is playing now: reported within that time, or for as long as the policy
 * of its integration says. Latest report first.
 */
enum { PLAY_NOW_MS = 90 * 1000 };
MUST_CHECK enum err store_play_now_list(struct cx *cx, struct store *s, int64_t user_id, int limit,
	const struct play **rows, size_t *count);

/*
 * *out is NULL if there is none, if it is somebody else's, or if it was
 * removed.
 */
MUST_CHECK enum err store_play_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct play **out);
MUST_CHECK enum err store_play_by_id(
	struct cx *cx, struct store *s, int64_t id, const struct play **out);

#endif

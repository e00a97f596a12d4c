/* SPDX-License-Identifier: MIT */
/* media.h -- works, their ids and parts, plays and sittings. */
#ifndef SHARED_STORE_MEDIA_H
#define SHARED_STORE_MEDIA_H

#include "shared/db/db.h"
#include "shared/progress/rules.h"

/*
 * The work that any of the report's ids names, the most trusted id first; a
 * new work when none does. Ids it did not have are added, and a title and
 * year when it had none. An id that belongs to another work, or a second id
 * of one source, is kept as a conflict; *conflicts counts those.
 */
MUST_CHECK enum err store_work_match(
	struct cx *cx, struct store *s, const struct report *r, int64_t *work_id, int *conflicts);

/*
 * A second id of one source: learned when it is a server's own and no work has
 * it, else kept as a conflict.
 */
MUST_CHECK enum err store_work_learn(
	struct cx *cx, struct store *s, int64_t work_id, enum kind kind, const struct id *id);

/* The part of the work that the report is about; made when new. */
MUST_CHECK enum err store_item_match(
	struct cx *cx, struct store *s, int64_t work_id, const struct report *r, int64_t *item_id);

/*
 * What the rules need before a report of that device and that session of the
 * player (or NULL); *play_id is the newest play's, or 0.
 */
struct viewing {
	int64_t user_id, item_id;
	const char *session, *device;
	bool looks_back; /* the report does; has_completed is false otherwise */
};
MUST_CHECK enum err store_progress_get(struct cx *cx, struct store *s,
	const struct viewing *viewing, struct progress *out, int64_t *play_id);

/* A person, an item, and the integration that reported it. */
struct play_key {
	int64_t user_id, item_id, integration_id;
};

/*
 * Writes a decision: the sitting, and the play as its change says.
 * *play_id is the newest play's before and after.
 */
MUST_CHECK enum err store_decision_put(struct cx *cx, struct store *s, const struct play_key *key,
	const struct progress *was, const struct decision *decision, int64_t *play_id);

/* A film in several files, as far as it is known. */
struct stack {
	int64_t work_id; /* 0: the first file was never seen */
	struct ids ids;  /* of the work */
	int files;
	int64_t lengths[REPORT_FILES_MAX]; /* in the sender's unit; 0: unknown */
};

/* By what the names of its files have in common (report.stack). */
MUST_CHECK enum err store_stack_get(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, struct stack *out);

/* Adds what one of the files says to `known`; writes only news. */
MUST_CHECK enum err store_stack_put(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct report *r, struct stack *known);

struct play {
	int64_t id;
	const char *user_name;
	const char *kind, *title; /* of the work; title may be NULL */
	int64_t work_id;
	int season, episode;    /* or UNSAID */
	const char *part_title; /* or NULL */
	const char *provider;   /* or NULL: its integration is gone */
	bool is_completed;
	int64_t share, furthest;                      /* a completed play counts as the whole */
	int64_t position_ms, duration_ms;             /* or UNSAID */
	int64_t started_ms, updated_ms, completed_ms; /* or UNSAID */
	struct ids ids;                               /* of the work */
};

struct play_filter {
	int64_t user_id;   /* 0: everybody */
	int64_t before_id; /* 0: from the newest */
	const char *state; /* "in_progress", "completed", or NULL: both */
	int limit;         /* at most PLAY_LIST_MAX */
};
enum { PLAY_LIST_MAX = 1000 };

/* Newest first. */
MUST_CHECK enum err store_play_list(struct cx *cx, struct store *s,
	const struct play_filter *filter, const struct play **rows, size_t *count);

/* Of one person's plays that count: newest word first, quick for any number. */
struct play_own_filter {
	int64_t user_id;
	const char *state, *kind; /* or NULL: all */
	int64_t after_ms;         /* not older than that; 0: all */
	/* Older than that moment, and at that moment than that play. */
	int64_t before_ms, before_id;
	int limit; /* at most PLAY_LIST_MAX */
};
MUST_CHECK enum err store_play_own_list(struct cx *cx, struct store *s,
	const struct play_own_filter *filter, const struct play **rows, size_t *count);

/*
 * For a copy of the database: forgets the plays of which every report is kept,
 * except where a person has changed them, so that the reports can be weighed
 * anew.
 */
MUST_CHECK enum err store_play_forget(struct cx *cx, struct store *s);

/* NULL when there is none, or when it is somebody else's or taken out. */
MUST_CHECK enum err store_play_own(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct play **out);
MUST_CHECK enum err store_play_by_id(
	struct cx *cx, struct store *s, int64_t id, const struct play **out);

#endif

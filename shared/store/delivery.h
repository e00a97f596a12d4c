/* SPDX-License-Identifier: MIT */
/* delivery.h -- everything that was received, and what it led to. */
#ifndef SHARED_STORE_DELIVERY_H
#define SHARED_STORE_DELIVERY_H

#include "shared/db/db.h"
#include "shared/progress/reason.h"

struct delivery {
	int64_t id, integration_id;
	const char *provider, *user_name; /* when read */
	int64_t first_ms, last_ms;
	int64_t count;
	const char *event; /* or NULL, as the next two */
	const char *sender_user;
	const char *event_id;
	const char *run; /* ticks with the same one fold; or NULL */
	enum reason reason;
	const char *detail;
	int64_t bytes;
	int64_t replayed_ms; /* or UNSAID */
};

/*
 * Keeps a delivery: folds it into the open run of its ticks when that has the
 * same reason, or is of progress where this one is unchanged, and is not older
 * than a sitting's gap; else makes a row. *id is the row's, *folded says which. A body with at == NULL is not kept.
 */
MUST_CHECK enum err store_delivery_keep(struct cx *cx, struct store *s, const struct delivery *row,
	struct bytes body, int64_t *id, bool *folded);

/* Later ticks of that run start a new row. */
MUST_CHECK enum err store_delivery_end_run(
	struct cx *cx, struct store *s, int64_t integration_id, const char *run);

/* The row with that event id, or 0; counts the repeat on it. */
MUST_CHECK enum err store_delivery_repeat(
	struct cx *cx, struct store *s, int64_t integration_id, const char *event_id, int64_t *id);

/*
 * Writes what a replay led to: reason, detail, event, sender_user. What was
 * tracked once stays so in the journal when the replay has nothing to add.
 */
MUST_CHECK enum err store_delivery_replayed(
	struct cx *cx, struct store *s, const struct delivery *row);

MUST_CHECK enum err store_delivery_link(
	struct cx *cx, struct store *s, int64_t id, int64_t play_id);

struct delivery_filter {
	int64_t user_id;        /* 0: everybody's */
	int64_t integration_id; /* 0: all */
	int64_t before_id;      /* 0: from the newest */
	const char *outcome;    /* or NULL: all */
	int limit;              /* at most DELIVERY_LIST_MAX */
};
enum { DELIVERY_LIST_MAX = 1000 };

/* Newest first. Quick with both a user and an integration. */
MUST_CHECK enum err store_delivery_list(struct cx *cx, struct store *s,
	const struct delivery_filter *filter, const struct delivery **rows, size_t *count);

/* NULL when there is none; body.at is NULL when it was not kept. */
MUST_CHECK enum err store_delivery_get(struct cx *cx, struct store *s, int64_t id,
	const struct delivery **out, struct bytes *body);

/* The same, for one person: NULL also when it belongs to somebody else. */
MUST_CHECK enum err store_delivery_own(struct cx *cx, struct store *s, int64_t user_id, int64_t id,
	const struct delivery **out, struct bytes *body);

/* A play that a delivery touched, as it stands now. */
struct delivery_work {
	int64_t play_id, work_id;
	const char *kind, *title; /* title may be NULL */
	int season, episode;      /* or UNSAID */
	const char *part_title;   /* or NULL */
	bool is_completed;
	int64_t share;
};
enum { DELIVERY_WORKS_MAX = 50 };
MUST_CHECK enum err store_delivery_works(struct cx *cx, struct store *s, int64_t user_id,
	int64_t id, const struct delivery_work **rows, size_t *count);

/* Ids of the plays it touched, at most `max`. */
MUST_CHECK enum err store_delivery_plays(
	struct cx *cx, struct store *s, int64_t id, int64_t *play_ids, size_t max, size_t *count);

/* Forgets what is older than `days`, and beyond `rows` an integration. */
MUST_CHECK enum err store_delivery_prune(
	struct cx *cx, struct store *s, int days, int rows, int64_t *removed);

#endif

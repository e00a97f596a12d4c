/* SPDX-License-Identifier: MIT */
/*
 * delivery.h -- deliveries: everything that was received, and what it led to.
 * delivery_write.h adds them.
 */
#ifndef SHARED_STORE_DELIVERY_H
#define SHARED_STORE_DELIVERY_H

#include "shared/db/db.h"
#include "shared/progress/kind.h"
#include "shared/progress/reason.h"
#include "shared/progress/state.h"

struct delivery {
	int64_t id, integration_id;
	const char *provider, *user_name; /* set when read */
	int64_t first_ms, last_ms;
	int64_t count;
	const char *event; /* or NULL, as the next two */
	const char *sender_user;
	const char *event_id;
	const char *run; /* ticks with the same run fold; or NULL */
	enum reason reason;
	const char *detail;
	int64_t bytes;       /* of the newest body; more than are kept if that was cut */
	int64_t replayed_ms; /* or UNSAID */
	int64_t dropped_ms;  /* its body, for the quota; or UNSAID. It may have one since */
	/*
	 * What it is about, as it was reported; when read, else as the first
	 * play that it touched has it.
	 */
	const char *title;      /* of the work, or NULL */
	int season, episode;    /* or UNSAID */
	const char *part_title; /* or NULL */
	/* When written. */
	int64_t thing_id; /* of a report that no id names (thing.h), or 0 */
	bool is_accepted; /* it told something new, as opposed to its run so far */
};

struct delivery_filter {
	int64_t user_id;        /* 0: everybody's */
	int64_t integration_id; /* 0: all */
	int64_t before_id;      /* 0: from the newest */
	const char *outcome;    /* or NULL: all */
	int limit;              /* at most DELIVERY_LIST_MAX */
};
enum { DELIVERY_LIST_MAX = 1000 };

/* Newest first. Fast with both a user and an integration. */
MUST_CHECK enum err store_delivery_list(struct cx *cx, struct store *s,
	const struct delivery_filter *filter, const struct delivery **rows, size_t *count);

/* *out is NULL if there is none, body.at if the body was not kept. */
MUST_CHECK enum err store_delivery_get(struct cx *cx, struct store *s, int64_t id,
	const struct delivery **out, struct bytes *body);

/* The same for one person: NULL also if it belongs to somebody else. */
MUST_CHECK enum err store_delivery_own(struct cx *cx, struct store *s, int64_t user_id, int64_t id,
	const struct delivery **out, struct bytes *body);

/*
 * The reports of a delivery that are kept, oldest first, each once: of a run
 * the first one, the last one that told something new, and the newest. Where
 * two were too different for a delta, only the newest.
 */
struct delivery_report {
	int64_t at_ms;
	struct bytes body;
};
enum { DELIVERY_REPORTS_MAX = 3 };
MUST_CHECK enum err store_delivery_reports(struct cx *cx, struct store *s, int64_t id,
	struct delivery_report reports[static DELIVERY_REPORTS_MAX], size_t *count);

/* A play that a delivery changed, in its current state. */
struct delivery_work {
	int64_t play_id, work_id;
	enum kind kind;
	const char *title;      /* or NULL */
	int season, episode;    /* or UNSAID */
	const char *part_title; /* or NULL */
	enum play_state state;
	int64_t share;
};
enum { DELIVERY_WORKS_MAX = 50 };
MUST_CHECK enum err store_delivery_works(struct cx *cx, struct store *s, int64_t user_id,
	int64_t id, const struct delivery_work **rows, size_t *count);

/* Ids of the plays it changed, at most `max`. */
MUST_CHECK enum err store_delivery_plays(
	struct cx *cx, struct store *s, int64_t id, int64_t *play_ids, size_t max, size_t *count);

#endif

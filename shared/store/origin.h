/* SPDX-License-Identifier: MIT */
/*
 * origin.h -- where a work is on the server of the integration that told of it.
 *
 * Only the worker writes this, from the bodies of deliveries, so that it costs
 * a report nothing.
 */
#ifndef SHARED_STORE_ORIGIN_H
#define SHARED_STORE_ORIGIN_H

#include "shared/db/db.h"

struct origin {
	int64_t work_id;
	int64_t integration_id;   /* 0: not known */
	const char *item;         /* the server's own id, or NULL */
	const char *address;      /* of its picture on a public host, or NULL */
	int64_t picture_failures; /* when read */
};

/*
 * Works that nobody has looked at, or not for a week while nothing was known;
 * at most ORIGIN_PAGE.
 */
enum { ORIGIN_PAGE = 200 };
MUST_CHECK enum err store_origin_unknown(
	struct cx *cx, struct store *s, int64_t ids[static ORIGIN_PAGE], size_t *count);

/* The newest deliveries of a work, newest first. */
struct origin_report {
	int64_t delivery_id, integration_id;
	const char *provider;
};
enum { ORIGIN_REPORTS = 8 };
MUST_CHECK enum err store_origin_reports(struct cx *cx, struct store *s, int64_t work_id,
	const struct origin_report **rows, size_t *count);

/* What was found now; its picture is asked for at once. */
MUST_CHECK enum err store_origin_put(struct cx *cx, struct store *s, const struct origin *origin);

/* Is there something to ask of the integration? An item needs a server. */
MUST_CHECK enum err store_origin_next(
	struct cx *cx, struct store *s, int64_t integration_id, const struct origin **out);

/* After an answer: when its picture is asked for again. */
MUST_CHECK enum err store_origin_asked(
	struct cx *cx, struct store *s, int64_t work_id, int64_t failures, int64_t next_ms);

/* All that is due of an integration waits until then: its server is away. */
MUST_CHECK enum err store_origin_put_off(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t next_ms);

#endif

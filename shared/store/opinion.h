/* SPDX-License-Identifier: MIT */
/*
 * opinion.h -- what a person thinks of a work: a rating and a note.
 *
 * A rating is a number of half stars, 1 to 10. Whoever calls has checked that
 * the work is the person's.
 */
#ifndef SHARED_STORE_OPINION_H
#define SHARED_STORE_OPINION_H

#include "shared/db/db.h"

enum { RATING_MAX = 10 };

struct opinion {
	int rating;       /* 0: none */
	const char *note; /* "": none */
};

MUST_CHECK enum err store_opinion_get(
	struct cx *cx, struct store *s, int64_t work_id, struct opinion *out);
MUST_CHECK enum err store_opinion_set(struct cx *cx, struct store *s, int64_t user_id,
	int64_t work_id, const struct opinion *opinion);

#endif

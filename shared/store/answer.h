/* SPDX-License-Identifier: MIT */
/*
 * answer.h -- answers that are given again to a request with the same name.
 *
 * A name is a person's. It is kept for a day, and at most ANSWERS_MAX of one
 * person are: the oldest make room.
 */
#ifndef SHARED_STORE_ANSWER_H
#define SHARED_STORE_ANSWER_H

#include "shared/base/lengths.h"
#include "shared/crypto/digest.h"
#include "shared/db/db.h"

enum { ANSWERS_MAX = 1000 };

struct answered {
	unsigned char hash[DIGEST_BYTES]; /* of the request's body */
	int status;
	const char *body;
};

/* NULL when there is none that is less than a day old. */
MUST_CHECK enum err store_answer_find(struct cx *cx, struct store *s, int64_t user_id,
	const char *name, const struct answered **out);

/* Replaces one of that name, and removes those that are over. */
MUST_CHECK enum err store_answer_put(struct cx *cx, struct store *s, int64_t user_id,
	const char *name, const struct answered *row);

#endif

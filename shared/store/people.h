/* SPDX-License-Identifier: MIT */
/* people.h -- the people of this instance, for administrators. */
#ifndef SHARED_STORE_PEOPLE_H
#define SHARED_STORE_PEOPLE_H

#include "shared/db/db.h"

struct user_summary {
	int64_t id;
	const char *name;
	bool is_admin;
	int64_t created_ms;
	int64_t integrations, plays;
	int64_t last_used_ms; /* last use of a session, to ten minutes; UNSAID: never */
};

enum { PEOPLE_MAX = 50 };

/*
 * By name, starting after `after` ("": from the start), PEOPLE_MAX at a time;
 * *more says whether others follow.
 */
MUST_CHECK enum err store_people_list(struct cx *cx, struct store *s, const char *after,
	const struct user_summary **rows, size_t *count, bool *more);

/* *out is NULL if there is none. */
MUST_CHECK enum err store_people_get(
	struct cx *cx, struct store *s, int64_t id, const struct user_summary **out);

#endif

/* SPDX-License-Identifier: MIT */
/* people.h -- who there is and how much is theirs, for administrators. */
#ifndef SHARED_STORE_PEOPLE_H
#define SHARED_STORE_PEOPLE_H

#include "shared/db/db.h"

struct user_summary {
	int64_t id;
	const char *name;
	bool is_admin;
	int64_t created_ms;
	int64_t integrations, plays;
	int64_t last_used_ms; /* of a browser, to ten minutes; UNSAID: never */
};

enum { PEOPLE_MAX = 50 };

/*
 * By name, those behind `after` ("": from the start). PEOPLE_MAX at a time;
 * *more says whether others follow.
 */
MUST_CHECK enum err store_people_list(struct cx *cx, struct store *s, const char *after,
	const struct user_summary **rows, size_t *count, bool *more);

/* NULL when there is none. */
MUST_CHECK enum err store_people_get(
	struct cx *cx, struct store *s, int64_t id, const struct user_summary **out);

#endif

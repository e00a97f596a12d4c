/* SPDX-License-Identifier: MIT */
/* session.h -- browsers that are signed in. */
#ifndef SHARED_STORE_SESSION_H
#define SHARED_STORE_SESSION_H

#include "shared/crypto/token.h"
#include "shared/db/db.h"
#include "shared/store/looks.h"

/* A session ends this long after it was last used. */
#define SESSION_LASTS_MS (INT64_C(90) * 24 * 60 * 60 * 1000)

enum { SESSION_TOUCH_MS = 10 * 60 * 1000 };

struct session {
	int64_t id, user_id;
	const char *user_name, *time_zone; /* time_zone may be NULL */
	bool is_admin;
	int64_t created_ms, last_used_ms;
	const char *user_agent, *remote;
	struct looks looks; /* of the person */
};

/* Also removes all sessions that have ended. */
MUST_CHECK enum err store_session_add(struct cx *cx, struct store *s, const struct session *row,
	const unsigned char hash[static TOKEN_HASH]);

/* *out is NULL if there is none, or if it has ended. */
MUST_CHECK enum err store_session_find(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct session **out);
/* Does not wait for other processes: after ERR_BUSY, the next use will do. */
MUST_CHECK enum err store_session_touch(struct cx *cx, struct store *s, int64_t id);

/* Last used first. */
MUST_CHECK enum err store_session_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct session **rows, size_t *count);

/* Of that person only; *found says whether there was one. */
MUST_CHECK enum err store_session_end(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found);
/* All of that person except `keep_id` (0: all). */
MUST_CHECK enum err store_session_end_all(
	struct cx *cx, struct store *s, int64_t user_id, int64_t keep_id);

#endif

/* SPDX-License-Identifier: MIT */
/* session.h -- browsers that have signed in, and those that guess. */
#ifndef SHARED_STORE_SESSION_H
#define SHARED_STORE_SESSION_H

#include "shared/crypto/token.h"
#include "shared/db/db.h"

/* A session ends this long after it was last used. */
#define SESSION_LASTS_MS (INT64_C(90) * 24 * 60 * 60 * 1000)

enum { SESSION_TOUCH_MS = 10 * 60 * 1000 };

struct session {
	int64_t id, user_id;
	const char *user_name, *time_zone; /* time_zone may be NULL */
	bool is_admin;
	int64_t created_ms, last_used_ms;
	const char *user_agent, *remote;
};

/* Also forgets those of everybody that have ended. */
MUST_CHECK enum err store_session_add(struct cx *cx, struct store *s, const struct session *row,
	const unsigned char hash[static TOKEN_HASH]);

/* NULL when there is none, or when it has ended. */
MUST_CHECK enum err store_session_find(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct session **out);
/* Waits for no other process: ERR_BUSY, and next time is early enough. */
MUST_CHECK enum err store_session_touch(struct cx *cx, struct store *s, int64_t id);

/* Newest use first. */
MUST_CHECK enum err store_session_list(struct cx *cx, struct store *s, int64_t user_id,
	const struct session **rows, size_t *count);

/* Of that person only; *found says whether there was one. */
MUST_CHECK enum err store_session_end(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found);
/* All of that person but `keep_id` (0: none is kept). */
MUST_CHECK enum err store_session_end_all(
	struct cx *cx, struct store *s, int64_t user_id, int64_t keep_id);

/* Did that person sign in from there, in a session that has not ended? */
MUST_CHECK enum err store_session_is_from(
	struct cx *cx, struct store *s, int64_t user_id, const char *remote, bool *is_known);

/*
 * Guessing is counted by the name that was tried and by the address it came
 * from. The first failures in a row cost nothing, then each doubles the wait,
 * from a few seconds on. A name's wait stays short: whoever guesses must not
 * keep its owner out. An address may be that of a household, so more is free.
 * An hour of silence forgets them.
 */
enum attempt {
	ATTEMPT_NAME,    /* 5 are free, a minute at most */
	ATTEMPT_ADDRESS, /* 20 are free, 15 minutes at most */
};

MUST_CHECK enum err store_attempt_wait(struct cx *cx, struct store *s, enum attempt by,
	const char *what, int64_t *until_ms); /* 0: no need to wait */
MUST_CHECK enum err store_attempt_failed(
	struct cx *cx, struct store *s, enum attempt by, const char *what);
MUST_CHECK enum err store_attempt_forget(
	struct cx *cx, struct store *s, enum attempt by, const char *what);

#endif

/* SPDX-License-Identifier: MIT */
#include "shared/store/attempt.h"

#include "shared/db/query.h"

enum {
	SECOND_MS = 1000,
	FIRST_WAIT_MS = 4 * SECOND_MS,
	MINUTE_MS = 60 * SECOND_MS,
	FORGET_MS = 60 * MINUTE_MS,
};

static const struct patience {
	const char *word; /* prefix of the key in the table */
	int64_t free;
	int64_t longest_ms;
} patience[] = {
	[ATTEMPT_NAME] = { "name", 20, 0 },
	[ATTEMPT_GUEST] = { "guest", 5, MINUTE_MS },
	[ATTEMPT_GUEST_SLOW] = { "guest", 1, MINUTE_MS },
	[ATTEMPT_ADDRESS] = { "address", 20, 15 * MINUTE_MS },
	[ATTEMPT_DEVICE] = { "device", 5, MINUTE_MS },
	[ATTEMPT_CODE] = { "code", 5, 15 * MINUTE_MS },
};

static int64_t wait_after(const struct patience *p, int64_t failures)
{
	int64_t wait = FIRST_WAIT_MS;

	if (failures < p->free)
		return 0;
	for (; failures > p->free && wait < p->longest_ms; failures--)
		wait *= 2;
	return wait < p->longest_ms ? wait : p->longest_ms;
}

static void bind_attempt(struct query *q, enum attempt by, const char *what)
{
	bind_text(q, ":what", arena_printf(q->cx->arena, "%s %s", patience[by].word, what));
}

static STATEMENT(attempt_get, "SELECT failures, last_ms FROM attempt"
			      " WHERE what = :what AND last_ms > :after");

/* Both 0 without a failure in the last hour. */
static enum err count_of(struct cx *cx, struct store *s, enum attempt by, const char *what,
	int64_t *failures, int64_t *last_ms)
{
	struct query q = store_query(cx, s, &attempt_get);

	*failures = *last_ms = 0;
	bind_attempt(&q, by, what);
	bind_i64(&q, ":after", cx->now_ms - FORGET_MS);
	if (query_next(&q)) {
		*failures = col_i64(&q, 0);
		*last_ms = col_i64(&q, 1);
	}
	return query_end(&q);
}

enum err store_attempt_wait(
	struct cx *cx, struct store *s, enum attempt by, const char *what, int64_t *until_ms)
{
	int64_t failures, last_ms, wait;

	*until_ms = 0;
	TRY(count_of(cx, s, by, what, &failures, &last_ms));
	wait = wait_after(&patience[by], failures);
	/* A clock that was set back must not lock people out. */
	if (last_ms + wait > cx->now_ms && last_ms <= cx->now_ms)
		*until_ms = last_ms + wait;
	return OK;
}

enum err store_attempt_is_free(
	struct cx *cx, struct store *s, enum attempt by, const char *what, bool *is_free)
{
	int64_t failures, last_ms;

	*is_free = false;
	TRY(count_of(cx, s, by, what, &failures, &last_ms));
	*is_free = failures < patience[by].free;
	return OK;
}

static STATEMENT(attempt_prune, "DELETE FROM attempt WHERE last_ms <= :before");

static STATEMENT(attempt_put, "INSERT INTO attempt (what, failures, last_ms)"
			      " VALUES (:what, 1, :now) ON CONFLICT (what) DO UPDATE SET"
			      " failures = attempt.failures + 1, last_ms = excluded.last_ms");

enum err store_attempt_failed(struct cx *cx, struct store *s, enum attempt by, const char *what)
{
	struct query q = store_query(cx, s, &attempt_prune);

	bind_i64(&q, ":before", cx->now_ms - FORGET_MS);
	TRY(query_run(&q));
	q = store_query(cx, s, &attempt_put);
	bind_attempt(&q, by, what);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(attempt_forget, "DELETE FROM attempt WHERE what = :what");

enum err store_attempt_forget(struct cx *cx, struct store *s, enum attempt by, const char *what)
{
	struct query q = store_query(cx, s, &attempt_forget);

	bind_attempt(&q, by, what);
	return query_run(&q);
}

/* SPDX-License-Identifier: MIT */
#include "shared/store/session.h"

#include "shared/db/query.h"

enum {
	LIST_MAX = 1000,
	FIRST_WAIT_MS = 4000,
	FORGET_MS = 60 * 60 * 1000,
};

static const struct patience {
	const char *word; /* prefix of the key in the table */
	int64_t free;
	int64_t longest_ms;
} patience[] = {
	[ATTEMPT_NAME] = { "name", 5, 60 * 1000 },
	[ATTEMPT_ADDRESS] = { "address", 20, 15 * 60 * 1000 },
	[ATTEMPT_CODE] = { "code", 5, 15 * 60 * 1000 },
};

static void session_read(const struct query *q, void *row)
{
	*(struct session *)row = (struct session){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 1),
		.user_name = col_text(q, 2),
		.time_zone = col_text(q, 3),
		.is_admin = col_i64(q, 4) != 0,
		.created_ms = col_i64(q, 5),
		.last_used_ms = col_i64(q, 6),
		.user_agent = col_text(q, 7),
		.remote = col_text(q, 8),
	};
}

static STATEMENT(session_prune, "DELETE FROM session WHERE last_used_ms <= :before");

static STATEMENT(session_add, "INSERT INTO session (user_id, hash, created_ms, last_used_ms,"
			      " user_agent, remote)"
			      " VALUES (:user, :hash, :now, :now, :user_agent, :remote)");

enum err store_session_add(struct cx *cx, struct store *s, const struct session *row,
	const unsigned char hash[static TOKEN_HASH])
{
	struct query q = store_query(cx, s, &session_prune);

	bind_i64(&q, ":before", cx->now_ms - SESSION_LASTS_MS);
	TRY(query_run(&q));
	q = store_query(cx, s, &session_add);
	bind_i64(&q, ":user", row->user_id);
	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_i64(&q, ":now", cx->now_ms);
	bind_text(&q, ":user_agent", row->user_agent);
	bind_text(&q, ":remote", row->remote);
	return query_run(&q);
}

#define SESSION_SELECT                                                                             \
	"SELECT s.id, s.user_id, u.name, u.time_zone, u.is_admin,"                                 \
	" s.created_ms, s.last_used_ms, s.user_agent, s.remote"                                    \
	" FROM session s JOIN person u ON u.id = s.user_id"

static STATEMENT(session_find, SESSION_SELECT " WHERE s.hash = :hash AND s.last_used_ms > :after");

enum err store_session_find(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct session **out)
{
	struct query q = store_query(cx, s, &session_find);

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_i64(&q, ":after", cx->now_ms - SESSION_LASTS_MS);
	*out = query_row(&q, session_read, sizeof(**out));
	return query_end(&q);
}

static STATEMENT(session_touch, "UPDATE session SET last_used_ms = :now WHERE id = :id");

enum err store_session_touch(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, &session_touch);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run_if_free(&q);
}

static STATEMENT(session_list, SESSION_SELECT " WHERE s.user_id = :user AND s.last_used_ms > :after"
					      " ORDER BY s.last_used_ms DESC, s.id DESC");

enum err store_session_list(
	struct cx *cx, struct store *s, int64_t user_id, const struct session **rows, size_t *count)
{
	struct query q = store_query(cx, s, &session_list);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":after", cx->now_ms - SESSION_LASTS_MS);
	*rows = query_rows(&q, session_read, sizeof(**rows), LIST_MAX, count);
	return query_end(&q);
}

static STATEMENT(session_end, "DELETE FROM session WHERE user_id = :user AND id = :id");

enum err store_session_end(struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found)
{
	struct query q = store_query(cx, s, &session_end);
	enum err err;

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	err = query_run(&q);
	*found = err == OK && store_changes(s) > 0;
	return err;
}

static STATEMENT(session_end_all, "DELETE FROM session WHERE user_id = :user AND id <> :keep");

enum err store_session_end_all(struct cx *cx, struct store *s, int64_t user_id, int64_t keep_id)
{
	struct query q = store_query(cx, s, &session_end_all);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":keep", keep_id);
	return query_run(&q);
}

static STATEMENT(session_from, "SELECT 1 FROM session WHERE user_id = :user"
			       " AND remote = :remote AND last_used_ms > :after LIMIT 1");

enum err store_session_is_from(
	struct cx *cx, struct store *s, int64_t user_id, const char *remote, bool *is_known)
{
	struct query q = store_query(cx, s, &session_from);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":remote", remote);
	bind_i64(&q, ":after", cx->now_ms - SESSION_LASTS_MS);
	*is_known = query_next(&q);
	return query_end(&q);
}

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

enum err store_attempt_wait(
	struct cx *cx, struct store *s, enum attempt by, const char *what, int64_t *until_ms)
{
	struct query q = store_query(cx, s, &attempt_get);

	*until_ms = 0;
	bind_attempt(&q, by, what);
	bind_i64(&q, ":after", cx->now_ms - FORGET_MS);
	if (query_next(&q)) {
		int64_t wait = wait_after(&patience[by], col_i64(&q, 0));
		int64_t until = col_i64(&q, 1) + wait;

		/* A clock that was set back must not lock people out. */
		if (until > cx->now_ms && until <= cx->now_ms + wait)
			*until_ms = until;
	}
	return query_end(&q);
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

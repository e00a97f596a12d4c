/* SPDX-License-Identifier: MIT */
#include "shared/store/session.h"

#include "shared/db/query.h"

enum { LIST_MAX = 1000 };

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
		.looks = looks_read(q, 9),
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
	" s.created_ms, s.last_used_ms, s.user_agent, s.remote, " LOOKS_COLS                       \
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

/* SPDX-License-Identifier: MIT */
#include "shared/store/session.h"

#include "shared/db/query.h"

enum {
	LIST_MAX = 1000,
	FIRST_WAIT_MS = 4000,
	FORGET_MS = 60 * 60 * 1000,
};

static const struct patience {
	const char *word; /* before what is counted */
	int64_t free;
	int64_t longest_ms;
} patience[] = {
	[ATTEMPT_NAME] = { "name", 5, 60 * 1000 },
	[ATTEMPT_ADDRESS] = { "address", 20, 15 * 60 * 1000 },
};

static void session_read(const struct query *q, struct session *row)
{
	*row = (struct session){
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

enum err store_session_add(struct cx *cx, struct store *s, const struct session *row,
	const unsigned char hash[static TOKEN_HASH])
{
	struct query q = store_query(cx, s, STMT_SESSION_PRUNE);
	enum err err;

	bind_i64(&q, ":before", cx->now_ms - SESSION_LASTS_MS);
	err = query_run(&q);
	if (err != OK)
		return err;
	q = store_query(cx, s, STMT_SESSION_ADD);
	bind_i64(&q, ":user", row->user_id);
	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_i64(&q, ":now", cx->now_ms);
	bind_text(&q, ":user_agent", row->user_agent);
	bind_text(&q, ":remote", row->remote);
	return query_run(&q);
}

enum err store_session_find(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const struct session **out)
{
	struct query q = store_query(cx, s, STMT_SESSION_FIND);

	*out = NULL;
	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_i64(&q, ":after", cx->now_ms - SESSION_LASTS_MS);
	if (query_next(&q)) {
		struct session *row = arena_alloc(cx->arena, sizeof(*row));

		session_read(&q, row);
		*out = row;
	}
	return query_end(&q);
}

enum err store_session_touch(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, STMT_SESSION_TOUCH);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run_if_free(&q);
}

enum err store_session_list(
	struct cx *cx, struct store *s, int64_t user_id, const struct session **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_SESSION_LIST);
	struct session *list = NULL;
	size_t room = 0;

	*count = 0;
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":after", cx->now_ms - SESSION_LASTS_MS);
	while (*count < LIST_MAX && query_next(&q)) {
		list = arena_more(cx->arena, list, *count, &room, sizeof(*list));
		session_read(&q, &list[(*count)++]);
	}
	*rows = list;
	return query_end(&q);
}

enum err store_session_end(struct cx *cx, struct store *s, int64_t user_id, int64_t id, bool *found)
{
	struct query q = store_query(cx, s, STMT_SESSION_END);
	enum err err;

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", id);
	err = query_run(&q);
	*found = err == OK && store_changes(s) > 0;
	return err;
}

enum err store_session_end_all(struct cx *cx, struct store *s, int64_t user_id, int64_t keep_id)
{
	struct query q = store_query(cx, s, STMT_SESSION_END_ALL);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":keep", keep_id);
	return query_run(&q);
}

enum err store_session_is_from(
	struct cx *cx, struct store *s, int64_t user_id, const char *remote, bool *is_known)
{
	struct query q = store_query(cx, s, STMT_SESSION_FROM);

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

enum err store_attempt_wait(
	struct cx *cx, struct store *s, enum attempt by, const char *what, int64_t *until_ms)
{
	struct query q = store_query(cx, s, STMT_ATTEMPT_GET);

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

enum err store_attempt_failed(struct cx *cx, struct store *s, enum attempt by, const char *what)
{
	struct query q = store_query(cx, s, STMT_ATTEMPT_PRUNE);
	enum err err;

	bind_i64(&q, ":before", cx->now_ms - FORGET_MS);
	err = query_run(&q);
	if (err != OK)
		return err;
	q = store_query(cx, s, STMT_ATTEMPT_PUT);
	bind_attempt(&q, by, what);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

enum err store_attempt_forget(struct cx *cx, struct store *s, enum attempt by, const char *what)
{
	struct query q = store_query(cx, s, STMT_ATTEMPT_FORGET);

	bind_attempt(&q, by, what);
	return query_run(&q);
}

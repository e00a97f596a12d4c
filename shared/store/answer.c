/* SPDX-License-Identifier: MIT */
#include "shared/store/answer.h"

#include "shared/db/query.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static int64_t oldest(const struct cx *cx)
{
	return cx->now_ms - DAY_MS;
}

static void read_answer(const struct query *q, void *row)
{
	struct answered *answer = row;
	struct bytes hash = col_bytes(q, 0);

	*answer = (struct answered){ .status = (int)col_i64(q, 1), .body = col_text(q, 2) };
	ASSERT(hash.length == sizeof(answer->hash));
	memcpy(answer->hash, hash.at, sizeof(answer->hash));
}

static STATEMENT(answer_find, "SELECT hash, status, body FROM answer"
			      " WHERE user_id = :user AND name = :name AND at_ms > :oldest");

enum err store_answer_find(struct cx *cx, struct store *s, int64_t user_id, const char *name,
	const struct answered **out)
{
	struct query q = store_query(cx, s, &answer_find);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":name", name);
	bind_i64(&q, ":oldest", oldest(cx));
	*out = query_row(&q, read_answer, sizeof(**out));
	return query_end(&q);
}

/* The time of the first answer that has no room any more, or 0. */
static STATEMENT(answer_excess, "SELECT at_ms FROM answer WHERE user_id = :user"
				" ORDER BY at_ms DESC LIMIT 1 OFFSET :room");

static STATEMENT(answer_clear, "DELETE FROM answer WHERE user_id = :user AND at_ms <= :oldest");

static enum err make_room(struct cx *cx, struct store *s, int64_t user_id)
{
	struct query q = store_query(cx, s, &answer_excess);
	int64_t at_ms = 0;

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":room", ANSWERS_MAX - 1);
	TRY(query_number(&q, &at_ms));
	q = store_query(cx, s, &answer_clear);
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":oldest", at_ms > oldest(cx) ? at_ms : oldest(cx));
	return query_run(&q);
}

static STATEMENT(answer_put, "INSERT INTO answer (user_id, name, hash, status, body, at_ms)"
			     " VALUES (:user, :name, :hash, :status, :body, :now)"
			     " ON CONFLICT (user_id, name) DO UPDATE SET hash = excluded.hash,"
			     " status = excluded.status, body = excluded.body,"
			     " at_ms = excluded.at_ms");

enum err store_answer_put(struct cx *cx, struct store *s, int64_t user_id, const char *name,
	const struct answered *row)
{
	struct query q;

	TRY(make_room(cx, s, user_id));
	q = store_query(cx, s, &answer_put);
	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":name", name);
	bind_bytes(&q, ":hash", row->hash, sizeof(row->hash));
	bind_i64(&q, ":status", row->status);
	bind_text(&q, ":body", row->body);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

/* SPDX-License-Identifier: MIT */
#include "shared/store/holding.h"

#include "shared/db/query.h"
#include "shared/store/session.h"

static STATEMENT(holding_get,
	"SELECT (SELECT count(*) FROM integration WHERE user_id = :user),"
	" (SELECT count(*) FROM token WHERE user_id = :user AND revoked_ms IS NULL),"
	" (SELECT count(*) FROM session WHERE user_id = :user AND last_used_ms > :after)");

enum err store_holding_get(struct cx *cx, struct store *s, int64_t user_id, struct holding *out)
{
	struct query q = store_query(cx, s, &holding_get);

	*out = (struct holding){ 0 };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":after", cx->now_ms - SESSION_LASTS_MS);
	if (query_next(&q))
		*out = (struct holding){ col_i64(&q, 0), col_i64(&q, 1), col_i64(&q, 2) };
	return query_end(&q);
}

static STATEMENT(holding_trim_sessions, "DELETE FROM session WHERE user_id = :user AND id NOT IN"
					" (SELECT id FROM session WHERE user_id = :user"
					" ORDER BY last_used_ms DESC, id DESC LIMIT :keep)");

static STATEMENT(holding_trim_tokens,
	"DELETE FROM token WHERE user_id = :user AND revoked_ms IS NOT NULL AND id NOT IN"
	" (SELECT id FROM token WHERE user_id = :user AND revoked_ms IS NOT NULL"
	" ORDER BY revoked_ms DESC, id DESC LIMIT :keep)");

static enum err trim(struct query *q, int64_t user_id, int64_t keep, int64_t *removed)
{
	enum err err;

	bind_i64(q, ":user", user_id);
	bind_i64(q, ":keep", keep);
	err = query_run(q);
	*removed = err == OK ? store_changes(q->store) : 0;
	return err;
}

enum err store_holding_trim_sessions(
	struct cx *cx, struct store *s, int64_t user_id, int64_t keep, int64_t *removed)
{
	struct query q = store_query(cx, s, &holding_trim_sessions);

	return trim(&q, user_id, keep, removed);
}

enum err store_holding_trim_tokens(
	struct cx *cx, struct store *s, int64_t user_id, int64_t keep, int64_t *removed)
{
	struct query q = store_query(cx, s, &holding_trim_tokens);

	return trim(&q, user_id, keep, removed);
}

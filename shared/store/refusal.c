/* SPDX-License-Identifier: MIT */
#include "shared/store/refusal.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static STATEMENT(refusal_add,
	"INSERT INTO refusal (integration_id, count, since_ms, last_ms)"
	" SELECT id, :count, :since, :last FROM integration WHERE id = :id"
	" ON CONFLICT (integration_id) DO UPDATE SET"
	" count = excluded.count + CASE WHEN refusal.last_ms < :fresh THEN 0 ELSE refusal.count END,"
	" since_ms = CASE WHEN refusal.last_ms < :fresh THEN excluded.since_ms"
	" ELSE refusal.since_ms END,"
	" last_ms = excluded.last_ms");

enum err store_refusal_add(
	struct cx *cx, struct store *s, int64_t integration_id, const struct refusal *more)
{
	struct query q = store_query(cx, s, &refusal_add);

	bind_i64(&q, ":id", integration_id);
	bind_i64(&q, ":count", more->count);
	bind_i64(&q, ":since", more->since_ms);
	bind_i64(&q, ":last", more->last_ms);
	bind_i64(&q, ":fresh", more->since_ms - REFUSAL_RUN_MS);
	return query_run(&q);
}

static STATEMENT(
	refusal_get, "SELECT count, since_ms, last_ms FROM refusal WHERE integration_id = :id");

enum err store_refusal_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct refusal *out)
{
	struct query q = store_query(cx, s, &refusal_get);

	*out = (struct refusal){ 0, UNSAID, UNSAID };
	bind_i64(&q, ":id", integration_id);
	if (query_next(&q))
		*out = (struct refusal){ col_i64(&q, 0), col_i64(&q, 1), col_i64(&q, 2) };
	return query_end(&q);
}

static STATEMENT(refusal_by_token,
	"SELECT i.id FROM token t JOIN integration i ON i.user_id = t.user_id"
	" WHERE t.hash = :hash AND t.revoked_ms IS NULL AND i.provider = :provider"
	" ORDER BY i.id LIMIT 1");

enum err store_refusal_by_token(struct cx *cx, struct store *s,
	const unsigned char hash[static TOKEN_HASH], const char *provider, int64_t *integration_id)
{
	struct query q = store_query(cx, s, &refusal_by_token);

	bind_bytes(&q, ":hash", hash, TOKEN_HASH);
	bind_text(&q, ":provider", provider);
	return query_number(&q, integration_id);
}

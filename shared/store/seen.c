/* SPDX-License-Identifier: MIT */
#include "shared/store/seen.h"

#include "shared/db/query.h"

/* The one text column a bound query finds, or NULL. */
static enum err read_text(struct query *q, const char **text)
{
	*text = NULL;
	if (query_next(q))
		*text = col_text(q, 0);
	return query_end(q);
}

static STATEMENT(seen_get, "SELECT state FROM seen WHERE integration_id = :id AND row = :row");

enum err store_seen_get(
	struct cx *cx, struct store *s, int64_t integration_id, const char *row, const char **state)
{
	struct query q = store_query(cx, s, &seen_get);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":row", row);
	return read_text(&q, state);
}

static STATEMENT(seen_put, "INSERT INTO seen (integration_id, row, state)"
			   " VALUES (:id, :row, :state)"
			   " ON CONFLICT (integration_id, row) DO UPDATE SET"
			   " state = excluded.state");

enum err store_seen_put(
	struct cx *cx, struct store *s, int64_t integration_id, const char *row, const char *state)
{
	struct query q = store_query(cx, s, &seen_put);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":row", row);
	bind_text(&q, ":state", state);
	return query_run(&q);
}

static STATEMENT(
	fact_get, "SELECT text, until_ms FROM fact WHERE integration_id = :id AND item = :item");

enum err store_fact_get(
	struct cx *cx, struct store *s, int64_t integration_id, const char *item, struct fact *out)
{
	struct query q = store_query(cx, s, &fact_get);

	*out = (struct fact){ .item = item };
	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":item", item);
	if (query_next(&q)) {
		out->text = col_text(&q, 0);
		out->until_ms = col_i64(&q, 1);
	}
	return query_end(&q);
}

static STATEMENT(fact_put, "INSERT INTO fact (integration_id, item, text, until_ms)"
			   " VALUES (:id, :item, :text, :until)"
			   " ON CONFLICT (integration_id, item) DO UPDATE SET"
			   " text = excluded.text, until_ms = excluded.until_ms");

enum err store_fact_put(
	struct cx *cx, struct store *s, int64_t integration_id, const struct fact *fact)
{
	struct query q = store_query(cx, s, &fact_put);

	bind_i64(&q, ":id", integration_id);
	bind_text(&q, ":item", fact->item);
	bind_text(&q, ":text", fact->text);
	bind_i64(&q, ":until", fact->until_ms);
	return query_run(&q);
}

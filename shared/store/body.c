/* SPDX-License-Identifier: MIT */
#include "shared/store/body.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

#define BODY_BYTES                                                                                 \
	"coalesce(length(b.body), 0) + coalesce(length(d.patch), 0)"                               \
	" + coalesce(length(d.accepted), 0)"

static STATEMENT(bodies_get, "SELECT coalesce(sum(" BODY_BYTES "), 0),"
			     " coalesce(sum(CASE WHEN d.dropped_ms IS NOT NULL"
			     " AND b.delivery_id IS NULL THEN 1 END), 0), max(d.dropped_ms)"
			     " FROM delivery d LEFT JOIN delivery_body b ON b.delivery_id = d.id"
			     " WHERE d.integration_id = :integration");

enum err store_bodies_get(
	struct cx *cx, struct store *s, int64_t integration_id, struct bodies *out)
{
	struct query q = store_query(cx, s, &bodies_get);

	*out = (struct bodies){ .dropped_ms = UNSAID };
	bind_i64(&q, ":integration", integration_id);
	if (query_next(&q))
		*out = (struct bodies){ col_i64(&q, 0), col_i64(&q, 1), col_i64_or_unsaid(&q, 2) };
	return query_end(&q);
}

struct kept {
	int64_t id, bytes;
};

static void kept_read(const struct query *q, void *row)
{
	*(struct kept *)row = (struct kept){ col_i64(q, 0), col_i64(q, 1) };
}

static STATEMENT(bodies_oldest,
	"SELECT d.id, " BODY_BYTES " FROM delivery d JOIN delivery_body b ON b.delivery_id = d.id"
	" WHERE d.integration_id = :integration ORDER BY d.id LIMIT :limit");

static STATEMENT(delivery_dropped,
	"UPDATE delivery SET patch = NULL, accepted = NULL, accepted_ms = NULL,"
	" dropped_ms = :now WHERE id = :id");

static STATEMENT(body_drop, "DELETE FROM delivery_body WHERE delivery_id = :id");

/* A delta is of no use without the body that it changes. */
static enum err drop(struct cx *cx, struct store *s, int64_t id)
{
	struct query q = store_query(cx, s, &delivery_dropped);

	bind_i64(&q, ":id", id);
	bind_i64(&q, ":now", cx->now_ms);
	TRY(query_run(&q));
	q = store_query(cx, s, &body_drop);
	bind_i64(&q, ":id", id);
	return query_run(&q);
}

enum err store_bodies_drop(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t bytes, int64_t *dropped)
{
	struct query q = store_query(cx, s, &bodies_oldest);
	const struct kept *rows;
	size_t count, i = 0;

	*dropped = 0;
	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":limit", BODIES_DROP);
	rows = query_rows(&q, kept_read, sizeof(*rows), BODIES_DROP, &count);
	TRY(query_end(&q));
	for (; i < count && bytes > 0; bytes -= rows[i++].bytes)
		TRY(drop(cx, s, rows[i].id));
	*dropped = (int64_t)i;
	return OK;
}

static void id_read(const struct query *q, void *row)
{
	*(int64_t *)row = col_i64(q, 0);
}

static STATEMENT(bodies_group, "SELECT id FROM integration WHERE id > :after"
			       " AND id % :groups = :part ORDER BY id LIMIT :limit");

enum err store_bodies_group(struct cx *cx, struct store *s, int group, int64_t after,
	const int64_t **ids, size_t *count)
{
	struct query q = store_query(cx, s, &bodies_group);

	bind_i64(&q, ":after", after);
	bind_i64(&q, ":groups", BODY_GROUPS);
	bind_i64(&q, ":part", group);
	bind_i64(&q, ":limit", STORE_PAGE);
	*ids = query_rows(&q, id_read, sizeof(**ids), STORE_PAGE, count);
	return query_end(&q);
}

/* SPDX-License-Identifier: MIT */
#include "shared/store/origin.h"

#include "shared/db/query.h"

static const int64_t week_ms = INT64_C(7) * 24 * 60 * 60 * 1000;

/* ---- looking at reports ---- */

/* Works are looked at in the order of their ids, so the last one tells. */
static STATEMENT(origin_new, "SELECT id FROM work WHERE id > (SELECT coalesce(max(work_id), 0)"
			     " FROM origin) ORDER BY id LIMIT :limit");

static STATEMENT(origin_again, "SELECT work_id FROM origin WHERE integration_id IS NULL"
			       " AND looked_ms <= :before ORDER BY looked_ms LIMIT :limit");

static enum err add_ids(struct query *q, int64_t ids[static ORIGIN_PAGE], size_t *count)
{
	bind_i64(q, ":limit", (int64_t)(ORIGIN_PAGE - *count));
	while (*count < ORIGIN_PAGE && query_next(q))
		ids[(*count)++] = col_i64(q, 0);
	return query_end(q);
}

enum err store_origin_unknown(
	struct cx *cx, struct store *s, int64_t ids[static ORIGIN_PAGE], size_t *count)
{
	struct query q = store_query(cx, s, &origin_new);

	*count = 0;
	TRY(add_ids(&q, ids, count));
	q = store_query(cx, s, &origin_again);
	bind_i64(&q, ":before", cx->now_ms - week_ms);
	return add_ids(&q, ids, count);
}

static void report_read(const struct query *q, void *row)
{
	*(struct origin_report *)row = (struct origin_report){
		.delivery_id = col_i64(q, 0),
		.integration_id = col_i64(q, 1),
		.provider = col_text(q, 2),
	};
}

static STATEMENT(origin_reports,
	"SELECT DISTINCT d.id, d.integration_id, i.provider FROM item t"
	" JOIN play p ON p.item_id = t.id JOIN delivery_play x ON x.play_id = p.id"
	" JOIN delivery d ON d.id = x.delivery_id JOIN integration i ON i.id = d.integration_id"
	" WHERE t.work_id = :work ORDER BY d.id DESC LIMIT :limit");

enum err store_origin_reports(struct cx *cx, struct store *s, int64_t work_id,
	const struct origin_report **rows, size_t *count)
{
	struct query q = store_query(cx, s, &origin_reports);

	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":limit", ORIGIN_REPORTS);
	*rows = query_rows(&q, report_read, sizeof(**rows), ORIGIN_REPORTS, count);
	return query_end(&q);
}

/* The work may have gone since it was looked at. */
static STATEMENT(origin_put,
	"INSERT INTO origin (work_id, integration_id, item, address, looked_ms)"
	" SELECT w.id, i.id, CASE WHEN i.id > 0 THEN :item END,"
	" CASE WHEN i.id > 0 THEN :address END, :now FROM work w"
	" LEFT JOIN integration i ON i.id = :integration WHERE w.id = :work"
	" ON CONFLICT (work_id) DO UPDATE SET integration_id = excluded.integration_id,"
	" item = excluded.item, address = excluded.address, looked_ms = excluded.looked_ms,"
	" picture_ms = 0, picture_failures = 0");

enum err store_origin_put(struct cx *cx, struct store *s, const struct origin *origin)
{
	struct query q = store_query(cx, s, &origin_put);

	bind_i64(&q, ":work", origin->work_id);
	bind_i64(&q, ":integration", origin->integration_id);
	bind_text(&q, ":item", origin->item);
	bind_text(&q, ":address", origin->address);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

/* ---- asking ---- */

static void origin_read(const struct query *q, void *row)
{
	*(struct origin *)row = (struct origin){
		.work_id = col_i64(q, 0),
		.integration_id = col_i64(q, 1),
		.item = col_text(q, 2),
		.address = col_text(q, 3),
		.picture_failures = col_i64(q, 4),
	};
}

static STATEMENT(origin_next_item,
	"SELECT o.work_id, o.integration_id, o.item, o.address, o.picture_failures FROM origin o"
	" JOIN account a ON a.integration_id = o.integration_id"
	" WHERE o.integration_id = :integration AND o.item IS NOT NULL AND o.picture_ms <= :now"
	" AND a.refused_ms IS NULL ORDER BY o.picture_ms, o.work_id LIMIT 1");

static STATEMENT(origin_next_address,
	"SELECT o.work_id, o.integration_id, o.item, o.address, o.picture_failures FROM origin o"
	" WHERE o.integration_id = :integration AND o.address IS NOT NULL"
	" AND o.picture_ms <= :now ORDER BY o.picture_ms, o.work_id LIMIT 1");

static enum err next_of(struct cx *cx, struct store *s, const struct statement *which,
	int64_t integration_id, const struct origin **out)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":now", cx->now_ms);
	*out = query_row(&q, origin_read, sizeof(**out));
	return query_end(&q);
}

enum err store_origin_next(
	struct cx *cx, struct store *s, int64_t integration_id, const struct origin **out)
{
	TRY(next_of(cx, s, &origin_next_item, integration_id, out));
	return *out ? OK : next_of(cx, s, &origin_next_address, integration_id, out);
}

static STATEMENT(origin_asked, "UPDATE origin SET picture_ms = :next, picture_failures = :failures"
			       " WHERE work_id = :work");

enum err store_origin_asked(
	struct cx *cx, struct store *s, int64_t work_id, int64_t failures, int64_t next_ms)
{
	struct query q = store_query(cx, s, &origin_asked);

	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":failures", failures);
	bind_i64(&q, ":next", next_ms);
	return query_run(&q);
}

static STATEMENT(origin_put_off,
	"UPDATE origin SET picture_ms = :next WHERE integration_id = :integration"
	" AND picture_ms < :next");

enum err store_origin_put_off(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t next_ms)
{
	struct query q = store_query(cx, s, &origin_put_off);

	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":next", next_ms);
	return query_run(&q);
}

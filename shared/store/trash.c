/* SPDX-License-Identifier: MIT */
#include "shared/store/trash.h"

#include "shared/store/column.h"

enum { STEP = 200 };

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static int64_t kept_since(const struct cx *cx)
{
	return cx->now_ms - TRASH_DAYS * DAY_MS;
}

static void trash_read(const struct query *q, void *row)
{
	*(struct trash_play *)row = (struct trash_play){
		.id = col_i64(q, 0),
		.edit_id = col_i64(q, 1),
		.work_id = col_i64(q, 2),
		.kind = col_kind(q, 3),
		.title = col_text(q, 4),
		.season = (int)col_i64_or_unsaid(q, 5),
		.episode = (int)col_i64_or_unsaid(q, 6),
		.part_title = col_text(q, 7),
		.updated_ms = col_i64(q, 8),
		.removed_ms = col_i64(q, 9),
	};
}

static STATEMENT(trash_list,
	"SELECT p.id, e.id, w.id, w.kind, w.title, t.season, t.episode, t.title, p.updated_ms,"
	" p.removed_ms FROM play p JOIN item t ON t.id = p.item_id JOIN work w ON w.id = t.work_id"
	" JOIN edit e ON e.id = (SELECT max(x.id) FROM edit x WHERE x.play_id = p.id"
	" AND x.undone_ms IS NULL) WHERE p.user_id = :user AND p.removed_ms > :since"
	" AND (p.removed_ms, p.id) < (:before, :before_id) AND e.deed = 'removed'"
	" ORDER BY p.removed_ms DESC, p.id DESC LIMIT :limit");

enum err store_trash_list(struct cx *cx, struct store *s, const struct trash_filter *filter,
	const struct trash_play **rows, size_t *count)
{
	struct query q = store_query(cx, s, &trash_list);

	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":since", kept_since(cx));
	bind_i64(&q, ":before", filter->before_ms);
	bind_i64(&q, ":before_id", filter->before_id);
	bind_i64(&q, ":limit", (int64_t)filter->limit);
	*rows = query_rows(&q, trash_read, sizeof(**rows), filter->limit, count);
	return query_end(&q);
}

/* ---- emptying it ---- */

struct old {
	int64_t play_id, work_id;
};

static void old_read(const struct query *q, void *row)
{
	*(struct old *)row = (struct old){ col_i64(q, 0), col_i64(q, 1) };
}

static STATEMENT(trash_old, "SELECT p.id, t.work_id FROM play p JOIN item t ON t.id = p.item_id"
			    " WHERE p.removed_ms IS NOT NULL AND p.removed_ms <= :since"
			    " AND NOT EXISTS (SELECT 1 FROM delivery_play x WHERE x.play_id = p.id)"
			    " ORDER BY p.removed_ms LIMIT :limit");

static STATEMENT(trash_delete, "DELETE FROM play WHERE id = :play");

static STATEMENT(trash_work,
	"DELETE FROM work WHERE id = :work"
	" AND NOT EXISTS (SELECT 1 FROM item t JOIN play p ON p.item_id = t.id"
	" WHERE t.work_id = :work)"
	" AND NOT EXISTS (SELECT 1 FROM item t JOIN sitting g ON g.item_id = t.id"
	" WHERE t.work_id = :work AND g.heard_ms > :since)"
	" AND NOT EXISTS (SELECT 1 FROM edit e WHERE e.work_id = :work)"
	" AND NOT EXISTS (SELECT 1 FROM list_work l WHERE l.work_id = :work)");

static enum err delete_one(struct cx *cx, struct store *s, const struct old *row)
{
	struct query q = store_query(cx, s, &trash_delete);

	bind_i64(&q, ":play", row->play_id);
	TRY(query_run(&q));
	q = store_query(cx, s, &trash_work);
	bind_i64(&q, ":work", row->work_id);
	bind_i64(&q, ":since", kept_since(cx));
	return query_run(&q);
}

enum err store_trash_empty(struct cx *cx, struct store *s, int64_t *deleted)
{
	struct query q = store_query(cx, s, &trash_old);
	const struct old *rows;
	size_t count = 0;

	bind_i64(&q, ":since", kept_since(cx));
	bind_i64(&q, ":limit", STEP);
	rows = query_rows(&q, old_read, sizeof(*rows), STEP, &count);
	TRY(query_end(&q));
	for (size_t i = 0; i < count; i++)
		TRY(delete_one(cx, s, &rows[i]));
	*deleted = (int64_t)count;
	return OK;
}

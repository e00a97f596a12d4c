/* SPDX-License-Identifier: MIT */
#include "shared/store/edit.h"

#include "shared/progress/report.h"
#include "shared/store/column.h"

static STATEMENT(edit_add, "INSERT INTO edit (user_id, work_id, play_id, deed, updated_ms,"
			   " sitting_done, source, value_old, value_new, at_ms)"
			   " VALUES (:user, :work, :play, :deed, :updated, :sitting_done,"
			   " :source, :value_old, :value_new, :now) RETURNING id");

enum err edit_row_add(struct cx *cx, struct store *s, const struct edit *row, int64_t *id)
{
	struct query q = store_query(cx, s, &edit_add);

	bind_i64(&q, ":user", row->user_id);
	bind_i64(&q, ":work", row->work_id);
	bind_i64_or_null(&q, ":play", row->play_id);
	bind_text(&q, ":deed", row->change);
	bind_i64_or_null(&q, ":updated", row->updated_ms);
	bind_i64_or_null(&q, ":sitting_done", row->sitting_done);
	bind_text(&q, ":source", row->source == CATALOG__COUNT ? NULL : catalog_name(row->source));
	bind_text(&q, ":value_old", row->value_old);
	bind_text(&q, ":value_new", row->value_new);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, id);
}

static void edit_read(const struct query *q, void *row)
{
	*(struct edit *)row = (struct edit){
		.id = col_i64(q, 0),
		.user_id = col_i64(q, 11),
		.work_id = col_i64(q, 1),
		.play_id = col_i64_or_unsaid(q, 2),
		.change = col_text(q, 3),
		.updated_ms = col_i64_or_unsaid(q, 4),
		.sitting_done = col_i64_or_unsaid(q, 5),
		.source = col_catalog(q, 6),
		.value_old = col_text(q, 7),
		.value_new = col_text(q, 8),
		.at_ms = col_i64(q, 9),
		.undone_ms = col_i64_or_unsaid(q, 10),
		.batch = col_i64_or_unsaid(q, 12),
	};
}

#define EDIT_SELECT                                                                                \
	"SELECT id, work_id, play_id, deed, updated_ms, sitting_done, source,"                     \
	" value_old, value_new, at_ms, undone_ms, user_id, batch FROM edit"

static STATEMENT(edit_get, EDIT_SELECT " WHERE id = :id AND user_id = :user");

enum err edit_row_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t edit_id, struct edit *out)
{
	struct query q = store_query(cx, s, &edit_get);

	*out = (struct edit){ .id = 0 };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", edit_id);
	return query_get(&q, edit_read, out);
}

static STATEMENT(edit_newest, "SELECT max(id) FROM edit WHERE play_id = :play"
			      " AND undone_ms IS NULL");

enum err edit_row_newest(struct cx *cx, struct store *s, int64_t play_id, int64_t *edit_id)
{
	struct query q = store_query(cx, s, &edit_newest);

	bind_i64(&q, ":play", play_id);
	return query_number(&q, edit_id);
}

static STATEMENT(edit_batch, "UPDATE edit SET batch = :batch WHERE id = :id");

enum err edit_row_set_batch(struct cx *cx, struct store *s, int64_t edit_id, int64_t batch)
{
	struct query q = store_query(cx, s, &edit_batch);

	bind_i64(&q, ":id", edit_id);
	bind_i64(&q, ":batch", batch);
	return query_run(&q);
}

static STATEMENT(edit_before, "SELECT max(id) FROM edit WHERE batch = :batch AND id < :before"
			      " AND undone_ms IS NULL");

enum err edit_row_before(
	struct cx *cx, struct store *s, int64_t batch, int64_t before_id, int64_t *edit_id)
{
	struct query q = store_query(cx, s, &edit_before);

	bind_i64(&q, ":batch", batch);
	bind_i64(&q, ":before", before_id);
	return query_number(&q, edit_id);
}

static STATEMENT(edit_undone, "UPDATE edit SET undone_ms = :now WHERE id = :id");

enum err edit_row_set_undone(struct cx *cx, struct store *s, int64_t edit_id)
{
	struct query q = store_query(cx, s, &edit_undone);

	bind_i64(&q, ":id", edit_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(edit_ids, EDIT_SELECT " WHERE work_id = :work AND user_id = :user AND deed = 'id'"
				       " AND undone_ms IS NULL ORDER BY id DESC LIMIT :limit");

enum err edit_row_list_ids(struct cx *cx, struct store *s, const struct edit_filter *filter,
	const struct edit **rows, size_t *count)
{
	struct query q = store_query(cx, s, &edit_ids);
	struct edit *list = arena_array(cx->arena, filter->limit, sizeof(*list));

	*rows = list;
	*count = 0;
	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":work", filter->work_id);
	bind_i64(&q, ":limit", (int64_t)filter->limit);
	while (query_next(&q)) {
		edit_read(&q, &list[*count]);
		if (list[*count].source != CATALOG__COUNT)
			(*count)++;
	}
	return query_end(&q);
}

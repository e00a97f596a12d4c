/* SPDX-License-Identifier: MIT */
#include "shared/store/library_work.h"

#include "shared/store/column.h"
#include "shared/store/row.h"

/* The plays of a work that count. */
#define COUNTED_OF_WORK                                                                            \
	" FROM item t CROSS JOIN play p WHERE t.work_id = :work"                                   \
	" AND p.user_id = :user AND p.item_id = t.id"                                              \
	" AND p.removed_ms IS NULL"

static STATEMENT(library_summary, "SELECT count(DISTINCT t.id), count(DISTINCT CASE WHEN"
				  " p.state = 'completed' THEN t.id END),"
				  " sum(CASE WHEN p.state = 'in_progress' THEN 1 ELSE 0 END),"
				  " max(CASE WHEN p.state = 'in_progress' THEN p.share END),"
				  " max(p.updated_ms)" COUNTED_OF_WORK);

static enum err summarise(struct cx *cx, struct store *s, int64_t user_id, struct library_work *row)
{
	struct query q = store_query(cx, s, &library_summary);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", row->id);
	if (query_next(&q)) {
		row->parts = col_i64(&q, 0);
		row->completed = col_i64(&q, 1);
		row->open = col_i64(&q, 2);
		row->share = col_i64_or_unsaid(&q, 3);
		row->updated_ms = col_i64_or_unsaid(&q, 4);
	}
	return query_end(&q);
}

static void work_read(const struct query *q, void *row)
{
	*(struct library_work *)row = (struct library_work){
		.id = col_i64(q, 0),
		.kind = col_kind(q, 1),
		.title = col_text(q, 2),
		.author = col_text(q, 3),
		.year = (int)col_i64_or_unsaid(q, 4),
	};
}

static STATEMENT(library_work,
	"SELECT w.id, w.kind, w.title, w.author, w.year FROM work w"
	" WHERE w.id = :work AND w.person_id = :user"
	" AND (EXISTS (SELECT p.id FROM item t CROSS JOIN play p"
	" WHERE t.work_id = w.id AND p.user_id = :user AND p.item_id = t.id)"
	" OR EXISTS (SELECT e.id FROM edit e WHERE e.work_id = w.id AND e.user_id = :user))");

/* ERR_NOT_FOUND also if it was removed since its id was read. */
static enum err get_work(
	struct cx *cx, struct store *s, int64_t user_id, int64_t work_id, struct library_work *row)
{
	struct query q = store_query(cx, s, &library_work);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", work_id);
	TRY(query_get(&q, work_read, row));
	return summarise(cx, s, user_id, row);
}

enum err store_library_work(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct library_work **out)
{
	struct library_work *row = arena_alloc(cx->arena, sizeof(*row));

	*out = row;
	return get_work(cx, s, user_id, work_id, row);
}

enum err store_library_ids(
	struct cx *cx, struct store *s, int64_t work_id, const struct id **rows, size_t *count)
{
	struct query q = store_query(cx, s, &work_id_list);
	struct id *list = NULL;
	size_t room = 0;

	*count = 0;
	bind_i64(&q, ":work", work_id);
	while (query_next(&q)) {
		struct id id = { 0 };
		size_t at = *count;

		if (!catalog_parse(col_text(&q, 0), &id.source))
			continue;
		snprintf(id.value, sizeof(id.value), "%s", col_text(&q, 1));
		list = arena_more(cx->arena, list, *count, &room, sizeof(*list));
		for (; at > 0 && list[at - 1].source > id.source; at--)
			list[at] = list[at - 1];
		list[at] = id;
		(*count)++;
	}
	*rows = list;
	return query_end(&q);
}

static void season_read(const struct query *q, void *row)
{
	*(struct library_season *)row = (struct library_season){
		.season = (int)col_i64_or_unsaid(q, 0),
		.parts = col_i64(q, 1),
		.completed = col_i64(q, 2),
		.open = col_i64(q, 3),
	};
}

static STATEMENT(library_seasons,
	"SELECT t.season, count(DISTINCT t.id), count(DISTINCT CASE WHEN"
	" p.state = 'completed' THEN t.id END),"
	" sum(CASE WHEN p.state = 'in_progress' THEN 1 ELSE 0 END)" COUNTED_OF_WORK
	" AND t.part <> ''"
	" GROUP BY t.season ORDER BY coalesce(t.season, -1) DESC");

enum err store_library_seasons(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct library_season **rows, size_t *count)
{
	struct query q = store_query(cx, s, &library_seasons);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", work_id);
	*rows = query_rows(&q, season_read, sizeof(**rows), SIZE_MAX, count);
	return query_end(&q);
}

static void part_read(const struct query *q, void *row)
{
	*(struct library_part *)row = (struct library_part){
		.item_id = col_i64(q, 0),
		.season = (int)col_i64_or_unsaid(q, 1),
		.episode = (int)col_i64_or_unsaid(q, 2),
		.title = col_text(q, 3),
		.times = col_i64(q, 4),
		.completed_ms = col_i64_or_unsaid(q, 5),
		.share = col_i64_or_unsaid(q, 6),
	};
}

static STATEMENT(library_parts,
	"SELECT t.id, t.season, t.episode, t.title,"
	" sum(CASE WHEN p.state = 'completed' THEN 1 ELSE 0 END),"
	" max(p.completed_ms),"
	" max(CASE WHEN p.state = 'in_progress' THEN p.share END)" COUNTED_OF_WORK
	" AND t.part <> ''"
	" AND coalesce(t.season, -1) = :season"
	" GROUP BY t.id, t.season, t.episode, t.title"
	" ORDER BY t.episode, t.id DESC LIMIT :limit OFFSET :skip");

enum err store_library_parts(struct cx *cx, struct store *s, const struct library_slice *slice,
	const struct library_part **rows, size_t *count)
{
	struct query q = store_query(cx, s, &library_parts);

	bind_i64(&q, ":user", slice->user_id);
	bind_i64(&q, ":work", slice->work_id);
	bind_i64(&q, ":season", slice->season);
	bind_i64(&q, ":limit", (int64_t)slice->limit);
	bind_i64(&q, ":skip", (int64_t)slice->skip);
	*rows = query_rows(&q, part_read, sizeof(**rows), slice->limit, count);
	return query_end(&q);
}

static void delivery_read(const struct query *q, void *row)
{
	*(struct library_delivery *)row = (struct library_delivery){
		.id = col_i64(q, 0),
		.event = col_text(q, 1),
		.last_ms = col_i64(q, 2),
		.count = col_i64(q, 3),
		.reason = col_reason(q, 4),
	};
}

static STATEMENT(library_deliveries, "SELECT d.id, d.event, d.last_ms, d.count, d.reason"
				     " FROM delivery_play x JOIN delivery d ON d.id = x.delivery_id"
				     " JOIN integration i ON i.id = d.integration_id"
				     " WHERE x.play_id = :play AND i.user_id = :user"
				     " ORDER BY x.delivery_id DESC LIMIT :limit");

enum err store_library_deliveries(struct cx *cx, struct store *s,
	const struct library_delivery_filter *filter, const struct library_delivery **rows,
	size_t *count)
{
	struct query q = store_query(cx, s, &library_deliveries);

	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":play", filter->play_id);
	bind_i64(&q, ":limit", (int64_t)filter->limit);
	*rows = query_rows(&q, delivery_read, sizeof(**rows), filter->limit, count);
	return query_end(&q);
}

/* SPDX-License-Identifier: MIT */
/* library_work.c -- one work: its ids, its parts, and who told of it. */
#include "shared/db/query.h"
#include "shared/store/library.h"

enum err store_library_ids(
	struct cx *cx, struct store *s, int64_t work_id, const struct id **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_WORK_ID_LIST);
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

enum err store_library_seasons(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct library_season **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_LIBRARY_SEASONS);
	struct library_season *list = NULL;
	size_t room = 0;

	*count = 0;
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", work_id);
	while (query_next(&q)) {
		list = arena_more(cx->arena, list, *count, &room, sizeof(*list));
		list[(*count)++] = (struct library_season){
			.season = (int)col_i64_or_unsaid(&q, 0),
			.parts = col_i64(&q, 1),
			.completed = col_i64(&q, 2),
			.open = col_i64(&q, 3),
		};
	}
	*rows = list;
	return query_end(&q);
}

enum err store_library_parts(struct cx *cx, struct store *s, const struct library_slice *slice,
	const struct library_part **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_LIBRARY_PARTS);
	struct library_part *list = arena_array(cx->arena, slice->limit, sizeof(*list));

	*count = 0;
	bind_i64(&q, ":user", slice->user_id);
	bind_i64(&q, ":work", slice->work_id);
	bind_i64(&q, ":season", slice->season);
	bind_i64(&q, ":limit", (int64_t)slice->limit);
	bind_i64(&q, ":skip", (int64_t)slice->skip);
	while (query_next(&q))
		list[(*count)++] = (struct library_part){
			.item_id = col_i64(&q, 0),
			.season = (int)col_i64_or_unsaid(&q, 1),
			.episode = (int)col_i64_or_unsaid(&q, 2),
			.title = col_text(&q, 3),
			.times = col_i64(&q, 4),
			.completed_ms = col_i64_or_unsaid(&q, 5),
			.share = col_i64_or_unsaid(&q, 6),
		};
	*rows = list;
	return query_end(&q);
}

enum err store_library_deliveries(struct cx *cx, struct store *s, int64_t user_id, int64_t play_id,
	size_t limit, const struct library_delivery **rows, size_t *count)
{
	struct query q = store_query(cx, s, STMT_LIBRARY_DELIVERIES);
	struct library_delivery *list = arena_array(cx->arena, limit, sizeof(*list));

	*count = 0;
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":play", play_id);
	bind_i64(&q, ":limit", (int64_t)limit);
	while (query_next(&q))
		list[(*count)++] = (struct library_delivery){
			.id = col_i64(&q, 0),
			.event = col_text(&q, 1),
			.last_ms = col_i64(&q, 2),
			.count = col_i64(&q, 3),
			.reason = col_text(&q, 4),
		};
	*rows = list;
	return query_end(&q);
}

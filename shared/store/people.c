/* SPDX-License-Identifier: MIT */
#include "shared/store/people.h"

#include "shared/db/query.h"

static void user_summary_read(const struct query *q, struct user_summary *row)
{
	*row = (struct user_summary){
		.id = col_i64(q, 0),
		.name = col_text(q, 1),
		.is_admin = col_i64(q, 2) != 0,
		.created_ms = col_i64(q, 3),
		.integrations = col_i64(q, 4),
		.plays = col_i64(q, 5),
		.last_used_ms = col_i64_or_unsaid(q, 6),
	};
}

enum err store_people_list(struct cx *cx, struct store *s, const char *after,
	const struct user_summary **rows, size_t *count, bool *more)
{
	struct query q = store_query(cx, s, STMT_PEOPLE_LIST);
	struct user_summary *list = arena_array(cx->arena, PEOPLE_MAX, sizeof(*list));

	*count = 0;
	*more = false;
	bind_text(&q, ":after", after);
	bind_i64(&q, ":limit", PEOPLE_MAX + 1);
	while (query_next(&q)) {
		*more = *count == PEOPLE_MAX;
		if (!*more)
			user_summary_read(&q, &list[(*count)++]);
	}
	*rows = list;
	return query_end(&q);
}

enum err store_people_get(
	struct cx *cx, struct store *s, int64_t id, const struct user_summary **out)
{
	struct query q = store_query(cx, s, STMT_PEOPLE_GET);

	*out = NULL;
	bind_i64(&q, ":id", id);
	if (query_next(&q)) {
		struct user_summary *row = arena_alloc(cx->arena, sizeof(*row));

		user_summary_read(&q, row);
		*out = row;
	}
	return query_end(&q);
}

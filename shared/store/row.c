/* SPDX-License-Identifier: MIT */
#include "shared/store/row.h"

struct query row_keyed(struct cx *cx, struct store *s, const struct statement *which,
	int64_t user_id, int64_t item_id)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":item", item_id);
	return q;
}

enum err row_next_id(struct cx *cx, struct store *s, const struct statement *last, int64_t *last_id)
{
	if (*last_id == 0) {
		struct query q = store_query(cx, s, last);

		TRY(query_number(&q, last_id));
	}
	++*last_id;
	return OK;
}

enum err row_find_work(struct cx *cx, struct store *s, int64_t user_id, enum kind kind,
	const struct id *id, int64_t *work_id)
{
	struct query q = store_query(cx, s, &work_id_find);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":kind", kind_name(kind));
	bind_text(&q, ":source", catalog_name(id->source));
	bind_text(&q, ":value", id->value);
	return query_number(&q, work_id);
}

enum err row_read_ids(struct cx *cx, struct store *s, int64_t work_id, struct ids *ids)
{
	struct query q = store_query(cx, s, &work_id_list);
	enum catalog source;

	bind_i64(&q, ":work", work_id);
	while (query_next(&q))
		if (catalog_parse(col_text(&q, 0), &source))
			ids_add(ids, source, col_text(&q, 1));
	return query_end(&q);
}

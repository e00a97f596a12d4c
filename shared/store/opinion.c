/* SPDX-License-Identifier: MIT */
#include "shared/store/opinion.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static STATEMENT(opinion_get, "SELECT coalesce(rating, 0), coalesce(note, '') FROM opinion"
			      " WHERE work_id = :work");

enum err store_opinion_get(struct cx *cx, struct store *s, int64_t work_id, struct opinion *out)
{
	struct query q = store_query(cx, s, &opinion_get);

	*out = (struct opinion){ .note = "" };
	bind_i64(&q, ":work", work_id);
	if (query_next(&q))
		*out = (struct opinion){ (int)col_i64(&q, 0), col_text(&q, 1) };
	return query_end(&q);
}

/* The time of a rating that stays is kept. */
static STATEMENT(opinion_set,
	"INSERT INTO opinion (work_id, person_id, rating, rated_ms, note)"
	" VALUES (:work, :user, :rating, :rated, :note)"
	" ON CONFLICT (work_id) DO UPDATE SET rating = excluded.rating,"
	" rated_ms = CASE WHEN opinion.rating = excluded.rating THEN opinion.rated_ms"
	" ELSE excluded.rated_ms END, note = excluded.note");

enum err store_opinion_set(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct opinion *opinion)
{
	struct query q = store_query(cx, s, &opinion_set);

	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":user", user_id);
	bind_i64_or_null(&q, ":rating", opinion->rating > 0 ? opinion->rating : UNSAID);
	bind_i64_or_null(&q, ":rated", opinion->rating > 0 ? cx->now_ms : UNSAID);
	bind_text(&q, ":note", *opinion->note ? opinion->note : NULL);
	return query_run(&q);
}

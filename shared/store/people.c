/* SPDX-License-Identifier: MIT */
#include "shared/store/people.h"

#include "shared/db/query.h"

static void user_summary_read(const struct query *q, void *row)
{
	*(struct user_summary *)row = (struct user_summary){
		.id = col_i64(q, 0),
		.name = col_text(q, 1),
		.is_admin = col_i64(q, 2) != 0,
		.created_ms = col_i64(q, 3),
		.integrations = col_i64(q, 4),
		.plays = col_i64(q, 5),
		.last_used_ms = col_i64_or_unsaid(q, 6),
	};
}

#define PEOPLE_SELECT                                                                              \
	"SELECT u.id, u.name, u.is_admin, u.created_ms,"                                           \
	" (SELECT count(*) FROM integration i WHERE i.user_id = u.id),"                            \
	" (SELECT coalesce(sum(c.plays), 0) FROM work_count c WHERE c.person_id = u.id),"          \
	" (SELECT max(s.last_used_ms) FROM session s WHERE s.user_id = u.id)"                      \
	" FROM person u"

static STATEMENT(people_list, PEOPLE_SELECT " WHERE lower(u.name) > lower(:after)"
					    " ORDER BY lower(u.name) LIMIT :limit");

enum err store_people_list(struct cx *cx, struct store *s, const char *after,
	const struct user_summary **rows, size_t *count, bool *more)
{
	struct query q = store_query(cx, s, &people_list);

	bind_text(&q, ":after", after);
	bind_i64(&q, ":limit", PEOPLE_MAX + 1);
	*rows = query_rows(&q, user_summary_read, sizeof(**rows), PEOPLE_MAX + 1, count);
	*more = *count > PEOPLE_MAX;
	if (*more)
		*count = PEOPLE_MAX;
	return query_end(&q);
}

static STATEMENT(people_get, PEOPLE_SELECT " WHERE u.id = :id");

enum err store_people_get(
	struct cx *cx, struct store *s, int64_t id, const struct user_summary **out)
{
	struct query q = store_query(cx, s, &people_get);

	bind_i64(&q, ":id", id);
	*out = query_row(&q, user_summary_read, sizeof(**out));
	return query_end(&q);
}

/* SPDX-License-Identifier: MIT */
#include "shared/store/shelf.h"

#include "shared/store/column.h"

static STATEMENT(shelf_count,
	"SELECT kind, sum(works), sum(CASE WHEN state = 'in_progress' THEN works ELSE 0 END)"
	" FROM work_count WHERE person_id = :user GROUP BY kind");

enum err store_shelves(struct cx *cx, struct store *s, int64_t user_id, struct shelves *out)
{
	struct query q = store_query(cx, s, &shelf_count);
	struct shelf *sum = &out->kinds[KIND_NONE];

	*out = (struct shelves){ 0 };
	bind_i64(&q, ":user", user_id);
	while (query_next(&q)) {
		enum kind kind = col_kind(&q, 0);

		if (kind == KIND_NONE)
			continue;
		out->kinds[kind] = (struct shelf){ col_i64(&q, 1), col_i64(&q, 2) };
		sum->works += out->kinds[kind].works;
		sum->open += out->kinds[kind].open;
	}
	return query_end(&q);
}

int64_t shelves_count(const struct shelves *shelves, enum kind kind, enum play_state state)
{
	const struct shelf *shelf = &shelves->kinds[kind];

	if (state == PLAY_IN_PROGRESS)
		return shelf->open;
	return state == PLAY_COMPLETED ? shelf->works - shelf->open : shelf->works;
}

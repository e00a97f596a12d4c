/* SPDX-License-Identifier: MIT */
#include "shared/store/shelf.h"

#include "shared/store/column.h"

/* By way of the person's plays, which are fewer than all works. */
#define PLAYED " FROM play p CROSS JOIN item t WHERE t.id = p.item_id AND p.user_id = :user"

static STATEMENT(shelf_count,
	"SELECT w.kind, count(*), sum(CASE WHEN w.id IN (SELECT t.work_id" PLAYED
	" AND p.state = 'in_progress' AND p.removed_ms IS NULL) THEN 1 ELSE 0 END)"
	" FROM work w WHERE w.id IN (SELECT t.work_id" PLAYED " AND p.removed_ms IS NULL)"
	" GROUP BY w.kind");

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

/* SPDX-License-Identifier: MIT */
/* credits.c -- see credits.h. */
#include "shared/store/credits.h"

#include "shared/db/query.h"

static STATEMENT(credits_find,
	"SELECT p.id, p.item_id, t.season, t.episode, p.share FROM play p"
	" JOIN item t ON t.id = p.item_id WHERE p.user_id = :user"
	" AND p.integration_id = :integration AND p.state = 'in_progress'"
	" AND p.removed_ms IS NULL AND p.share > :share AND p.updated_ms <= :at"
	" AND t.work_id = :work AND ((t.season = :season AND t.episode = :before)"
	" OR (t.season = :season_before AND :before = 0))"
	" ORDER BY t.episode DESC LIMIT 1");

enum err store_credits_find(
	struct cx *cx, struct store *s, const struct credits_asked *asked, struct credits *out)
{
	struct query q = store_query(cx, s, &credits_find);

	*out = (struct credits){ .play_id = 0 };
	bind_i64(&q, ":user", asked->user_id);
	bind_i64(&q, ":integration", asked->integration_id);
	bind_i64(&q, ":share", asked->share);
	bind_i64(&q, ":at", asked->at_ms);
	bind_i64(&q, ":work", asked->work_id);
	bind_i64(&q, ":season", asked->season);
	bind_i64(&q, ":season_before", asked->season - 1);
	bind_i64(&q, ":before", asked->episode - 1);
	if (query_next(&q))
		*out = (struct credits){ .play_id = col_i64(&q, 0),
			.item_id = col_i64(&q, 1),
			.season = (int)col_i64(&q, 2),
			.episode = (int)col_i64(&q, 3),
			.share = col_i64(&q, 4) };
	return query_end(&q);
}

static STATEMENT(credits_complete, "UPDATE play SET state = 'completed', completed_ms = updated_ms"
				   " WHERE id = :id AND user_id = :user");

static STATEMENT(credits_sitting, "UPDATE sitting SET done = 1"
				  " WHERE user_id = :user AND item_id = :item");

enum err store_credits_complete(
	struct cx *cx, struct store *s, int64_t user_id, const struct credits *left)
{
	struct query q = store_query(cx, s, &credits_complete);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", left->play_id);
	TRY(query_run(&q));
	q = store_query(cx, s, &credits_sitting);
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":item", left->item_id);
	return query_run(&q);
}

/* SPDX-License-Identifier: MIT */
#include "shared/store/place.h"

#include "shared/db/query.h"

enum { PRUNED_AT_ONCE = 100 };

static STATEMENT(place_put,
	"INSERT INTO place (user_id, document, progress, share, device, device_id, at_ms)"
	" VALUES (:user, :document, :progress, :share, :device, :device_id, :now)"
	" ON CONFLICT (user_id, document) DO UPDATE SET progress = excluded.progress,"
	" share = excluded.share, device = excluded.device, device_id = excluded.device_id,"
	" at_ms = excluded.at_ms");

static STATEMENT(place_prune,
	"DELETE FROM place WHERE user_id = :user AND document IN (SELECT o.document FROM place o"
	" WHERE o.user_id = :user ORDER BY o.at_ms DESC, o.document LIMIT :limit OFFSET :keep)");

enum err store_place_put(struct cx *cx, struct store *s, int64_t user_id, const struct place *place)
{
	struct query q = store_query(cx, s, &place_put);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":document", place->document);
	bind_text(&q, ":progress", place->progress);
	bind_i64(&q, ":share", place->share);
	bind_text(&q, ":device", place->device);
	bind_text(&q, ":device_id", place->device_id);
	bind_i64(&q, ":now", cx->now_ms);
	TRY(query_run(&q));
	q = store_query(cx, s, &place_prune);
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":limit", PRUNED_AT_ONCE);
	bind_i64(&q, ":keep", PLACES_MAX);
	return query_run(&q);
}

static void place_read(const struct query *q, void *row)
{
	*(struct place *)row = (struct place){
		.document = col_text(q, 0),
		.progress = col_text(q, 1),
		.share = col_i64(q, 2),
		.device = col_text(q, 3),
		.device_id = col_text(q, 4),
		.at_ms = col_i64(q, 5),
	};
}

static STATEMENT(place_get, "SELECT document, progress, share, device, device_id, at_ms"
			    " FROM place WHERE user_id = :user AND document = :document");

enum err store_place_get(struct cx *cx, struct store *s, int64_t user_id, const char *document,
	const struct place **out)
{
	struct query q = store_query(cx, s, &place_get);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":document", document);
	*out = query_row(&q, place_read, sizeof(**out));
	return query_end(&q);
}

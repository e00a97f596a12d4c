/* SPDX-License-Identifier: MIT */
#include "shared/store/picture.h"

#include "shared/db/query.h"

static STATEMENT(picture_get, "SELECT hash, width, height, bytes FROM picture"
			      " WHERE work_id = :work AND person_id = :user");

enum err store_picture_get(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	struct work_picture *out, bool *has)
{
	struct query q = store_query(cx, s, &picture_get);

	*out = (struct work_picture){ .width = 0 };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", work_id);
	*has = query_next(&q);
	if (*has) {
		snprintf(out->hash, sizeof(out->hash), "%s", col_text_in_place(&q, 0));
		out->width = col_i64(&q, 1);
		out->height = col_i64(&q, 2);
		out->bytes = col_i64(&q, 3);
	}
	return query_end(&q);
}

static STATEMENT(picture_own, "SELECT 1 FROM picture WHERE hash = :hash AND person_id = :user"
			      " LIMIT 1");

enum err store_picture_is_own(
	struct cx *cx, struct store *s, int64_t user_id, const char *hash, bool *is_own)
{
	struct query q = store_query(cx, s, &picture_own);
	int64_t found = 0;

	bind_text(&q, ":hash", hash);
	bind_i64(&q, ":user", user_id);
	TRY(query_number(&q, &found));
	*is_own = found != 0;
	return OK;
}

static STATEMENT(picture_put,
	"INSERT INTO picture (work_id, person_id, hash, width, height, bytes)"
	" SELECT id, person_id, :hash, :width, :height, :bytes FROM work WHERE id = :work"
	" ON CONFLICT (work_id) DO UPDATE SET hash = excluded.hash, width = excluded.width,"
	" height = excluded.height, bytes = excluded.bytes");

enum err store_picture_put(
	struct cx *cx, struct store *s, int64_t work_id, const struct work_picture *picture)
{
	struct query q = store_query(cx, s, &picture_put);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":hash", picture->hash);
	bind_i64(&q, ":width", picture->width);
	bind_i64(&q, ":height", picture->height);
	bind_i64(&q, ":bytes", picture->bytes);
	return query_run(&q);
}

static STATEMENT(picture_drop, "DELETE FROM picture WHERE work_id = :work");

enum err store_picture_drop(struct cx *cx, struct store *s, int64_t work_id)
{
	struct query q = store_query(cx, s, &picture_drop);

	bind_i64(&q, ":work", work_id);
	return query_run(&q);
}

static STATEMENT(picture_census, "SELECT count(*), coalesce(sum(x.bytes), 0) FROM"
				 " (SELECT hash, max(bytes) AS bytes FROM picture GROUP BY hash) x"
				 " LIMIT 1");

enum err store_picture_census(struct cx *cx, struct store *s, struct picture_census *out)
{
	struct query q = store_query(cx, s, &picture_census);

	*out = (struct picture_census){ 0 };
	if (query_next(&q))
		*out = (struct picture_census){ col_i64(&q, 0), col_i64(&q, 1) };
	return query_end(&q);
}

static void page_read(const struct query *q, void *row)
{
	struct work_picture *picture = row;

	*picture = (struct work_picture){ .bytes = col_i64(q, 1) };
	snprintf(picture->hash, sizeof(picture->hash), "%s", col_text_in_place(q, 0));
}

static STATEMENT(picture_page, "SELECT hash, max(bytes) FROM picture WHERE hash > :after"
			       " GROUP BY hash ORDER BY hash LIMIT :limit");

enum err store_picture_page(struct cx *cx, struct store *s, const char *after,
	const struct work_picture **rows, size_t *count)
{
	struct query q = store_query(cx, s, &picture_page);

	bind_text(&q, ":after", after);
	bind_i64(&q, ":limit", STORE_PAGE);
	*rows = query_rows(&q, page_read, sizeof(**rows), STORE_PAGE, count);
	return query_end(&q);
}

static STATEMENT(picture_ask_again,
	"UPDATE origin SET picture_ms = 0, picture_failures = 0"
	" WHERE work_id IN (SELECT work_id FROM picture WHERE hash = :hash)");

static STATEMENT(picture_drop_file, "DELETE FROM picture WHERE hash = :hash");

static enum err run_with_hash(
	struct cx *cx, struct store *s, const struct statement *which, const char *hash)
{
	struct query q = store_query(cx, s, which);

	bind_text(&q, ":hash", hash);
	return query_run(&q);
}

enum err store_picture_lost(struct cx *cx, struct store *s, const char *hash)
{
	TRY(run_with_hash(cx, s, &picture_ask_again, hash));
	return run_with_hash(cx, s, &picture_drop_file, hash);
}

static STATEMENT(picture_oldest,
	"SELECT g.hash, g.bytes FROM picture g ORDER BY (SELECT coalesce(max(p.updated_ms), 0)"
	" FROM item t JOIN play p ON p.item_id = t.id WHERE t.work_id = g.work_id), g.work_id"
	" LIMIT 1");

enum err store_picture_drop_oldest(struct cx *cx, struct store *s, int64_t *bytes)
{
	struct query q = store_query(cx, s, &picture_oldest);
	const char *hash = NULL;

	*bytes = 0;
	if (query_next(&q)) {
		hash = col_text(&q, 0);
		*bytes = col_i64(&q, 1);
	}
	TRY(query_end(&q));
	return hash ? run_with_hash(cx, s, &picture_drop_file, hash) : OK;
}

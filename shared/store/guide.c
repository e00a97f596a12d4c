/* SPDX-License-Identifier: MIT */
#include "shared/store/guide.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

/* ---- asking ---- */

static void due_read(const struct query *q, void *row)
{
	*(struct guide_due *)row = (struct guide_due){
		.work_id = col_i64(q, 0),
		.item = col_text(q, 1),
		.failures = col_i64(q, 2),
		.played_ms = col_i64(q, 3),
	};
}

static STATEMENT(guide_next,
	"SELECT o.work_id, o.item, o.guide_failures, (SELECT coalesce(max(p.updated_ms), 0)"
	" FROM item t JOIN play p ON p.item_id = t.id WHERE t.work_id = o.work_id) FROM origin o"
	" JOIN account a ON a.integration_id = o.integration_id"
	" JOIN work w ON w.id = o.work_id AND w.kind = 'show'"
	" WHERE o.integration_id = :integration AND o.item IS NOT NULL AND o.guide_ms <= :now"
	" AND a.refused_ms IS NULL ORDER BY o.guide_ms, o.work_id LIMIT 1");

enum err store_guide_next(
	struct cx *cx, struct store *s, int64_t integration_id, struct guide_due *out)
{
	struct query q = store_query(cx, s, &guide_next);
	const struct guide_due *row;

	*out = (struct guide_due){ 0 };
	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":now", cx->now_ms);
	row = query_row(&q, due_read, sizeof(*row));
	if (row)
		*out = *row;
	return query_end(&q);
}

static STATEMENT(guide_asked, "UPDATE origin SET guide_ms = :next, guide_failures = :failures"
			      " WHERE work_id = :work");

enum err store_guide_asked(
	struct cx *cx, struct store *s, int64_t work_id, int64_t failures, int64_t next_ms)
{
	struct query q = store_query(cx, s, &guide_asked);

	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":failures", failures);
	bind_i64(&q, ":next", next_ms);
	return query_run(&q);
}

static STATEMENT(guide_put_off, "UPDATE origin SET guide_ms = :next"
				" WHERE integration_id = :integration AND guide_ms < :next");

enum err store_guide_put_off(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t next_ms)
{
	struct query q = store_query(cx, s, &guide_put_off);

	bind_i64(&q, ":integration", integration_id);
	bind_i64(&q, ":next", next_ms);
	return query_run(&q);
}

/* ---- the list ---- */

static STATEMENT(guide_clear, "DELETE FROM guide WHERE work_id = :work");

/* The work may have gone; a server may list an episode twice. */
static STATEMENT(guide_add, "INSERT INTO guide (work_id, season, episode, title, air_ms, length_ms)"
			    " SELECT id, :season, :episode, :title, :air, :length FROM work"
			    " WHERE id = :work ON CONFLICT (work_id, season, episode) DO NOTHING");

static enum err add(struct cx *cx, struct store *s, int64_t work_id, const struct guide_episode *e)
{
	struct query q = store_query(cx, s, &guide_add);

	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":season", e->season);
	bind_i64(&q, ":episode", e->episode);
	bind_text(&q, ":title", e->title);
	bind_i64_or_null(&q, ":air", e->air_ms);
	bind_i64_or_null(&q, ":length", e->length_ms);
	return query_run(&q);
}

enum err store_guide_put(struct cx *cx, struct store *s, int64_t work_id,
	const struct guide_episode *rows, size_t count)
{
	struct query q = store_query(cx, s, &guide_clear);

	bind_i64(&q, ":work", work_id);
	TRY(query_run(&q));
	for (size_t i = 0; i < count; i++)
		TRY(add(cx, s, work_id, &rows[i]));
	return OK;
}

static STATEMENT(guide_has, "SELECT 1 FROM guide WHERE work_id = :work LIMIT 1");

enum err store_guide_has(struct cx *cx, struct store *s, int64_t work_id, bool *has)
{
	struct query q = store_query(cx, s, &guide_has);
	int64_t found = 0;

	bind_i64(&q, ":work", work_id);
	TRY(query_number(&q, &found));
	*has = found != 0;
	return OK;
}

static void row_read(const struct query *q, void *row)
{
	*(struct guide_row *)row = (struct guide_row){
		.episode = {
			.season = (int)col_i64(q, 0),
			.episode = (int)col_i64(q, 1),
			.title = col_text(q, 2),
			.air_ms = col_i64_or_unsaid(q, 3),
			.length_ms = col_i64_or_unsaid(q, 4),
		},
		.times = col_i64(q, 5),
		.completed_ms = col_i64_or_unsaid(q, 6),
		.share = col_i64_or_unsaid(q, 7),
	};
}

static STATEMENT(guide_rows,
	"SELECT found.season, found.episode, coalesce(g.title, t.title), g.air_ms, g.length_ms,"
	" sum(CASE WHEN p.state = 'completed' THEN 1 ELSE 0 END), max(p.completed_ms),"
	" max(CASE WHEN p.state = 'in_progress' THEN p.share END) FROM"
	" (SELECT season, episode FROM guide WHERE work_id = :work UNION"
	" SELECT season, episode FROM item WHERE work_id = :work AND season IS NOT NULL"
	" AND episode IS NOT NULL) found"
	" LEFT JOIN guide g ON g.work_id = :work AND g.season = found.season"
	" AND g.episode = found.episode"
	" LEFT JOIN item t ON t.work_id = :work"
	" AND t.part = 's' || found.season || 'e' || found.episode"
	" LEFT JOIN play p ON p.item_id = t.id AND p.user_id = :user AND p.removed_ms IS NULL"
	" GROUP BY found.season, found.episode, g.title, t.title, g.air_ms, g.length_ms"
	" ORDER BY found.season, found.episode LIMIT :limit");

enum err store_guide_rows(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct guide_row **rows, size_t *count)
{
	struct query q = store_query(cx, s, &guide_rows);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":limit", GUIDE_ROWS_MAX);
	*rows = query_rows(&q, row_read, sizeof(**rows), GUIDE_ROWS_MAX, count);
	return query_end(&q);
}

/* ---- what is next ---- */

#define UNSEEN_AFTER                                                                               \
	" FROM guide g WHERE g.work_id = :work AND g.season > 0 AND (g.season > :season"           \
	" OR g.season = :season AND g.episode > :episode) AND NOT EXISTS (SELECT 1 FROM item t"    \
	" JOIN play p ON p.item_id = t.id WHERE t.work_id = g.work_id"                             \
	" AND t.part = 's' || g.season || 'e' || g.episode AND p.user_id = :user"                  \
	" AND p.state = 'completed' AND p.removed_ms IS NULL)"

static STATEMENT(guide_left, "SELECT count(*)" UNSEEN_AFTER " AND coalesce(g.air_ms, 0) <= :now");

static STATEMENT(guide_after, "SELECT g.season, g.episode, g.title, g.air_ms" UNSEEN_AFTER
			      " ORDER BY g.season, g.episode LIMIT 1");

static struct query after(struct cx *cx, struct store *s, const struct statement *which,
	int64_t user_id, int64_t work_id, const struct guide_episode *at)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", work_id);
	bind_i64(&q, ":season", at->season);
	bind_i64(&q, ":episode", at->episode);
	return q;
}

enum err store_guide_after(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	struct guide_episode *at, int64_t *left)
{
	struct query q = after(cx, s, &guide_left, user_id, work_id, at);

	bind_i64(&q, ":now", cx->now_ms);
	TRY(query_number(&q, left));
	q = after(cx, s, &guide_after, user_id, work_id, at);
	*at = (struct guide_episode){ UNSAID, UNSAID, NULL, UNSAID, UNSAID };
	if (query_next(&q)) {
		at->season = (int)col_i64(&q, 0);
		at->episode = (int)col_i64(&q, 1);
		at->title = col_text(&q, 2);
		at->air_ms = col_i64_or_unsaid(&q, 3);
	}
	return query_end(&q);
}

/* SPDX-License-Identifier: MIT */
/* library.c -- plays and works as lists: the front page, the library. */
#include "shared/store/library.h"

#include "shared/store/column.h"
#include "shared/store/library_walk.h"
#include "shared/store/play.h"
#include "shared/store/search.h"
#include "shared/store/shelf.h"

static void play_read(const struct query *q, void *to)
{
	struct library_play *row = to;

	*row = (struct library_play){
		.id = col_i64(q, 0),
		.work_id = col_i64(q, 1),
		.kind = col_kind(q, 2),
		.title = col_text(q, 3),
		.season = (int)col_i64_or_unsaid(q, 4),
		.episode = (int)col_i64_or_unsaid(q, 5),
		.part_title = col_text(q, 6),
		.provider = col_text(q, 7),
		.integration = col_text(q, 8),
		.state = col_state(q, 9),
		.share = col_i64(q, 10),
		.position_ms = col_i64_or_unsaid(q, 11),
		.duration_ms = col_i64_or_unsaid(q, 12),
		.started_ms = col_i64(q, 13),
		.updated_ms = col_i64(q, 14),
		.completed_ms = col_i64_or_unsaid(q, 15),
		.author = col_text(q, 16),
	};
	if (row->state == PLAY_COMPLETED)
		row->share = SHARE_WHOLE;
}

/* A play with its item, work and integration. */
#define LIBRARY_COLS                                                                                                             \
	"SELECT p.id, w.id, w.kind, w.title, t.season, t.episode, t.title,"                                                      \
	" coalesce(i.provider, p.gone_provider), coalesce(i.name, p.gone_name), p.state, p.share, p.position_ms, p.duration_ms," \
	" p.started_ms, p.updated_ms, p.completed_ms, w.author"

#define LIBRARY_FROM                                                                               \
	" FROM play p JOIN item t ON t.id = p.item_id"                                             \
	" JOIN work w ON w.id = t.work_id"                                                         \
	" LEFT JOIN integration i ON i.id = p.integration_id"

#define IS_OPEN " p.state = 'in_progress' AND p.removed_ms IS NULL"

static STATEMENT(library_now,
	LIBRARY_COLS LIBRARY_FROM " WHERE p.user_id = :user AND (+p.updated_ms > :since"
				  " OR p.playing_until_ms > :now) AND" IS_OPEN
				  " ORDER BY +p.updated_ms DESC, p.id DESC LIMIT :limit");

/*
 * A unary plus keeps SQLite from using an index on that column: the few open
 * plays have their own index, however many plays are completed.
 */
static STATEMENT(library_open,
	LIBRARY_COLS LIBRARY_FROM " WHERE p.user_id = :user AND +p.updated_ms <= :since"
				  " AND coalesce(p.playing_until_ms, 0) <= :now AND" IS_OPEN
				  " ORDER BY +p.updated_ms DESC, p.id DESC LIMIT :limit");

static STATEMENT(library_completed,
	LIBRARY_COLS LIBRARY_FROM " WHERE p.user_id = :user AND p.completed_ms IS NOT NULL"
				  " AND p.removed_ms IS NULL"
				  " ORDER BY p.completed_ms DESC, p.id DESC LIMIT :limit");

enum err store_library_list(struct cx *cx, struct store *s,
	const struct library_play_filter *filter, const struct library_play **rows, size_t *count)
{
	static const struct statement *const lists[] = {
		[LIBRARY_NOW] = &library_now,
		[LIBRARY_OPEN] = &library_open,
		[LIBRARY_COMPLETED] = &library_completed,
	};
	struct query q = store_query(cx, s, lists[filter->which]);

	bind_i64(&q, ":user", filter->user_id);
	if (filter->which != LIBRARY_COMPLETED) {
		bind_i64(&q, ":now", cx->now_ms);
		bind_i64(&q, ":since", cx->now_ms - PLAY_NOW_MS);
	}
	bind_i64(&q, ":limit", (int64_t)filter->limit);
	*rows = query_rows(&q, play_read, sizeof(**rows), filter->limit, count);
	return query_end(&q);
}

static void play_read_edited(const struct query *q, void *to)
{
	struct library_play *row = to;

	play_read(q, row);
	row->edit_id = col_i64(q, 17);
	row->change = col_text(q, 18);
	row->edited_ms = col_i64(q, 19);
	row->is_removed = col_i64_or_unsaid(q, 20) != UNSAID;
}

static STATEMENT(library_plays,
	LIBRARY_COLS ", e.id, e.deed, e.at_ms, p.removed_ms"
		     " FROM work w CROSS JOIN item t CROSS JOIN play p"
		     " LEFT JOIN integration i ON i.id = p.integration_id"
		     " LEFT JOIN edit e ON e.id = (SELECT max(x.id) FROM edit x"
		     " WHERE x.play_id = p.id AND x.undone_ms IS NULL)"
		     " WHERE w.id = :work AND w.person_id = :user AND t.work_id = w.id"
		     " AND p.user_id = :user"
		     " AND p.item_id = t.id"
		     " AND (p.removed_ms IS NULL OR (e.deed = 'removed'"
		     " AND e.at_ms > :since))"
		     " ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit OFFSET :skip");

enum err store_library_plays(struct cx *cx, struct store *s, const struct library_slice *slice,
	const struct library_play **rows, size_t *count)
{
	static const int64_t month_ms = INT64_C(30) * 24 * 60 * 60 * 1000;
	struct query q = store_query(cx, s, &library_plays);

	bind_i64(&q, ":user", slice->user_id);
	bind_i64(&q, ":work", slice->work_id);
	bind_i64(&q, ":since", cx->now_ms - month_ms);
	bind_i64(&q, ":limit", (int64_t)slice->limit);
	bind_i64(&q, ":skip", (int64_t)slice->skip);
	*rows = query_rows(&q, play_read_edited, sizeof(**rows), slice->limit, count);
	return query_end(&q);
}

static int64_t before_page(const struct library_filter *f)
{
	return (int64_t)(f->page - 1) * LIBRARY_PAGE;
}

static enum err find_all(
	struct cx *cx, struct store *s, const struct library_filter *f, struct library_ids *out)
{
	struct shelves shelves;
	struct library_walk w = { .filter = f,
		.seen.arena = cx->arena,
		.skip = before_page(f),
		.left = LIBRARY_PAGE + 1,
		.out = out };

	TRY(store_shelves(cx, s, f->user_id, &shelves));
	out->total = shelves_count(&shelves, f->kind, f->state);
	if (f->order == ORDER_RECENT && w.left > out->total - w.skip)
		w.left = out->total - w.skip;
	return library_walk_page(cx, s, &w);
}

/* See search.h. */
static enum err find_words(
	struct cx *cx, struct store *s, const struct library_filter *f, struct library_ids *out)
{
	struct search search;
	struct library_walk w = { .filter = f,
		.search = &search,
		.seen.arena = cx->arena,
		.skip = before_page(f),
		.left = LIBRARY_PAGE + 1,
		.out = out };

	TRY(search_begin(cx, s, f, &search));
	TRY(search_count(cx, s, &search, LIBRARY_COUNTED + 1, &out->total));
	if (out->total > LIBRARY_COUNTED && (f->order != ORDER_BEST || search.is_dense))
		return library_walk_page(cx, s, &w);
	TRY(search_page(cx, s, &search, out->list, &out->count));
	out->has_more = out->total > LIBRARY_COUNTED ? out->count == LIBRARY_PAGE
						     : w.skip + LIBRARY_PAGE < out->total;
	return OK;
}

enum err store_library_works(struct cx *cx, struct store *s, const struct library_filter *filter,
	struct library_found *out)
{
	struct library_ids found = { .count = 0 };
	struct library_work *list = arena_array(cx->arena, LIBRARY_PAGE, sizeof(*list));

	TRY(*filter->words ? find_words(cx, s, filter, &found) : find_all(cx, s, filter, &found));
	*out = (struct library_found){ list, found.count, found.total, found.has_more };
	for (size_t i = 0; i < found.count; i++) {
		const struct library_work *work;

		TRY(store_library_work(cx, s, filter->user_id, found.list[i], &work));
		list[i] = *work;
	}
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* library.c -- plays and works as lists: the front page, the library. */
#include "shared/store/library.h"

#include "shared/store/column.h"
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
	LIBRARY_COLS LIBRARY_FROM " WHERE p.user_id = :user AND p.updated_ms > :since AND" IS_OPEN
				  " ORDER BY p.updated_ms DESC, p.id DESC LIMIT :limit");

/*
 * A unary plus keeps SQLite from using an index on that column: the few open
 * plays have their own index, however many plays are completed.
 */
static STATEMENT(library_open,
	LIBRARY_COLS LIBRARY_FROM " WHERE p.user_id = :user AND +p.updated_ms <= :since AND" IS_OPEN
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
	if (filter->which != LIBRARY_COMPLETED)
		bind_i64(&q, ":since", cx->now_ms - NOW_MS);
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

/* The ids of a page; the rest as in struct library_found. */
struct ids_found {
	int64_t list[LIBRARY_PAGE];
	size_t count;
	int64_t total;
	bool has_more;
};

/* A set of works, as a bitmap: ids are dense and start at 1. */
struct set {
	struct arena *arena;
	unsigned char *bits;
	size_t room; /* bytes */
};

/* True if the id was not in the set yet. */
static bool set_add(struct set *set, int64_t id)
{
	size_t at = (size_t)id / 8;
	unsigned char bit = (unsigned char)(1U << (id % 8));
	bool is_new;

	if (at >= set->room) {
		size_t room = 2 * at + 64;
		unsigned char *bits = arena_alloc(set->arena, room);

		if (set->room > 0)
			memcpy(bits, set->bits, set->room);
		set->bits = bits;
		set->room = room;
	}
	is_new = !(set->bits[at] & bit);
	set->bits[at] |= bit;
	return is_new;
}

static struct query filtered(struct cx *cx, struct store *s, const struct statement *which,
	const struct library_filter *f)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", f->user_id);
	bind_kind(&q, f->kind);
	return q;
}

/* The condition of a filter on the work itself. */
#define IS_WANTED " (:kind = '' OR w.kind = :kind)"

/* They are few, and the subquery is evaluated once per query. */
#define OPEN_WORKS                                                                                 \
	"SELECT t.work_id FROM play p JOIN item t ON t.id = p.item_id"                             \
	" WHERE p.user_id = :user AND" IS_OPEN

#define IS_IN_STATE                                                                                \
	" (:state <> 'in_progress' OR w.id IN (" OPEN_WORKS "))"                                   \
	" AND (:state <> 'completed' OR w.id NOT IN (" OPEN_WORKS "))"

static STATEMENT(library_recent_open,
	"SELECT w.id FROM play p JOIN item t ON t.id = p.item_id"
	" JOIN work w ON w.id = t.work_id WHERE p.user_id = :user"
	" AND" IS_OPEN " AND" IS_WANTED " ORDER BY +p.updated_ms DESC, p.id DESC");

/* For PLAY_COMPLETED: skips works that have an open play. */
static enum err hide_open(
	struct cx *cx, struct store *s, const struct library_filter *f, struct set *seen)
{
	struct query q = filtered(cx, s, &library_recent_open, f);

	while (query_next(&q))
		set_add(seen, col_i64(&q, 0));
	return query_end(&q);
}

/* Works in the order of a list, from which one page is taken. */
struct walk {
	const struct library_filter *filter;
	const struct search *search; /* only what it finds; NULL: everything */
	struct set seen;
	int64_t skip, left; /* works before the page, and still to take */
	struct ids_found *out;
};

static enum err consider(struct cx *cx, struct store *s, struct walk *w, int64_t id)
{
	bool fits = true;

	if (!set_add(&w->seen, id))
		return OK;
	if (w->search)
		TRY(search_fits(cx, s, w->search, id, &fits));
	if (!fits || w->skip-- > 0)
		return OK;
	w->left--;
	if (w->out->count == LIBRARY_PAGE)
		w->out->has_more = true;
	else
		w->out->list[w->out->count++] = id;
	return OK;
}

/* Goes through the works of the query until nothing is left to take. */
static enum err go_through(struct query *q, struct walk *w)
{
	enum err err = OK, end;

	while (err == OK && w->left > 0 && query_next(q))
		err = consider(q->cx, q->store, w, col_i64(q, 0));
	end = query_end(q);
	return err != OK ? err : end;
}

static STATEMENT(library_recent,
	"SELECT w.id FROM play p JOIN item t ON t.id = p.item_id"
	" JOIN work w ON w.id = t.work_id WHERE p.user_id = :user"
	" AND p.removed_ms IS NULL AND" IS_WANTED " ORDER BY p.updated_ms DESC, p.id DESC");

/*
 * By latest report: reads the plays, newest first, and takes each work at its
 * first play, until the page is full or all works were seen. The first page
 * thus reads about as many rows as it shows, however many plays there are;
 * later pages read more.
 */
static enum err find_recent(struct cx *cx, struct store *s, struct walk *w)
{
	const struct library_filter *f = w->filter;
	bool is_open = f->state == PLAY_IN_PROGRESS;
	struct query q;

	if (f->state == PLAY_COMPLETED)
		TRY(hide_open(cx, s, f, &w->seen));
	if (w->left <= 0)
		return OK;
	q = filtered(cx, s, is_open ? &library_recent_open : &library_recent, f);
	return go_through(&q, w);
}

/*
 * SQLite keeps the order of a CROSS JOIN: it starts from the few items of the
 * work instead of all plays of the person.
 */
#define PLAYS_OF_WORK                                                                              \
	"SELECT p.id FROM item t CROSS JOIN play p WHERE t.work_id = w.id"                         \
	" AND p.user_id = :user AND p.item_id = t.id"

#define IS_IN_LIBRARY IS_IN_STATE " AND EXISTS (" PLAYS_OF_WORK " AND p.removed_ms IS NULL)"

static STATEMENT(library_by_title,
	"SELECT w.id FROM work w WHERE w.person_id = :user"
	" AND (w.sort_title, w.id) > (:from, :after) AND" IS_WANTED " AND" IS_IN_LIBRARY
	" ORDER BY w.sort_title, w.id LIMIT :limit OFFSET :skip");

static STATEMENT(library_by_age,
	"SELECT w.id FROM work w WHERE w.person_id = :user"
	" AND (w.created_ms, w.id) < (:from, :after) AND" IS_WANTED " AND" IS_IN_LIBRARY
	" ORDER BY w.created_ms DESC, w.id DESC LIMIT :limit OFFSET :skip");

static STATEMENT(library_place, "SELECT sort_title, created_ms FROM work"
				" WHERE id = :work AND person_id = :user");

/* Where a list begins: behind this work, in the order of one of the two. */
struct place {
	const char *title;
	int64_t created_ms, id;
};

static enum err find_place(
	struct cx *cx, struct store *s, const struct library_filter *f, struct place *out)
{
	bool is_by_title = f->order == ORDER_TITLE;
	struct query q;

	*out = (struct place){ f->from ? f->from : "", INT64_MAX, is_by_title ? 0 : INT64_MAX };
	if (f->after == 0)
		return OK;
	q = store_query(cx, s, &library_place);
	bind_i64(&q, ":work", f->after);
	bind_i64(&q, ":user", f->user_id);
	if (query_next(&q))
		*out = (struct place){ col_text(&q, 0), col_i64(&q, 1), f->after };
	return query_end(&q);
}

/* What is searched for is skipped and counted here, all else in SQL. */
static enum err find_sorted(struct cx *cx, struct store *s, struct walk *w)
{
	const struct library_filter *f = w->filter;
	bool is_by_title = f->order == ORDER_TITLE;
	struct place place;
	struct query q;

	TRY(find_place(cx, s, f, &place));
	q = filtered(cx, s, is_by_title ? &library_by_title : &library_by_age, f);
	bind_state(&q, f->state);
	if (is_by_title)
		bind_text(&q, ":from", place.title);
	else
		bind_i64(&q, ":from", place.created_ms);
	bind_i64(&q, ":after", place.id);
	bind_i64(&q, ":limit", w->search ? INT32_MAX : LIBRARY_PAGE + 1);
	bind_i64(&q, ":skip", w->search ? 0 : w->skip);
	if (!w->search)
		w->skip = 0;
	return go_through(&q, w);
}

static enum err take_page(struct cx *cx, struct store *s, struct walk *w)
{
	return w->filter->order == ORDER_RECENT ? find_recent(cx, s, w) : find_sorted(cx, s, w);
}

static int64_t before_page(const struct library_filter *f)
{
	return (int64_t)(f->page - 1) * LIBRARY_PAGE;
}

static enum err find_all(
	struct cx *cx, struct store *s, const struct library_filter *f, struct ids_found *out)
{
	struct shelves shelves;
	struct walk w = { .filter = f,
		.seen.arena = cx->arena,
		.skip = before_page(f),
		.left = LIBRARY_PAGE + 1,
		.out = out };

	TRY(store_shelves(cx, s, f->user_id, &shelves));
	out->total = shelves_count(&shelves, f->kind, f->state);
	if (f->order == ORDER_RECENT && w.left > out->total - w.skip)
		w.left = out->total - w.skip;
	return take_page(cx, s, &w);
}

/* See search.h. No list is in the order of the best ones, so all are sorted. */
static enum err find_words(
	struct cx *cx, struct store *s, const struct library_filter *f, struct ids_found *out)
{
	struct search search;
	struct walk w = { .filter = f,
		.search = &search,
		.seen.arena = cx->arena,
		.skip = before_page(f),
		.left = LIBRARY_PAGE + 1,
		.out = out };

	TRY(search_begin(cx, s, f, &search));
	TRY(search_count(cx, s, &search, LIBRARY_COUNTED + 1, &out->total));
	if (out->total > LIBRARY_COUNTED && f->order != ORDER_BEST)
		return take_page(cx, s, &w);
	TRY(search_page(cx, s, &search, out->list, &out->count));
	out->has_more = out->total > LIBRARY_COUNTED ? out->count == LIBRARY_PAGE
						     : w.skip + LIBRARY_PAGE < out->total;
	return OK;
}

enum err store_library_works(struct cx *cx, struct store *s, const struct library_filter *filter,
	struct library_found *out)
{
	struct ids_found found = { .count = 0 };
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

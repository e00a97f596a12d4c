/* SPDX-License-Identifier: MIT */
#include "shared/store/library_walk.h"

#include <stdlib.h>

#include "shared/base/fold.h"
#include "shared/store/column.h"

#define IS_OPEN " p.state = 'in_progress' AND p.removed_ms IS NULL"

/* True if the id was not in the set yet. */
static bool set_add(struct library_set *set, int64_t id)
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

/* The condition of a filter on the kind. */
#define IS_WANTED " (:kind = '' OR w.kind = :kind)"

static enum err consider(struct cx *cx, struct store *s, struct library_walk *w, int64_t id)
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
static enum err go_through(struct query *q, struct library_walk *w)
{
	enum err err = OK, end;

	while (err == OK && w->left > 0 && query_next(q))
		err = consider(q->cx, q->store, w, col_i64(q, 0));
	end = query_end(q);
	return err != OK ? err : end;
}

/* A work with an open play, and when it was told of last. */
struct open_work {
	int64_t id, latest_ms;
};

static void open_read(const struct query *q, void *to)
{
	struct open_work *row = to;
	int64_t told_ms = col_i64(q, 1), done_ms = col_i64(q, 2);

	*row = (struct open_work){ col_i64(q, 0), told_ms > done_ms ? told_ms : done_ms };
}

static int latest_first(const void *a, const void *b)
{
	const struct open_work *x = a, *y = b;

	if (x->latest_ms != y->latest_ms)
		return x->latest_ms > y->latest_ms ? -1 : 1;
	return x->id > y->id ? -1 : x->id < y->id;
}

/* They are few, and what a tick changes has no index. */
static STATEMENT(library_recent_open,
	"SELECT w.id, max(p.updated_ms), w.latest_ms FROM play p JOIN item t ON t.id = p.item_id"
	" JOIN work w ON w.id = t.work_id WHERE p.user_id = :user AND" IS_OPEN " AND" IS_WANTED
	" GROUP BY w.id, w.latest_ms");

static enum err list_open(struct cx *cx, struct store *s, const struct library_filter *f,
	struct open_work **rows, size_t *count)
{
	struct query q = filtered(cx, s, &library_recent_open, f);

	*rows = query_rows(&q, open_read, sizeof(**rows), SIZE_MAX, count);
	if (*count > 0)
		qsort(*rows, *count, sizeof(**rows), latest_first);
	return query_end(&q);
}

static STATEMENT(library_recent,
	"SELECT w.id, w.latest_ms FROM work w WHERE w.person_id = :user AND w.plays > 0"
	" AND w.open_plays = 0 AND" IS_WANTED
	" ORDER BY w.latest_ms DESC, w.id DESC LIMIT :limit OFFSET :skip");

/*
 * Merges what is in progress into the other works. Of those, all but as many as
 * are in progress can be skipped at once.
 */
static enum err merge(struct cx *cx, struct store *s, struct library_walk *w,
	const struct open_work *open, size_t count)
{
	int64_t skip = w->search || w->skip < (int64_t)count ? 0 : w->skip - (int64_t)count;
	struct query q = filtered(cx, s, &library_recent, w->filter);
	enum err err = OK, end;
	size_t i = 0;
	bool has;

	bind_i64(&q, ":limit", w->search ? INT32_MAX : (int64_t)count + LIBRARY_PAGE + 1);
	bind_i64(&q, ":skip", skip);
	has = query_next(&q);
	for (; skip > 0 && has && i < count && open[i].latest_ms >= col_i64(&q, 1); i++)
		w->skip--;
	w->skip -= skip;
	while (err == OK && w->left > 0 && (has || i < count)) {
		if (i < count && (!has || open[i].latest_ms >= col_i64(&q, 1))) {
			err = consider(cx, s, w, open[i++].id);
			continue;
		}
		err = consider(cx, s, w, col_i64(&q, 0));
		has = query_next(&q);
	}
	end = query_end(&q);
	return err != OK ? err : end;
}

static enum err find_recent(struct cx *cx, struct store *s, struct library_walk *w)
{
	struct open_work *open = NULL;
	enum err err = OK;
	size_t count = 0;

	if (w->left <= 0)
		return OK;
	if (w->filter->state != PLAY_COMPLETED)
		TRY(list_open(cx, s, w->filter, &open, &count));
	if (w->filter->state != PLAY_IN_PROGRESS)
		return merge(cx, s, w, open, count);
	for (size_t i = 0; i < count && w->left > 0 && err == OK; i++)
		err = consider(cx, s, w, open[i].id);
	return err;
}

#define IS_IN_LIBRARY                                                                              \
	" w.person_id = :user AND w.plays > 0 AND" IS_WANTED                                       \
	" AND (:state <> 'completed' OR w.open_plays = 0)"

#define BY_TITLE                                                                                   \
	" AND (w.sort_title, w.id) > (:from, :after) ORDER BY w.sort_title, w.id"                  \
	" LIMIT :limit OFFSET :skip"

static STATEMENT(library_by_title, "SELECT w.id FROM work w WHERE" IS_IN_LIBRARY BY_TITLE);

#define BY_AGE(created)                                                                            \
	" AND (" created ", w.id) < (:from, :after) ORDER BY " created " DESC, w.id DESC"          \
	" LIMIT :limit OFFSET :skip"

static STATEMENT(
	library_by_age, "SELECT w.id FROM work w WHERE" IS_IN_LIBRARY BY_AGE("w.created_ms"));

/* What is in progress is few, and has an index; so it is sorted. */
#define IS_IN_PROGRESS " w.person_id = :user AND w.open_plays > 0 AND" IS_WANTED

static STATEMENT(library_open_by_title, "SELECT w.id FROM work w WHERE" IS_IN_PROGRESS BY_TITLE);

static STATEMENT(library_open_by_age,
	"SELECT w.id FROM work w WHERE" IS_IN_PROGRESS BY_AGE("+w.created_ms"));

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
	bool is_by_title = f->order != ORDER_NEWEST;
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

static const struct statement *sorted(const struct library_filter *f)
{
	bool is_open = f->state == PLAY_IN_PROGRESS;

	if (f->order == ORDER_NEWEST)
		return is_open ? &library_open_by_age : &library_by_age;
	return is_open ? &library_open_by_title : &library_by_title;
}

/* What is searched for is skipped and counted here, all else in SQL. */
static enum err find_sorted(struct cx *cx, struct store *s, struct library_walk *w)
{
	const struct library_filter *f = w->filter;
	struct place place;
	struct query q;

	TRY(find_place(cx, s, f, &place));
	q = filtered(cx, s, sorted(f), f);
	if (f->state != PLAY_IN_PROGRESS)
		bind_state(&q, f->state);
	if (f->order == ORDER_NEWEST)
		bind_i64(&q, ":from", place.created_ms);
	else
		bind_text(&q, ":from", place.title);
	bind_i64(&q, ":after", place.id);
	bind_i64(&q, ":limit", w->search ? INT32_MAX : LIBRARY_PAGE + 1);
	bind_i64(&q, ":skip", w->search ? 0 : w->skip);
	if (!w->search)
		w->skip = 0;
	return go_through(&q, w);
}

static STATEMENT(library_begins,
	"SELECT w.id FROM work w WHERE" IS_IN_LIBRARY " AND (:state <> 'in_progress'"
	" OR w.open_plays > 0) AND w.sort_title >= :words AND w.sort_title < :past"
	" ORDER BY w.sort_title, w.id LIMIT :limit");

/*
 * Too many to be sorted: first those whose title begins with the words, the
 * shortest of which comes first, then all others, by title.
 */
static enum err find_best(struct cx *cx, struct store *s, struct library_walk *w)
{
	const struct library_filter *f = w->filter;
	struct query q = filtered(cx, s, &library_begins, f);
	struct fold_words words;
	const char *from;

	TRY(fold_words(cx, f->words, &words));
	from = fold_sort(cx, &words);
	bind_state(&q, f->state);
	bind_text(&q, ":words", from);
	bind_text(&q, ":past", arena_join(cx->arena, from, "", "\xf4\x8f\xbf\xbf"));
	bind_i64(&q, ":limit", INT32_MAX);
	TRY(go_through(&q, w));
	return find_sorted(cx, s, w);
}

enum err library_walk_page(struct cx *cx, struct store *s, struct library_walk *w)
{
	if (w->filter->order == ORDER_BEST)
		return find_best(cx, s, w);
	return w->filter->order == ORDER_RECENT ? find_recent(cx, s, w) : find_sorted(cx, s, w);
}

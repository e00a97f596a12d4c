/* SPDX-License-Identifier: MIT */
#include "shared/store/list.h"

#include "shared/db/query.h"
#include "shared/progress/report.h"

static void list_read(const struct query *q, void *row)
{
	*(struct list *)row = (struct list){
		.id = col_i64(q, 0),
		.name = col_text(q, 1),
		.is_watchlist = col_i64(q, 2) != 0,
		.works = col_i64(q, 3),
		.created_ms = col_i64(q, 4),
		.removed_ms = col_i64_or_unsaid(q, 5),
		.has_work = col_i64(q, 6) > 0,
	};
}

#define LIST_SELECT                                                                                \
	"SELECT l.id, l.name, l.is_watchlist,"                                                     \
	" (SELECT count(*) FROM list_work x WHERE x.list_id = l.id), l.created_ms, l.removed_ms,"  \
	" (SELECT count(*) FROM list_work y WHERE y.list_id = l.id AND y.work_id = :work)"         \
	" FROM list l WHERE l.person_id = :user"

static STATEMENT(list_all, LIST_SELECT
	" AND (l.removed_ms IS NULL OR l.removed_ms > :since)"
	" ORDER BY CASE WHEN l.removed_ms IS NULL THEN 0 ELSE 1 END, l.is_watchlist DESC,"
	" lower(l.name), l.id LIMIT :limit");

enum err store_list_all(struct cx *cx, struct store *s, const struct list_filter *filter,
	const struct list **rows, size_t *count)
{
	struct query q = store_query(cx, s, &list_all);

	bind_i64(&q, ":user", filter->user_id);
	bind_i64(&q, ":work", filter->work_id);
	bind_i64(&q, ":since", filter->removed_since_ms);
	bind_i64(&q, ":limit", 2 * LISTS_MAX);
	*rows = query_rows(&q, list_read, sizeof(**rows), 2 * LISTS_MAX, count);
	return query_end(&q);
}

static STATEMENT(list_get, LIST_SELECT " AND l.id = :id");

enum err store_list_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t list_id, struct list *out)
{
	struct query q = store_query(cx, s, &list_get);

	*out = (struct list){ .id = 0 };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", 0);
	bind_i64(&q, ":id", list_id);
	return query_get(&q, list_read, out);
}

static STATEMENT(list_add, "INSERT INTO list (person_id, name, is_watchlist, created_ms)"
			   " VALUES (:user, :name, :watch, :now) RETURNING id");

static enum err add(struct cx *cx, struct store *s, int64_t user_id, const char *name, int64_t *id)
{
	struct query q = store_query(cx, s, &list_add);

	bind_i64(&q, ":user", user_id);
	bind_text(&q, ":name", name ? name : "Watchlist");
	bind_i64(&q, ":watch", !name);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, id);
}

enum err store_list_add(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, int64_t *id)
{
	return add(cx, s, user_id, name, id);
}

static STATEMENT(list_watch, "SELECT id FROM list WHERE person_id = :user AND is_watchlist = 1");

enum err store_list_watch(struct cx *cx, struct store *s, int64_t user_id, int64_t *id)
{
	struct query q = store_query(cx, s, &list_watch);

	bind_i64(&q, ":user", user_id);
	TRY(query_number(&q, id));
	return *id != 0 ? OK : add(cx, s, user_id, NULL, id);
}

static STATEMENT(list_rename, "UPDATE list SET name = :name WHERE id = :id");

enum err store_list_rename(struct cx *cx, struct store *s, int64_t list_id, const char *name)
{
	struct query q = store_query(cx, s, &list_rename);

	bind_i64(&q, ":id", list_id);
	bind_text(&q, ":name", name);
	return query_run(&q);
}

static STATEMENT(list_removed, "UPDATE list SET removed_ms = :removed WHERE id = :id");

enum err store_list_set_removed(struct cx *cx, struct store *s, int64_t list_id, int64_t removed_ms)
{
	struct query q = store_query(cx, s, &list_removed);

	bind_i64(&q, ":id", list_id);
	bind_i64_or_null(&q, ":removed", removed_ms);
	return query_run(&q);
}

/* ---- what is on it ---- */

static STATEMENT(list_works, "SELECT work_id FROM list_work WHERE list_id = :list"
			     " ORDER BY place, work_id LIMIT :limit OFFSET :skip");

enum err store_list_works(struct cx *cx, struct store *s, int64_t list_id, int page,
	int64_t ids[static LIST_PAGE + 1], size_t *count)
{
	struct query q = store_query(cx, s, &list_works);

	*count = 0;
	bind_i64(&q, ":list", list_id);
	bind_i64(&q, ":limit", LIST_PAGE + 1);
	bind_i64(&q, ":skip", (int64_t)(page - 1) * LIST_PAGE);
	while (query_next(&q))
		ids[(*count)++] = col_i64(&q, 0);
	return query_end(&q);
}

static struct query placed(struct cx *cx, struct store *s, const struct statement *which,
	const struct list_place *place)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":list", place->list_id);
	bind_i64(&q, ":work", place->work_id);
	return q;
}

static STATEMENT(list_put, "INSERT INTO list_work (list_id, work_id, person_id, place, added_ms)"
			   " VALUES (:list, :work, :user, (SELECT coalesce(max(x.place), 0) + 1"
			   " FROM list_work x WHERE x.list_id = :list), :now)"
			   " ON CONFLICT (list_id, work_id) DO NOTHING");

enum err store_list_put(struct cx *cx, struct store *s, const struct list_place *place)
{
	struct query q = placed(cx, s, &list_put, place);

	bind_i64(&q, ":user", place->user_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(list_drop, "DELETE FROM list_work WHERE list_id = :list AND work_id = :work");

enum err store_list_drop(struct cx *cx, struct store *s, const struct list_place *place)
{
	struct query q = placed(cx, s, &list_drop, place);

	return query_run(&q);
}

static STATEMENT(
	list_has, "SELECT count(*) FROM list_work WHERE list_id = :list AND work_id = :work");

enum err store_list_has(struct cx *cx, struct store *s, const struct list_place *place, bool *has)
{
	struct query q = placed(cx, s, &list_has, place);
	int64_t count = 0;

	TRY(query_number(&q, &count));
	*has = count > 0;
	return OK;
}

static STATEMENT(list_above,
	"SELECT x.work_id, x.place, y.place FROM list_work y JOIN list_work x"
	" ON x.list_id = y.list_id AND (x.place, x.work_id) < (y.place, y.work_id)"
	" WHERE y.list_id = :list AND y.work_id = :work"
	" ORDER BY x.place DESC, x.work_id DESC LIMIT 1");

static STATEMENT(list_place, "UPDATE list_work SET place = :place"
			     " WHERE list_id = :list AND work_id = :work");

static enum err set_place(
	struct cx *cx, struct store *s, const struct list_place *place, int64_t number)
{
	struct query q = placed(cx, s, &list_place, place);

	bind_i64(&q, ":place", number);
	return query_run(&q);
}

enum err store_list_raise(struct cx *cx, struct store *s, const struct list_place *place)
{
	struct query q = placed(cx, s, &list_above, place);
	struct list_place above = *place;
	int64_t higher = 0, lower = 0;

	above.work_id = 0;
	if (query_next(&q)) {
		above.work_id = col_i64(&q, 0);
		higher = col_i64(&q, 1);
		lower = col_i64(&q, 2);
	}
	TRY(query_end(&q));
	if (above.work_id == 0)
		return OK;
	TRY(set_place(cx, s, place, higher));
	return set_place(cx, s, &above, lower);
}

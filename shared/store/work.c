/* SPDX-License-Identifier: MIT */
/*
 * work.c -- which work a report is about.
 *
 * The ids of a report are looked up in the order of trust, and the first known
 * one decides. The other ids are added if they are new, and kept as conflicts
 * if they belong to another work. Works are never merged automatically, because
 * a wrong merge cannot be undone.
 */
#include "shared/store/work.h"

#include "shared/store/row.h"

STATEMENT(work_id_find, "SELECT work_id FROM work_id"
			" WHERE kind = :kind AND source = :source AND value = :value");

/* The work that has this id, or 0. */
static enum err find_by_id(
	struct cx *cx, struct store *s, enum kind kind, const struct id *id, int64_t *work_id)
{
	struct query q = store_query(cx, s, &work_id_find);

	bind_text(&q, ":kind", kind_name(kind));
	bind_text(&q, ":source", catalog_name(id->source));
	bind_text(&q, ":value", id->value);
	return query_number(&q, work_id);
}

static void bind_title(struct query *q, const struct report *r)
{
	bind_text(q, ":title", r->title);
	bind_text(q, ":author", r->author);
	bind_text(q, ":link", r->link);
	bind_i64_or_null(q, ":year", r->year);
}

static STATEMENT(work_add, "INSERT INTO work (kind, title, author, link, year, created_ms)"
			   " VALUES (:kind, :title, :author, :link, :year, :now) RETURNING id");

static enum err add_work(struct cx *cx, struct store *s, const struct report *r, int64_t *work_id)
{
	struct query q = store_query(cx, s, &work_add);

	bind_text(&q, ":kind", kind_name(r->kind));
	bind_title(&q, r);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, work_id);
}

STATEMENT(work_id_add, "INSERT INTO work_id (kind, source, value, work_id)"
		       " VALUES (:kind, :source, :value, :work)");

static enum err add_id(
	struct cx *cx, struct store *s, enum kind kind, const struct id *id, int64_t work_id)
{
	struct query q = store_query(cx, s, &work_id_add);

	bind_text(&q, ":kind", kind_name(kind));
	bind_text(&q, ":source", catalog_name(id->source));
	bind_text(&q, ":value", id->value);
	bind_i64(&q, ":work", work_id);
	return query_run(&q);
}

static STATEMENT(work_conflict_add, "INSERT INTO work_conflict (work_id, source, value, seen_ms)"
				    " VALUES (:work, :source, :value, :now)"
				    " ON CONFLICT (work_id, source, value) DO NOTHING");

static enum err add_conflict(struct cx *cx, struct store *s, const struct id *id, int64_t work_id)
{
	struct query q = store_query(cx, s, &work_conflict_add);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":source", catalog_name(id->source));
	bind_text(&q, ":value", id->value);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

STATEMENT(work_id_list, "SELECT source, value FROM work_id WHERE work_id = :work");

/* Which catalogs the work has an id of. */
static enum err known_sources(
	struct cx *cx, struct store *s, int64_t work_id, bool known[CATALOG__COUNT])
{
	struct query q = store_query(cx, s, &work_id_list);
	enum catalog source;

	bind_i64(&q, ":work", work_id);
	while (query_next(&q))
		if (catalog_parse(col_text(&q, 0), &source))
			known[source] = true;
	return query_end(&q);
}

/* Adds the ids that the work does not have yet, or keeps them as conflicts. */
static enum err learn_ids(struct cx *cx, struct store *s, const struct report *r,
	const int64_t owners[], int64_t work_id, int *conflicts)
{
	bool known[CATALOG__COUNT] = { false };

	TRY(known_sources(cx, s, work_id, known));
	for (size_t i = 0; i < r->ids.count; i++) {
		const struct id *id = &r->ids.list[i];

		if (owners[i] == work_id)
			continue;
		if (owners[i] == 0 && (!known[id->source] || id->source == CATALOG_LOCAL)) {
			TRY(add_id(cx, s, r->kind, id, work_id));
			continue;
		}
		TRY(add_conflict(cx, s, id, work_id));
		(*conflicts)++;
	}
	return OK;
}

static STATEMENT(work_title, "SELECT title, author, link, year FROM work WHERE id = :id");

static STATEMENT(work_title_set,
	"UPDATE work SET title = coalesce(title, :title),"
	" author = coalesce(author, :author), link = coalesce(link, :link),"
	" year = coalesce(year, :year) WHERE id = :id");

/* Writes only if the report has something that the work lacks. */
static enum err learn_title(struct cx *cx, struct store *s, const struct report *r, int64_t work_id)
{
	struct query q = store_query(cx, s, &work_title);
	bool is_news = false;
	enum err err;

	bind_i64(&q, ":id", work_id);
	if (query_next(&q))
		is_news = (r->title && !col_text(&q, 0)) || (r->author && !col_text(&q, 1)) ||
			  (r->link && !col_text(&q, 2)) ||
			  (r->year != UNSAID && col_i64_or_unsaid(&q, 3) == UNSAID);
	err = query_end(&q);
	if (err != OK || !is_news)
		return err;
	q = store_query(cx, s, &work_title_set);
	bind_i64(&q, ":id", work_id);
	bind_title(&q, r);
	return query_run(&q);
}

enum err store_work_match(
	struct cx *cx, struct store *s, const struct report *r, int64_t *work_id, int *conflicts)
{
	int64_t owners[CATALOG__COUNT] = { 0 };
	bool is_complete = true;

	ASSERT(r->ids.count > 0);
	*work_id = 0;
	*conflicts = 0;
	for (size_t i = 0; i < r->ids.count; i++) {
		TRY(find_by_id(cx, s, r->kind, &r->ids.list[i], &owners[i]));
		if (*work_id == 0)
			*work_id = owners[i];
	}
	if (*work_id == 0)
		TRY(add_work(cx, s, r, work_id));
	else
		TRY(learn_title(cx, s, r, *work_id));
	for (size_t i = 0; i < r->ids.count; i++)
		is_complete = is_complete && owners[i] == *work_id;
	return is_complete ? OK : learn_ids(cx, s, r, owners, *work_id, conflicts);
}

enum err store_work_learn(
	struct cx *cx, struct store *s, int64_t work_id, enum kind kind, const struct id *id)
{
	int64_t owner = 0;

	TRY(find_by_id(cx, s, kind, id, &owner));
	if (owner == work_id)
		return OK;
	if (owner == 0 && id->source == CATALOG_LOCAL)
		return add_id(cx, s, kind, id, work_id);
	return add_conflict(cx, s, id, work_id);
}

static STATEMENT(item_add, "INSERT INTO item (work_id, part, season, episode, title)"
			   " VALUES (:work, :part, :season, :episode, :title) RETURNING id");

static enum err add_item(struct cx *cx, struct store *s, int64_t work_id, const char *part,
	const struct report *r, int64_t *item_id)
{
	struct query q = store_query(cx, s, &item_add);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":part", part);
	bind_i64_or_null(&q, ":season", r->season);
	bind_i64_or_null(&q, ":episode", r->episode);
	bind_text(&q, ":title", r->part_title);
	return query_id(&q, item_id);
}

static STATEMENT(item_find, "SELECT id FROM item WHERE work_id = :work AND part = :part");

static enum err find_item(
	struct cx *cx, struct store *s, int64_t work_id, const char *part, int64_t *item_id)
{
	struct query q = store_query(cx, s, &item_find);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":part", part);
	return query_number(&q, item_id);
}

static STATEMENT(item_rename, "UPDATE item SET part = :part WHERE id = :id");

/* An item may be known by an earlier id of the part. */
static enum err find_renamed(
	struct cx *cx, struct store *s, int64_t work_id, const struct report *r, int64_t *item_id)
{
	struct query q;

	if (!r->part || !r->part_before || strcmp(r->part, r->part_before) == 0)
		return OK;
	TRY(find_item(cx, s, work_id, r->part_before, item_id));
	if (*item_id == 0)
		return OK;
	q = store_query(cx, s, &item_rename);
	bind_i64(&q, ":id", *item_id);
	bind_text(&q, ":part", r->part);
	return query_run(&q);
}

enum err store_item_match(
	struct cx *cx, struct store *s, int64_t work_id, const struct report *r, int64_t *item_id)
{
	const char *part = "";

	if (r->part)
		part = r->part;
	else if (r->kind == KIND_SHOW)
		part = arena_printf(cx->arena, "s%de%d", r->season, r->episode);
	TRY(find_item(cx, s, work_id, part, item_id));
	if (*item_id == 0)
		TRY(find_renamed(cx, s, work_id, r, item_id));
	return *item_id != 0 ? OK : add_item(cx, s, work_id, part, r, item_id);
}

static STATEMENT(work_count, "SELECT count(*) FROM work");

enum err store_work_count(struct cx *cx, struct store *s, int64_t *count)
{
	struct query q = store_query(cx, s, &work_count);

	return query_number(&q, count);
}

/* SPDX-License-Identifier: MIT */
/*
 * work.c -- which work of a person a report is about.
 *
 * The ids of a report are looked up in the order of trust, among the works of
 * the person. The first known one decides, unless a better id of the report
 * contradicts it: the work has another id of that catalog. The other ids are
 * added if they are new, and kept as conflicts if they belong to another work.
 * Works are never merged automatically, because a wrong merge cannot be undone.
 */
#include "shared/store/work.h"

#include "shared/store/row.h"
#include "shared/store/word.h"

/* A report on its way to a work. */
struct match {
	int64_t user_id;
	const struct report *report;
	int64_t owners[CATALOG__COUNT]; /* of its ids: works, or 0 */
	int64_t work_id;                /* 0: none yet */
};

STATEMENT(work_id_find, "SELECT work_id FROM work_id WHERE person_id = :user"
			" AND kind = :kind AND source = :source AND value = :value");

static void bind_title(struct query *q, const struct report *r)
{
	bind_text(q, ":title", r->title);
	bind_text(q, ":author", r->author);
	bind_text(q, ":link", r->link);
	bind_i64_or_null(q, ":year", r->year);
}

static STATEMENT(work_add, "INSERT INTO work (person_id, kind, title, author, link, year,"
			   " created_ms) VALUES (:user, :kind, :title, :author, :link, :year, :now)"
			   " RETURNING id");

static enum err add_work(struct cx *cx, struct store *s, struct match *m)
{
	struct query q = store_query(cx, s, &work_add);

	bind_i64(&q, ":user", m->user_id);
	bind_text(&q, ":kind", kind_name(m->report->kind));
	bind_title(&q, m->report);
	bind_i64(&q, ":now", cx->now_ms);
	TRY(query_id(&q, &m->work_id));
	return m->report->title ? store_word_put(cx, s, m->user_id, m->work_id, m->report->title)
				: OK;
}

STATEMENT(work_id_add, "INSERT INTO work_id (person_id, kind, source, value, work_id)"
		       " VALUES (:user, :kind, :source, :value, :work)");

static enum err add_id(struct cx *cx, struct store *s, int64_t user_id, enum kind kind,
	const struct id *id, int64_t work_id)
{
	struct query q = store_query(cx, s, &work_id_add);

	bind_i64(&q, ":user", user_id);
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

/* Does the work have another id of a catalog that precedes the index-th? */
static enum err is_contradicted(struct cx *cx, struct store *s, const struct ids *ids, size_t index,
	int64_t work_id, bool *out)
{
	struct query q;
	enum catalog source;

	*out = false;
	if (index == 0)
		return OK;
	q = store_query(cx, s, &work_id_list);
	bind_i64(&q, ":work", work_id);
	while (query_next(&q)) {
		if (!catalog_parse(col_text(&q, 0), &source))
			continue;
		for (size_t i = 0; i < index; i++)
			if (ids->list[i].source == source)
				*out = *out || strcmp(ids->list[i].value, col_text(&q, 1)) != 0;
	}
	return query_end(&q);
}

/* The most trusted known id that no better one contradicts decides. */
static enum err choose_work(struct cx *cx, struct store *s, struct match *m)
{
	const struct ids *ids = &m->report->ids;

	for (size_t i = 0; i < ids->count && m->work_id == 0; i++) {
		bool is_other;

		if (m->owners[i] == 0)
			continue;
		TRY(is_contradicted(cx, s, ids, i, m->owners[i], &is_other));
		if (!is_other)
			m->work_id = m->owners[i];
	}
	return OK;
}

/* Adds the ids that the work does not have yet, or keeps them as conflicts. */
static enum err learn_ids(struct cx *cx, struct store *s, const struct match *m, int *conflicts)
{
	const struct ids *ids = &m->report->ids;
	bool known[CATALOG__COUNT] = { false };

	TRY(known_sources(cx, s, m->work_id, known));
	for (size_t i = 0; i < ids->count; i++) {
		const struct id *id = &ids->list[i];

		if (m->owners[i] == m->work_id)
			continue;
		if (m->owners[i] == 0 && (!known[id->source] || id->source == CATALOG_LOCAL)) {
			TRY(add_id(cx, s, m->user_id, m->report->kind, id, m->work_id));
			continue;
		}
		TRY(add_conflict(cx, s, id, m->work_id));
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
static enum err learn_title(struct cx *cx, struct store *s, const struct match *m)
{
	const struct report *r = m->report;
	struct query q = store_query(cx, s, &work_title);
	bool is_named = false, is_news = false;
	enum err err;

	bind_i64(&q, ":id", m->work_id);
	if (query_next(&q)) {
		is_named = r->title && !col_text(&q, 0);
		is_news = is_named || (r->author && !col_text(&q, 1)) ||
			  (r->link && !col_text(&q, 2)) ||
			  (r->year != UNSAID && col_i64_or_unsaid(&q, 3) == UNSAID);
	}
	err = query_end(&q);
	if (err != OK || !is_news)
		return err;
	q = store_query(cx, s, &work_title_set);
	bind_i64(&q, ":id", m->work_id);
	bind_title(&q, r);
	TRY(query_run(&q));
	return is_named ? store_word_put(cx, s, m->user_id, m->work_id, r->title) : OK;
}

static bool has_all_ids(const struct match *m)
{
	for (size_t i = 0; i < m->report->ids.count; i++)
		if (m->owners[i] != m->work_id)
			return false;
	return true;
}

enum err store_work_match(struct cx *cx, struct store *s, int64_t user_id, const struct report *r,
	int64_t *work_id, int *conflicts)
{
	struct match m = { .user_id = user_id, .report = r };

	ASSERT(r->ids.count > 0);
	*conflicts = 0;
	for (size_t i = 0; i < r->ids.count; i++)
		TRY(row_find_work(cx, s, user_id, r->kind, &r->ids.list[i], &m.owners[i]));
	TRY(choose_work(cx, s, &m));
	if (m.work_id == 0)
		TRY(add_work(cx, s, &m));
	else
		TRY(learn_title(cx, s, &m));
	*work_id = m.work_id;
	return has_all_ids(&m) ? OK : learn_ids(cx, s, &m, conflicts);
}

enum err store_work_learn(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	enum kind kind, const struct id *id)
{
	int64_t owner = 0;

	TRY(row_find_work(cx, s, user_id, kind, id, &owner));
	if (owner == work_id)
		return OK;
	if (owner == 0 && id->source == CATALOG_LOCAL)
		return add_id(cx, s, user_id, kind, id, work_id);
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

static STATEMENT(work_count, "SELECT count(*) FROM work WHERE person_id = :user");

enum err store_work_count(struct cx *cx, struct store *s, int64_t user_id, int64_t *count)
{
	struct query q = store_query(cx, s, &work_count);

	bind_i64(&q, ":user", user_id);
	return query_number(&q, count);
}

enum err store_work_find(struct cx *cx, struct store *s, int64_t user_id, enum kind kind,
	const struct id *id, int64_t *work_id)
{
	return row_find_work(cx, s, user_id, kind, id, work_id);
}

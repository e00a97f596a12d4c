/* SPDX-License-Identifier: MIT */
/* work.c -- works and their ids; shared/progress/match.h chooses among them. */
#include "shared/store/work.h"

#include "shared/store/item.h"
#include "shared/store/row.h"
#include "shared/store/word.h"

STATEMENT(work_id_find, "SELECT work_id FROM work_id WHERE person_id = :user"
			" AND kind = :kind AND source = :source AND value = :value");

STATEMENT(work_id_add, "INSERT INTO work_id (person_id, kind, source, value, work_id)"
		       " VALUES (:user, :kind, :source, :value, :work)");

STATEMENT(work_id_list, "SELECT source, value FROM work_id WHERE work_id = :work");

/* ---- reading ---- */

static enum err read_id(struct cx *cx, struct store *s, struct known *known, const struct match *m,
	const struct id *id, struct known_id **out)
{
	int64_t work_id = 0;
	bool is_new;

	*out = match_id(known, m->user_id, m->report->kind, id, &is_new);
	if (!is_new)
		return OK;
	TRY(row_find_work(cx, s, m->user_id, m->report->kind, id, &work_id));
	if (work_id == 0)
		return OK;
	(*out)->work = match_work(known, work_id, &is_new);
	(*out)->work->user_id = m->user_id;
	(*out)->work->kind = m->report->kind;
	return OK;
}

static enum err read_ids_of(
	struct cx *cx, struct store *s, struct known *known, struct known_work *work)
{
	struct query q;

	if (work->has_ids)
		return OK;
	q = store_query(cx, s, &work_id_list);
	bind_i64(&q, ":work", work->id);
	while (query_next(&q)) {
		struct id id;

		if (!catalog_parse(col_text_in_place(&q, 0), &id.source))
			continue;
		snprintf(id.value, sizeof(id.value), "%s", col_text_in_place(&q, 1));
		match_has_id(known->arena, work, &id);
	}
	work->has_ids = true;
	return query_end(&q);
}

static STATEMENT(work_title, "SELECT title, author, link, year FROM work WHERE id = :id");

static enum err read_title(struct cx *cx, struct store *s, struct known_work *work)
{
	struct query q;

	if (work->is_read)
		return OK;
	q = store_query(cx, s, &work_title);
	bind_i64(&q, ":id", work->id);
	if (query_next(&q)) {
		work->has_title = col_text_in_place(&q, 0) != NULL;
		work->has_author = col_text_in_place(&q, 1) != NULL;
		work->has_link = col_text_in_place(&q, 2) != NULL;
		work->has_year = col_i64_or_unsaid(&q, 3) != UNSAID;
	}
	work->is_read = true;
	return query_end(&q);
}

enum err store_match_read(struct cx *cx, struct store *s, struct known *known, struct match *m,
	struct known_work **work)
{
	const struct ids *ids = &m->report->ids;
	bool is_read;

	ASSERT(ids->count > 0);
	for (size_t i = 0; i < ids->count; i++)
		TRY(read_id(cx, s, known, m, &ids->list[i], &m->ids[i]));
	for (size_t i = 0; i < ids->count && match_is_mixed(m); i++)
		if (m->ids[i]->work)
			TRY(read_ids_of(cx, s, known, m->ids[i]->work));
	is_read = match_find(m, work);
	ASSERT(is_read);
	return *work ? read_title(cx, s, *work) : OK;
}

/* ---- writing ---- */

static void bind_title(struct query *q, const struct known_work *work)
{
	bind_text(q, ":title", work->title);
	bind_text(q, ":author", work->author);
	bind_text(q, ":link", work->link);
	bind_i64_or_null(q, ":year", work->year);
}

static STATEMENT(work_newest, "SELECT max(id) FROM work");

static STATEMENT(work_add, "INSERT INTO work (id, person_id, kind, title, author, link, year,"
			   " created_ms) VALUES (:id, :user, :kind, :title, :author, :link, :year,"
			   " :now)");

static enum err add_work(struct cx *cx, struct store *s, struct known_work *work, int64_t *last_id)
{
	struct query q;

	TRY(row_next_id(cx, s, &work_newest, last_id));
	work->id = *last_id;
	q = store_query(cx, s, &work_add);
	bind_i64(&q, ":id", work->id);
	bind_i64(&q, ":user", work->user_id);
	bind_text(&q, ":kind", kind_name(work->kind));
	bind_title(&q, work);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(work_title_set,
	"UPDATE work SET title = coalesce(title, :title),"
	" author = coalesce(author, :author), link = coalesce(link, :link),"
	" year = coalesce(year, :year) WHERE id = :id");

static enum err set_title(struct cx *cx, struct store *s, const struct known_work *work)
{
	struct query q = store_query(cx, s, &work_title_set);

	bind_i64(&q, ":id", work->id);
	bind_title(&q, work);
	return query_run(&q);
}

static enum err write_work(
	struct cx *cx, struct store *s, struct known_work *work, int64_t *last_id)
{
	TRY(work->is_new ? add_work(cx, s, work, last_id) : set_title(cx, s, work));
	return work->is_named ? store_word_put(cx, s, work->user_id, work->id, work->title) : OK;
}

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

static enum err write_ids(struct cx *cx, struct store *s, const struct known *known)
{
	for (size_t i = 0; i < known->ids.count; i++) {
		const struct known_id *id = known->ids.at[i];

		TRY(add_id(cx, s, id->user_id, id->kind, id->id, id->work->id));
	}
	return OK;
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

static enum err write_conflicts(struct cx *cx, struct store *s, const struct known *known)
{
	for (size_t i = 0; i < known->conflicts.count; i++) {
		const struct known_conflict *conflict = known->conflicts.at[i];

		TRY(add_conflict(cx, s, conflict->id, conflict->work->id));
	}
	return OK;
}

enum err store_works_write(struct cx *cx, struct store *s, const struct known *known)
{
	int64_t last_id = 0;

	for (size_t i = 0; i < known->works.count; i++)
		TRY(write_work(cx, s, known->works.at[i], &last_id));
	TRY(write_ids(cx, s, known));
	TRY(write_conflicts(cx, s, known));
	return store_items_write(cx, s, known);
}

enum err store_work_match(struct cx *cx, struct store *s, int64_t user_id, const struct report *r,
	int64_t *work_id, int *conflicts)
{
	struct match m = { .user_id = user_id, .report = r };
	struct known_work *work;
	struct known known;

	known_init(&known, cx->arena, cx->now_ms);
	TRY(store_match_read(cx, s, &known, &m, &work));
	work = match_learn(&known, &m, work, conflicts);
	TRY(store_works_write(cx, s, &known));
	*work_id = work->id;
	return OK;
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

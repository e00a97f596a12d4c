/* SPDX-License-Identifier: MIT */
#include "shared/store/correct.h"

#include "shared/store/item.h"
#include "shared/store/row.h"
#include "shared/store/word.h"
#include "shared/store/work.h"

static const struct id *id_of(const struct ids *ids, enum catalog source)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i].source == source)
			return &ids->list[i];
	return NULL;
}

static STATEMENT(
	correct_locals, "SELECT count(*) FROM work_id WHERE work_id = :work AND source = 'local'");

/* ---- the same work ---- */

static STATEMENT(correct_title,
	"UPDATE work SET title = coalesce(:title, title), author = coalesce(:author, author),"
	" year = coalesce(:year, year) WHERE id = :work");

static enum err set_title(
	struct cx *cx, struct store *s, int64_t user_id, const struct report *r, int64_t work_id)
{
	struct query q = store_query(cx, s, &correct_title);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":title", r->title);
	bind_text(&q, ":author", r->author);
	bind_i64_or_null(&q, ":year", r->year);
	TRY(query_run(&q));
	return r->title ? store_word_put(cx, s, user_id, work_id, r->title) : OK;
}

static STATEMENT(correct_id, "UPDATE work_id SET value = :value WHERE work_id = :work"
			     " AND source = :source AND value = :before");

/* An id that is new is learned with the others, when the report is matched. */
static enum err set_id(struct cx *cx, struct store *s, int64_t work_id, const struct id *before,
	const struct id *now)
{
	struct query q = store_query(cx, s, &correct_id);

	bind_i64(&q, ":work", work_id);
	bind_text(&q, ":source", catalog_name(now->source));
	bind_text(&q, ":before", before->value);
	bind_text(&q, ":value", now->value);
	return query_run(&q);
}

static enum err set_ids(struct cx *cx, struct store *s, const struct report *r, int64_t work_id)
{
	for (size_t i = 0; i < r->ids.count; i++) {
		const struct id *now = &r->ids.list[i];
		const struct id *before = id_of(r->corrects, now->source);

		if (now->source != CATALOG_LOCAL && before)
			TRY(set_id(cx, s, work_id, before, now));
	}
	return OK;
}

static enum err rename_work(
	struct cx *cx, struct store *s, int64_t user_id, const struct report *r, int64_t work_id)
{
	int64_t matched;
	int conflicts;

	TRY(set_ids(cx, s, r, work_id));
	TRY(set_title(cx, s, user_id, r, work_id));
	return store_work_match(cx, s, user_id, r, &matched, &conflicts);
}

/* ---- another work ---- */

static enum err move_one(
	struct cx *cx, struct store *s, const struct statement *which, const int64_t ids[static 3])
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", ids[0]);
	bind_i64(&q, ":from", ids[1]);
	bind_i64(&q, ":to", ids[2]);
	return query_run(&q);
}

/* Of two open plays the one that was told of last stays. */
static STATEMENT(correct_open,
	"UPDATE play SET removed_ms = updated_ms WHERE user_id = :user"
	" AND item_id IN (:from, :to) AND state = 'in_progress' AND removed_ms IS NULL"
	" AND EXISTS (SELECT o.id FROM play o WHERE o.user_id = :user"
	" AND o.item_id IN (:from, :to) AND o.state = 'in_progress' AND o.removed_ms IS NULL"
	" AND (o.updated_ms > play.updated_ms"
	" OR (o.updated_ms = play.updated_ms AND o.id > play.id)))");

static STATEMENT(
	correct_plays, "UPDATE play SET item_id = :to WHERE user_id = :user AND item_id = :from");

static STATEMENT(correct_sitting,
	"UPDATE sitting SET item_id = :to WHERE user_id = :user AND item_id = :from"
	" AND NOT EXISTS (SELECT o.item_id FROM sitting o"
	" WHERE o.user_id = :user AND o.item_id = :to)");

static STATEMENT(correct_edits,
	"UPDATE edit SET work_id = (SELECT work_id FROM item WHERE id = :to)"
	" WHERE user_id = :user AND work_id = (SELECT work_id FROM item WHERE id = :from)");

static STATEMENT(correct_local, "UPDATE work_id SET work_id = :work"
				" WHERE person_id = :user AND kind = :kind"
				" AND source = 'local' AND value = :value");

static enum err move_local(
	struct cx *cx, struct store *s, int64_t user_id, const struct report *r, int64_t to)
{
	struct query q = store_query(cx, s, &correct_local);

	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":work", to);
	bind_text(&q, ":kind", kind_name(r->kind));
	bind_text(&q, ":value", id_of(&r->ids, CATALOG_LOCAL)->value);
	return query_run(&q);
}

static STATEMENT(correct_unnamed, "DELETE FROM work WHERE id = :work AND NOT EXISTS"
				  " (SELECT value FROM work_id WHERE work_id = :work)");

/* A work that no id finds any more. */
static enum err drop_unnamed(struct cx *cx, struct store *s, int64_t work_id)
{
	struct query q = store_query(cx, s, &correct_unnamed);

	bind_i64(&q, ":work", work_id);
	return query_run(&q);
}

static enum err move_plays(struct cx *cx, struct store *s, int64_t user_id, const struct report *r,
	const int64_t works[static 2])
{
	int64_t ids[3] = { user_id, 0, 0 };

	TRY(store_item_match(cx, s, works[0], r, &ids[1]));
	TRY(store_item_match(cx, s, works[1], r, &ids[2]));
	TRY(move_one(cx, s, &correct_open, ids));
	TRY(move_one(cx, s, &correct_plays, ids));
	TRY(move_one(cx, s, &correct_sitting, ids));
	TRY(move_one(cx, s, &correct_edits, ids));
	TRY(move_local(cx, s, user_id, r, works[1]));
	return drop_unnamed(cx, s, works[0]);
}

/* ---- both ---- */

static enum err count_locals(struct cx *cx, struct store *s, int64_t work_id, int64_t *count)
{
	struct query q = store_query(cx, s, &correct_locals);

	bind_i64(&q, ":work", work_id);
	return query_number(&q, count);
}

/* The work that the corrected ids name, if it is another one; else 0. */
static enum err find_other(struct cx *cx, struct store *s, int64_t user_id, const struct report *r,
	int64_t work_id, int64_t *other)
{
	*other = 0;
	for (size_t i = 0; i < r->ids.count && *other == 0; i++)
		if (r->ids.list[i].source != CATALOG_LOCAL)
			TRY(row_find_work(cx, s, user_id, r->kind, &r->ids.list[i], other));
	if (*other == work_id)
		*other = 0;
	return OK;
}

enum err store_work_correct(struct cx *cx, struct store *s, int64_t user_id, const struct report *r)
{
	const struct id *local = id_of(&r->ids, CATALOG_LOCAL);
	int64_t works[2] = { 0, 0 }, locals = 0;

	if (!local)
		return OK;
	TRY(row_find_work(cx, s, user_id, r->kind, local, &works[0]));
	if (works[0] == 0)
		return OK;
	TRY(count_locals(cx, s, works[0], &locals));
	TRY(find_other(cx, s, user_id, r, works[0], &works[1]));
	if (works[1] == 0)
		return rename_work(cx, s, user_id, r, works[0]);
	/* Episodes would have to move one by one, and a second copy stays. */
	if (r->kind == KIND_PODCAST || locals > 1)
		return OK;
	return move_plays(cx, s, user_id, r, works);
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/edit_id.h"

#include "shared/store/column.h"
#include "shared/store/library.h"
#include "shared/store/row.h"
#include "shared/store/thing.h"

/* The work's current id of that catalog, and how many ids it has. */
struct known {
	enum kind kind;
	const char *value; /* or NULL */
	size_t count;
};

static enum err get_known(struct cx *cx, struct store *s, const struct library_work *work,
	enum catalog source, struct known *out)
{
	const struct id *ids = NULL;

	out->kind = work->kind;
	out->value = NULL;
	TRY(store_library_ids(cx, s, work->id, &ids, &out->count));
	for (size_t i = 0; i < out->count; i++)
		if (ids[i].source == source)
			out->value = ids[i].value;
	return OK;
}

/* Sets *value to the normal form, NULL for "". */
static enum err normalise(struct cx *cx, const struct edit_id *change, const char **value)
{
	struct ids ids = { 0 };

	*value = NULL;
	if (change->source == CATALOG_LOCAL)
		return err_note(
			cx, ERR_INPUT, "An id that a server gave itself cannot be changed.");
	if (!*change->value)
		return OK;
	if (!ids_add(&ids, change->source, change->value))
		return err_note(cx, ERR_INPUT, "That is no id of that kind. It is %s.",
			catalog_shape(change->source));
	*value = arena_strdup(cx->arena, ids.list[0].value);
	return OK;
}

static struct query of_id(struct cx *cx, struct store *s, const struct statement *which,
	const struct edit *row, enum kind kind)
{
	struct query q = store_query(cx, s, which);

	if (kind != KIND_NONE) {
		bind_i64(&q, ":user", row->user_id);
		bind_kind(&q, kind);
	}
	bind_text(&q, ":source", catalog_name(row->source));
	return q;
}

/* Refuses an id that another work of the person has. */
static enum err check_free(struct cx *cx, struct store *s, const struct edit *row,
	const struct known *known, const char *value)
{
	struct query q = of_id(cx, s, &work_id_find, row, known->kind);
	const struct library_work *other;
	int64_t owner;
	enum err err;

	bind_text(&q, ":value", value);
	TRY(query_number(&q, &owner));
	if (owner == 0)
		return OK;
	err = store_library_work(cx, s, row->user_id, owner, &other);
	if (err == OK && other->title)
		return err_note(
			cx, ERR_CONFLICT, "That id belongs to another work: %.120s.", other->title);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	return err_note(cx, ERR_CONFLICT, "That id belongs to another work already.");
}

static enum err write_value(struct cx *cx, struct store *s, const struct statement *which,
	const struct edit *row, enum kind kind, const char *value)
{
	struct query q = of_id(cx, s, which, row, kind);

	bind_text(&q, ":value", value);
	bind_i64(&q, ":work", row->work_id);
	return query_run(&q);
}

static STATEMENT(edit_id_drop, "DELETE FROM work_id WHERE person_id = :user AND kind = :kind"
			       " AND source = :source AND value = :value AND work_id = :work");

static STATEMENT(edit_id_settled, "DELETE FROM work_conflict WHERE work_id = :work"
				  " AND source = :source AND value = :value");

/*
 * Replaces one value by the other, also where a person named things by it.
 * Either may be NULL; check_put comes first.
 */
static enum err put(struct cx *cx, struct store *s, const struct edit *row, enum kind kind,
	const char *from, const char *to)
{
	if (from)
		TRY(write_value(cx, s, &edit_id_drop, row, kind, from));
	if (!to)
		return OK;
	TRY(write_value(cx, s, &work_id_add, row, kind, to));
	if (from)
		TRY(store_thing_correct(cx, s,
			&(struct thing_correction){ row->user_id, kind, row->source, from, to }));
	return write_value(cx, s, &edit_id_settled, row, KIND_NONE, to);
}

static enum err check_put(struct cx *cx, struct store *s, const struct edit *row,
	const struct known *known, const char *to)
{
	if (to)
		return check_free(cx, s, row, known, to);
	if (known->count == 1)
		return err_note(cx, ERR_INPUT, "This is its last id; nothing would find it then.");
	return OK;
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

enum err edit_id_change(
	struct cx *cx, struct store *s, const struct edit_id *change, struct edited *out)
{
	const struct library_work *work;
	struct known known;
	struct edit row = {
		.user_id = change->user_id,
		.work_id = change->work_id,
		.play_id = UNSAID,
		.change = "id",
		.updated_ms = UNSAID,
		.sitting_done = UNSAID,
		.source = change->source,
	};
	enum err err = store_library_work(cx, s, row.user_id, change->work_id, &work);

	*out = (struct edited){ .work_id = work->id };
	if (err != OK)
		return err;
	TRY(normalise(cx, change, &row.value_new));
	TRY(get_known(cx, s, work, change->source, &known));
	row.value_old = known.value;
	if (is_same(row.value_old, row.value_new))
		return OK;
	TRY(check_put(cx, s, &row, &known, row.value_new));
	TRY(put(cx, s, &row, work->kind, row.value_old, row.value_new));
	return edit_row_add(cx, s, &row, &out->edit_id);
}

enum err edit_id_undo(struct cx *cx, struct store *s, const struct edit *row)
{
	const struct library_work *work;
	struct known known;

	TRY(store_library_work(cx, s, row->user_id, row->work_id, &work));
	if (row->source == CATALOG__COUNT)
		return err_note(cx, ERR_INPUT, "That id is of no known kind.");
	TRY(get_known(cx, s, work, row->source, &known));
	if (!is_same(known.value, row->value_new))
		return err_note(cx, ERR_CONFLICT, "That id was changed again since.");
	TRY(check_put(cx, s, row, &known, row->value_old));
	return put(cx, s, row, work->kind, row->value_new, row->value_old);
}

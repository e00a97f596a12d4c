/* SPDX-License-Identifier: MIT */
/* edit.c -- plays that are changed by hand, and every undo. */
#include "shared/actions/edit_row.h"
#include "shared/store/library.h"
#include "shared/store/media.h"

enum { TWICE_MS = 60 * 1000 }; /* a second press of one button */

enum err edit_add(struct cx *cx, struct store *s, const struct edit *row, struct edited *out)
{
	struct query q = store_query(cx, s, STMT_EDIT_ADD);

	bind_i64(&q, ":user", row->user_id);
	bind_i64(&q, ":work", row->work_id);
	bind_i64_or_null(&q, ":play", row->play_id);
	bind_text(&q, ":deed", row->change);
	bind_i64_or_null(&q, ":updated", row->updated_ms);
	bind_i64_or_null(&q, ":sitting_done", row->sitting_done);
	bind_text(&q, ":source", row->source);
	bind_text(&q, ":value_old", row->value_old);
	bind_text(&q, ":value_new", row->value_new);
	bind_i64(&q, ":now", cx->now_ms);
	return query_id(&q, &out->edit_id);
}

struct edit edit_read(const struct query *q, int64_t user_id)
{
	return (struct edit){
		.id = col_i64(q, 0),
		.user_id = user_id,
		.work_id = col_i64(q, 1),
		.play_id = col_i64_or_unsaid(q, 2),
		.change = col_text(q, 3),
		.updated_ms = col_i64_or_unsaid(q, 4),
		.sitting_done = col_i64_or_unsaid(q, 5),
		.source = col_text(q, 6),
		.value_old = col_text(q, 7),
		.value_new = col_text(q, 8),
		.at_ms = col_i64(q, 9),
		.undone_ms = col_i64_or_unsaid(q, 10),
	};
}

/* A play of that person, and what else there is of its item. */
struct target {
	int64_t user_id, play_id, item_id, work_id;
	bool is_open, is_removed;
	int64_t updated_ms;
	int64_t sitting_done; /* or UNSAID: no sitting */
	bool is_followed;     /* by a newer play, or by another open one */
};

static enum err get_target(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct target *out)
{
	struct query q = store_query(cx, s, STMT_EDIT_PLAY);
	enum err err;

	*out = (struct target){ .user_id = user_id };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":play", play_id);
	if (query_next(&q)) {
		out->play_id = col_i64(&q, 0);
		out->item_id = col_i64(&q, 1);
		out->work_id = col_i64(&q, 2);
		out->is_open = strcmp(col_text(&q, 3), "in_progress") == 0;
		out->updated_ms = col_i64(&q, 4);
		out->is_removed = col_i64_or_unsaid(&q, 5) != UNSAID;
		out->sitting_done = col_i64_or_unsaid(&q, 6);
		out->is_followed = col_i64(&q, 7) > 0 || col_i64(&q, 8) > 0;
	}
	err = query_end(&q);
	if (err == OK && out->play_id == 0)
		err = err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	return err;
}

/* For a deed that was done before: what would undo it. */
static enum err find_newest(struct cx *cx, struct store *s, int64_t play_id, int64_t *edit_id)
{
	struct query q = store_query(cx, s, STMT_EDIT_NEWEST);

	*edit_id = 0;
	bind_i64(&q, ":play", play_id);
	if (query_next(&q))
		*edit_id = col_i64(&q, 0);
	return query_end(&q);
}

static enum err run_on_play(struct cx *cx, struct store *s, enum stmt which, const struct target *t)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":play", t->play_id);
	if (which == STMT_EDIT_COMPLETE)
		bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static enum err set_removed(
	struct cx *cx, struct store *s, const struct target *t, int64_t removed_ms)
{
	struct query q = store_query(cx, s, STMT_EDIT_REMOVED);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":play", t->play_id);
	bind_i64_or_null(&q, ":removed", removed_ms);
	return query_run(&q);
}

static enum err end_sitting(struct cx *cx, struct store *s, const struct target *t)
{
	struct query q = store_query(cx, s, STMT_EDIT_SITTING_DONE);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":item", t->item_id);
	return query_run(&q);
}

/* What every deed on a play writes besides the play. */
static enum err seal(struct cx *cx, struct store *s, const struct target *t, const char *change,
	struct edited *out)
{
	struct edit row = {
		.user_id = t->user_id,
		.work_id = t->work_id,
		.play_id = t->play_id,
		.change = change,
		.updated_ms = t->updated_ms,
		.sitting_done = t->sitting_done,
	};
	enum err err = end_sitting(cx, s, t);

	if (err == OK)
		err = edit_add(cx, s, &row, out);
	return err;
}

enum err store_edit_complete(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out)
{
	struct target t;
	enum err err = get_target(cx, s, user_id, play_id, &t);

	*out = (struct edited){ .work_id = t.work_id };
	if (err != OK)
		return err;
	if (t.is_removed)
		return err_note(cx, ERR_CONFLICT, "This play was removed. Undo that first.");
	if (!t.is_open)
		return find_newest(cx, s, play_id, &out->edit_id);
	err = run_on_play(cx, s, STMT_EDIT_COMPLETE, &t);
	if (err == OK)
		err = seal(cx, s, &t, "completed", out);
	return err;
}

static enum err check_item(
	struct cx *cx, struct store *s, const struct edit_item *what, int64_t *item_id)
{
	struct query q = store_query(cx, s, STMT_EDIT_ITEM);
	enum err err;

	bind_i64(&q, ":user", what->user_id);
	bind_i64(&q, ":work", what->work_id);
	bind_i64(&q, ":item", what->item_id);
	if (query_next(&q))
		*item_id = col_i64(&q, 0);
	err = query_end(&q);
	if (err == OK && *item_id == 0)
		err = err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	return err;
}

/* The item that is meant; an episode may be one nobody has played yet. */
static enum err find_item(struct cx *cx, struct store *s, const struct edit_item *what,
	const struct library_work *work, int64_t *item_id)
{
	struct message m;

	*item_id = 0;
	if (what->item_id != 0)
		return check_item(cx, s, what, item_id);
	message_init(&m);
	if (!kind_parse(work->kind, &m.report.kind) || m.report.kind == KIND_PODCAST)
		return err_note(cx, ERR_INPUT, "Choose one of the episodes.");
	m.report.season = what->season;
	m.report.episode = what->episode;
	if (m.report.kind == KIND_SHOW && (what->season < 0 || what->episode < 0))
		return err_note(cx, ERR_INPUT, "Say the numbers of both season and episode.");
	return store_item_match(cx, s, what->work_id, &m.report, item_id);
}

static enum err add_completed(struct cx *cx, struct store *s, const struct edit_item *what,
	int64_t item_id, struct edited *out)
{
	struct query q = store_query(cx, s, STMT_EDIT_INSERT);
	struct target t;
	int64_t play_id = 0;
	enum err err;

	bind_i64(&q, ":user", what->user_id);
	bind_i64(&q, ":item", item_id);
	bind_i64(&q, ":whole", SHARE_WHOLE);
	bind_i64(&q, ":now", cx->now_ms);
	err = query_id(&q, &play_id);
	if (err == OK)
		err = get_target(cx, s, what->user_id, play_id, &t);
	if (err == OK)
		err = seal(cx, s, &t, "added", out);
	return err;
}

enum err store_edit_complete_item(
	struct cx *cx, struct store *s, const struct edit_item *what, struct edited *out)
{
	struct viewing viewing = { .user_id = what->user_id };
	const struct library_work *work;
	struct progress was;
	int64_t play_id = 0;
	enum err err = store_library_work(cx, s, what->user_id, what->work_id, &work);

	*out = (struct edited){ .work_id = work->id };
	if (err == OK)
		err = find_item(cx, s, what, work, &viewing.item_id);
	if (err == OK)
		err = store_progress_get(cx, s, &viewing, &was, &play_id);
	if (err != OK)
		return err;
	if (was.is_open)
		return store_edit_complete(cx, s, what->user_id, play_id, out);
	if (was.has_play && cx->now_ms - was.updated_ms < TWICE_MS)
		return find_newest(cx, s, play_id, &out->edit_id);
	return add_completed(cx, s, what, viewing.item_id, out);
}

enum err store_edit_remove(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out)
{
	struct target t;
	enum err err = get_target(cx, s, user_id, play_id, &t);

	*out = (struct edited){ .work_id = t.work_id };
	if (err != OK)
		return err;
	if (t.is_removed)
		return find_newest(cx, s, play_id, &out->edit_id);
	err = set_removed(cx, s, &t, cx->now_ms);
	if (err == OK)
		err = seal(cx, s, &t, "removed", out);
	return err;
}

/* The sitting goes on where the deed cut it off, if it is still that one. */
static enum err resume_sitting(
	struct cx *cx, struct store *s, const struct target *t, const struct edit *row)
{
	struct query q;

	if (row->sitting_done != 0)
		return OK;
	q = store_query(cx, s, STMT_EDIT_SITTING_OPEN);
	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":item", t->item_id);
	bind_i64(&q, ":play", t->play_id);
	bind_i64(&q, ":updated", row->updated_ms);
	return query_run(&q);
}

static enum err reopen(
	struct cx *cx, struct store *s, const struct target *t, const struct edit *row)
{
	struct query q = store_query(cx, s, STMT_EDIT_REOPEN);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":play", t->play_id);
	bind_i64(&q, ":updated", row->updated_ms);
	return query_run(&q);
}

static enum err undo_play(struct cx *cx, struct store *s, const struct edit *row)
{
	bool was_added = strcmp(row->change, "added") == 0;
	bool was_completed = strcmp(row->change, "completed") == 0;
	struct target t;
	int64_t newest = 0;
	enum err err = get_target(cx, s, row->user_id, row->play_id, &t);

	if (err == OK)
		err = find_newest(cx, s, row->play_id, &newest);
	if (err != OK)
		return err;
	if (newest != row->id)
		return err_note(cx, ERR_CONFLICT,
			"This play was changed again since. Undo the newer "
			"change first.");
	if (t.is_followed && (was_completed || t.is_open))
		return err_note(cx, ERR_CONFLICT,
			"It was played again since, and only the newest play "
			"of one thing can be in progress.");
	if (was_completed)
		err = reopen(cx, s, &t, row);
	else
		err = set_removed(cx, s, &t, was_added ? cx->now_ms : UNSAID);
	if (err == OK)
		err = resume_sitting(cx, s, &t, row);
	return err;
}

static enum err get_edit(
	struct cx *cx, struct store *s, int64_t user_id, int64_t edit_id, struct edit *out)
{
	struct query q = store_query(cx, s, STMT_EDIT_GET);
	enum err err;

	*out = (struct edit){ .id = 0 };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":id", edit_id);
	if (query_next(&q))
		*out = edit_read(&q, user_id);
	err = query_end(&q);
	if (err == OK && out->id == 0)
		err = err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
	return err;
}

enum err store_edit_undo(struct cx *cx, struct store *s, const struct editor *who, int64_t edit_id,
	struct edited *out)
{
	struct edit row;
	struct query q;
	enum err err = get_edit(cx, s, who->user_id, edit_id, &row);

	*out = (struct edited){ .work_id = row.work_id };
	if (err != OK || row.undone_ms != UNSAID)
		return err;
	if (row.play_id != UNSAID)
		err = undo_play(cx, s, &row);
	else
		err = edit_undo_id(cx, s, who, &row);
	if (err != OK)
		return err;
	q = store_query(cx, s, STMT_EDIT_UNDONE);
	bind_i64(&q, ":id", edit_id);
	bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

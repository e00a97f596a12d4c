/* SPDX-License-Identifier: MIT */
/* edit.c -- edits of plays, and the undo of every edit. */
#include "shared/actions/edit.h"

#include "shared/actions/edit_id.h"
#include "shared/actions/edit_mark.h"
#include "shared/store/column.h"
#include "shared/store/edit.h"
#include "shared/store/item.h"
#include "shared/store/library.h"
#include "shared/store/play.h"
#include "shared/store/work.h"

enum { TWICE_MS = 60 * 1000 }; /* a button that was pressed twice */

/* A play of that person, and the state of its item. */
struct target {
	int64_t user_id, play_id, item_id, work_id;
	bool is_open, is_removed;
	int64_t updated_ms;
	int64_t sitting_done; /* or UNSAID: no sitting */
	bool is_followed;     /* by a newer play, or by another open one */
};

static STATEMENT(edit_play, "SELECT p.id, p.item_id, t.work_id, p.state, p.updated_ms,"
			    " p.removed_ms, s.done, (SELECT count(*) FROM play n"
			    " WHERE n.user_id = p.user_id AND n.item_id = p.item_id"
			    " AND (+n.updated_ms > p.updated_ms OR"
			    " (+n.updated_ms = p.updated_ms AND n.id > p.id))"
			    " AND n.removed_ms IS NULL),"
			    " (SELECT count(*) FROM play o WHERE o.user_id = p.user_id"
			    " AND o.item_id = p.item_id AND o.id <> p.id"
			    " AND o.state = 'in_progress' AND o.removed_ms IS NULL)"
			    " FROM play p JOIN item t ON t.id = p.item_id LEFT JOIN sitting s"
			    " ON s.user_id = p.user_id AND s.item_id = p.item_id"
			    " WHERE p.id = :play AND p.user_id = :user");

static void target_read(const struct query *q, void *to)
{
	struct target *t = to;

	t->play_id = col_i64(q, 0);
	t->item_id = col_i64(q, 1);
	t->work_id = col_i64(q, 2);
	t->is_open = col_state(q, 3) == PLAY_IN_PROGRESS;
	t->updated_ms = col_i64(q, 4);
	t->is_removed = col_i64_or_unsaid(q, 5) != UNSAID;
	t->sitting_done = col_i64_or_unsaid(q, 6);
	t->is_followed = col_i64(q, 7) > 0 || col_i64(q, 8) > 0;
}

static enum err get_target(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct target *out)
{
	struct query q = store_query(cx, s, &edit_play);

	*out = (struct target){ .user_id = user_id };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":play", play_id);
	return query_get(&q, target_read, out);
}

static STATEMENT(edit_completed, "UPDATE play SET state = 'completed',"
				 " completed_ms = CASE WHEN started_ms > :now THEN started_ms"
				 " ELSE :now END, updated_ms = CASE WHEN updated_ms > :now"
				 " THEN updated_ms ELSE :now END"
				 " WHERE id = :play AND user_id = :user");

static enum err run_on_play(
	struct cx *cx, struct store *s, const struct statement *which, const struct target *t)
{
	struct query q = store_query(cx, s, which);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":play", t->play_id);
	if (which == &edit_completed)
		bind_i64(&q, ":now", cx->now_ms);
	return query_run(&q);
}

static STATEMENT(edit_removed, "UPDATE play SET removed_ms = :removed"
			       " WHERE id = :play AND user_id = :user");

static enum err set_removed(
	struct cx *cx, struct store *s, const struct target *t, int64_t removed_ms)
{
	struct query q = store_query(cx, s, &edit_removed);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":play", t->play_id);
	bind_i64_or_null(&q, ":removed", removed_ms);
	return query_run(&q);
}

static STATEMENT(edit_sitting_done, "UPDATE sitting SET done = 1"
				    " WHERE user_id = :user AND item_id = :item");

static enum err end_sitting(struct cx *cx, struct store *s, const struct target *t)
{
	struct query q = store_query(cx, s, &edit_sitting_done);

	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":item", t->item_id);
	return query_run(&q);
}

/* What every edit of a play writes besides the play. */
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
		.source = CATALOG__COUNT,
	};

	TRY(end_sitting(cx, s, t));
	return edit_row_add(cx, s, &row, &out->edit_id);
}

enum err edit_complete(
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
		return edit_row_newest(cx, s, play_id, &out->edit_id);
	TRY(run_on_play(cx, s, &edit_completed, &t));
	return seal(cx, s, &t, "completed", out);
}

static STATEMENT(edit_item, "SELECT t.id FROM item t WHERE t.id = :item AND t.work_id = :work"
			    " AND EXISTS (SELECT p.id FROM play p WHERE p.user_id = :user"
			    " AND p.item_id = t.id)");

static void id_read(const struct query *q, void *id)
{
	*(int64_t *)id = col_i64(q, 0);
}

static enum err check_item(
	struct cx *cx, struct store *s, const struct edit_item *what, int64_t *item_id)
{
	struct query q = store_query(cx, s, &edit_item);

	bind_i64(&q, ":user", what->user_id);
	bind_i64(&q, ":work", what->work_id);
	bind_i64(&q, ":item", what->item_id);
	return query_get(&q, id_read, item_id);
}

/* Finds the item; an episode is added if nobody has played it yet. */
static enum err find_item(struct cx *cx, struct store *s, const struct edit_item *what,
	const struct library_work *work, int64_t *item_id)
{
	struct message m;

	*item_id = 0;
	if (what->item_id != 0)
		return check_item(cx, s, what, item_id);
	message_init(&m);
	m.report.kind = work->kind;
	if (work->kind == KIND_NONE || work->kind == KIND_PODCAST)
		return err_note(cx, ERR_INPUT, "Choose one of the episodes.");
	m.report.season = what->season;
	m.report.episode = what->episode;
	if (work->kind == KIND_SHOW && (what->season < 0 || what->episode < 0))
		return err_note(cx, ERR_INPUT, "Say the numbers of both season and episode.");
	return store_item_match(cx, s, what->work_id, &m.report, item_id);
}

/* Takes the duration of the last play of the item that has one. */
static STATEMENT(edit_insert, "INSERT INTO play (user_id, item_id, state, share, furthest,"
			      " duration_ms, started_ms, updated_ms, completed_ms)"
			      " VALUES (:user, :item, 'completed', :whole, :whole,"
			      " (SELECT p.duration_ms FROM play p WHERE p.user_id = :user"
			      " AND p.item_id = :item AND p.duration_ms IS NOT NULL"
			      " ORDER BY p.id DESC LIMIT 1), :now, :now, :now) RETURNING id");

static enum err add_completed(struct cx *cx, struct store *s, const struct edit_item *what,
	int64_t item_id, struct edited *out)
{
	struct query q = store_query(cx, s, &edit_insert);
	struct target t;
	int64_t play_id = 0;

	bind_i64(&q, ":user", what->user_id);
	bind_i64(&q, ":item", item_id);
	bind_i64(&q, ":whole", SHARE_WHOLE);
	bind_i64(&q, ":now", cx->now_ms);
	TRY(query_id(&q, &play_id));
	TRY(get_target(cx, s, what->user_id, play_id, &t));
	return seal(cx, s, &t, "added", out);
}

enum err edit_complete_item(
	struct cx *cx, struct store *s, const struct edit_item *what, struct edited *out)
{
	struct viewing viewing = { .user_id = what->user_id };
	const struct library_work *work;
	struct progress was;
	int64_t play_id = 0;
	enum err err = store_library_work(cx, s, what->user_id, what->work_id, &work);

	*out = (struct edited){ .work_id = work->id };
	if (err != OK)
		return err;
	TRY(find_item(cx, s, what, work, &viewing.item_id));
	TRY(store_progress_get(cx, s, &viewing, &was, &play_id));
	if (was.is_open)
		return edit_complete(cx, s, what->user_id, play_id, out);
	if (was.has_play && cx->now_ms - was.updated_ms < TWICE_MS)
		return edit_row_newest(cx, s, play_id, &out->edit_id);
	return add_completed(cx, s, what, viewing.item_id, out);
}

enum err edit_remove(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct edited *out)
{
	struct target t;
	enum err err = get_target(cx, s, user_id, play_id, &t);

	*out = (struct edited){ .work_id = t.work_id };
	if (err != OK)
		return err;
	if (t.is_removed)
		return edit_row_newest(cx, s, play_id, &out->edit_id);
	TRY(set_removed(cx, s, &t, cx->now_ms));
	return seal(cx, s, &t, "removed", out);
}

static STATEMENT(edit_sitting_open,
	"UPDATE sitting SET done = 0"
	" WHERE user_id = :user AND item_id = :item"
	" AND NOT EXISTS (SELECT n.id FROM play n WHERE n.user_id = :user"
	" AND n.item_id = :item AND n.id <> :play"
	" AND +n.updated_ms > :updated AND n.removed_ms IS NULL)");

/* The sitting that the edit ended goes on, if no newer one has begun. */
static enum err resume_sitting(
	struct cx *cx, struct store *s, const struct target *t, const struct edit *row)
{
	struct query q;

	if (row->sitting_done != 0)
		return OK;
	q = store_query(cx, s, &edit_sitting_open);
	bind_i64(&q, ":user", t->user_id);
	bind_i64(&q, ":item", t->item_id);
	bind_i64(&q, ":play", t->play_id);
	bind_i64(&q, ":updated", row->updated_ms);
	return query_run(&q);
}

static STATEMENT(edit_reopen, "UPDATE play SET state = 'in_progress', completed_ms = NULL,"
			      " updated_ms = :updated WHERE id = :play AND user_id = :user");

static enum err reopen(
	struct cx *cx, struct store *s, const struct target *t, const struct edit *row)
{
	struct query q = store_query(cx, s, &edit_reopen);

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

	TRY(get_target(cx, s, row->user_id, row->play_id, &t));
	TRY(edit_row_newest(cx, s, row->play_id, &newest));
	if (newest != row->id)
		return err_note(cx, ERR_CONFLICT,
			"This play was changed again since. Undo the newer "
			"change first.");
	if (t.is_followed && (was_completed || t.is_open))
		return err_note(cx, ERR_CONFLICT,
			"It was played again since, and only the newest play "
			"of one thing can be in progress.");
	if (was_completed)
		TRY(reopen(cx, s, &t, row));
	else
		TRY(set_removed(cx, s, &t, was_added ? cx->now_ms : UNSAID));
	return resume_sitting(cx, s, &t, row);
}

enum err edit_undo(
	struct cx *cx, struct store *s, int64_t user_id, int64_t edit_id, struct edited *out)
{
	struct edit row;
	enum err err = edit_row_get(cx, s, user_id, edit_id, &row);

	*out = (struct edited){ .work_id = row.work_id };
	if (err != OK || row.undone_ms != UNSAID)
		return err;
	if (row.play_id != UNSAID)
		TRY(undo_play(cx, s, &row));
	else if (edit_mark_is(&row))
		TRY(edit_mark_undo(cx, s, &row));
	else
		TRY(edit_id_undo(cx, s, &row));
	return edit_row_set_undone(cx, s, edit_id);
}

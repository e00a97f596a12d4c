/* SPDX-License-Identifier: MIT */
#include "shared/actions/edit_date.h"

#include "shared/progress/report.h"
#include "shared/store/column.h"

static const char dated[] = "dated";

struct times {
	int64_t started_ms, updated_ms, completed_ms;
	bool day_only;
};

struct target {
	int64_t work_id;
	bool is_completed, is_removed;
	struct times times;
};

static STATEMENT(date_play,
	"SELECT t.work_id, p.state, p.removed_ms, p.started_ms, p.updated_ms,"
	" p.completed_ms, p.day_only FROM play p JOIN item t ON t.id = p.item_id"
	" WHERE p.id = :play AND p.user_id = :user");

static void target_read(const struct query *q, void *to)
{
	*(struct target *)to = (struct target){
		.work_id = col_i64(q, 0),
		.is_completed = col_state(q, 1) == PLAY_COMPLETED,
		.is_removed = col_i64_or_unsaid(q, 2) != UNSAID,
		.times = { col_i64(q, 3), col_i64(q, 4), col_i64_or_unsaid(q, 5),
			col_i64(q, 6) != 0 },
	};
}

static enum err get_target(
	struct cx *cx, struct store *s, int64_t user_id, int64_t play_id, struct target *out)
{
	struct query q = store_query(cx, s, &date_play);

	*out = (struct target){ .work_id = 0 };
	bind_i64(&q, ":user", user_id);
	bind_i64(&q, ":play", play_id);
	return query_get(&q, target_read, out);
}

static STATEMENT(date_set, "UPDATE play SET started_ms = :started, updated_ms = :updated,"
			   " completed_ms = :completed, day_only = :day_only"
			   " WHERE id = :play AND user_id = :user");

static enum err set_times(
	struct cx *cx, struct store *s, const struct edit *row, const struct times *times)
{
	struct query q = store_query(cx, s, &date_set);

	bind_i64(&q, ":user", row->user_id);
	bind_i64(&q, ":play", row->play_id);
	bind_i64(&q, ":started", times->started_ms);
	bind_i64(&q, ":updated", times->updated_ms);
	bind_i64(&q, ":completed", times->completed_ms);
	bind_i64(&q, ":day_only", times->day_only);
	return query_run(&q);
}

/* A play whose date was not known has no length in time. */
static struct times moved(const struct times *was, const struct moment *to)
{
	int64_t lasted = was->completed_ms - was->started_ms;
	bool has_length = to->ms != UNDATED_MS && was->completed_ms != UNDATED_MS &&
			  !to->day_only && !was->day_only && lasted < to->ms;

	return (struct times){ has_length ? to->ms - lasted : to->ms, to->ms, to->ms,
		to->day_only };
}

static const char *text_of(struct cx *cx, const struct times *t)
{
	return arena_printf(cx->arena, "%" PRId64 " %" PRId64 " %" PRId64 " %d", t->started_ms,
		t->updated_ms, t->completed_ms, t->day_only);
}

static struct times times_of(const char *text)
{
	struct times t = { 0 };
	char *end;

	t.started_ms = strtoll(text, &end, 10);
	t.updated_ms = strtoll(end, &end, 10);
	t.completed_ms = strtoll(end, &end, 10);
	t.day_only = strtoll(end, &end, 10) != 0;
	return t;
}

enum err edit_date(struct cx *cx, struct store *s, const struct edit_date *what, struct edited *out)
{
	struct edit row = {
		.user_id = what->user_id,
		.play_id = what->play_id,
		.change = dated,
		.sitting_done = UNSAID,
		.source = CATALOG__COUNT,
	};
	struct target t;
	struct times to;
	enum err err = get_target(cx, s, what->user_id, what->play_id, &t);

	*out = (struct edited){ .work_id = t.work_id };
	if (err != OK)
		return err;
	if (t.is_removed)
		return err_note(cx, ERR_CONFLICT, "This play was removed. Undo that first.");
	if (!t.is_completed)
		return err_note(
			cx, ERR_CONFLICT, "It is still in progress. Mark it as completed first.");
	to = moved(&t.times, &what->at);
	row.work_id = t.work_id;
	row.updated_ms = t.times.updated_ms;
	row.value_old = text_of(cx, &t.times);
	row.value_new = text_of(cx, &to);
	if (strcmp(row.value_old, row.value_new) == 0)
		return OK;
	TRY(set_times(cx, s, &row, &to));
	return edit_row_add(cx, s, &row, &out->edit_id);
}

bool edit_date_is(const struct edit *row)
{
	return strcmp(row->change, dated) == 0;
}

enum err edit_date_undo(struct cx *cx, struct store *s, const struct edit *row)
{
	struct times was = times_of(row->value_old);
	int64_t newest = 0;

	TRY(edit_row_newest(cx, s, row->play_id, &newest));
	if (newest != row->id)
		return err_note(cx, ERR_CONFLICT,
			"This play was changed again since. Undo the newer change first.");
	return set_times(cx, s, row, &was);
}

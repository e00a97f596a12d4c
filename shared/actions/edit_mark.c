/* SPDX-License-Identifier: MIT */
#include "shared/actions/edit_mark.h"

#include "shared/actions/list.h"
#include "shared/base/parse.h"
#include "shared/base/utf8.h"
#include "shared/store/library_work.h"

static const char rated[] = "rated", noted[] = "noted", listed[] = "listed",
		  unlisted[] = "unlisted";

static struct edit row_of(int64_t user_id, int64_t work_id, const char *change)
{
	return (struct edit){
		.user_id = user_id,
		.work_id = work_id,
		.play_id = UNSAID,
		.change = change,
		.updated_ms = UNSAID,
		.sitting_done = UNSAID,
		.source = CATALOG__COUNT,
	};
}

static const char *number(struct cx *cx, int64_t n)
{
	return arena_printf(cx->arena, "%" PRId64, n);
}

static int64_t number_of(const char *text)
{
	int64_t n = 0;

	return text && parse_i64(text, 0, INT64_MAX, &n) ? n : 0;
}

/* ---- rating and note ---- */

/* A note may have several lines, and tabs. */
static bool is_note(const char *note)
{
	for (const char *at = note; *at; at++)
		if ((unsigned char)*at < ' ' && !strchr("\t\r\n", *at))
			return false;
	return strlen(note) <= NOTE_MAX && utf8_is_text(note, strlen(note));
}

static enum err check_opinion(struct cx *cx, const struct edit_opinion *what)
{
	if (what->rating != UNSAID && (what->rating < 0 || what->rating > RATING_MAX))
		return err_note(cx, ERR_INPUT, "A rating is half a star to five stars.");
	if (what->note && !is_note(what->note))
		return err_note(cx, ERR_INPUT, "A note has at most %d characters.", NOTE_MAX);
	return OK;
}

static enum err rate(struct cx *cx, struct store *s, const struct edit_opinion *what,
	struct opinion *now, struct edited *out)
{
	struct edit row = row_of(what->user_id, what->work_id, rated);

	if (what->rating == UNSAID || what->rating == now->rating)
		return OK;
	row.value_old = number(cx, now->rating);
	row.value_new = number(cx, what->rating);
	now->rating = what->rating;
	TRY(store_opinion_set(cx, s, what->user_id, what->work_id, now));
	return edit_row_add(cx, s, &row, &out->edit_id);
}

static enum err note(struct cx *cx, struct store *s, const struct edit_opinion *what,
	struct opinion *now, struct edited *out)
{
	struct edit row = row_of(what->user_id, what->work_id, noted);

	if (!what->note || strcmp(what->note, now->note) == 0)
		return OK;
	row.value_old = now->note;
	row.value_new = what->note;
	now->note = what->note;
	TRY(store_opinion_set(cx, s, what->user_id, what->work_id, now));
	return edit_row_add(cx, s, &row, &out->edit_id);
}

enum err edit_opinion(
	struct cx *cx, struct store *s, const struct edit_opinion *what, struct edited *out)
{
	const struct library_work *work;
	struct opinion now;
	enum err err = store_library_work(cx, s, what->user_id, what->work_id, &work);

	*out = (struct edited){ .work_id = work->id };
	if (err != OK)
		return err;
	TRY(check_opinion(cx, what));
	TRY(store_opinion_get(cx, s, work->id, &now));
	TRY(rate(cx, s, what, &now, out));
	return note(cx, s, what, &now, out);
}

/* ---- lists ---- */

static enum err set_on(struct cx *cx, struct store *s, const struct list_place *place, bool is_on)
{
	return is_on ? store_list_put(cx, s, place) : store_list_drop(cx, s, place);
}

/* A list that is there and has room. */
static enum err check_list(
	struct cx *cx, struct store *s, const struct list_place *place, bool is_on)
{
	struct list list;

	TRY(store_list_get(cx, s, place->user_id, place->list_id, &list));
	if (list.removed_ms != UNSAID)
		return ERR_NOT_FOUND;
	if (is_on && list.works >= LIST_WORKS_MAX)
		return err_note(cx, ERR_CONFLICT, "A list has at most %d works.", LIST_WORKS_MAX);
	return OK;
}

enum err edit_list(struct cx *cx, struct store *s, const struct edit_list *what, struct edited *out)
{
	struct list_place place = { what->user_id, what->list_id, what->work_id };
	struct edit row = row_of(what->user_id, what->work_id, what->is_on ? listed : unlisted);
	const struct library_work *work;
	enum err err = store_library_work(cx, s, what->user_id, what->work_id, &work);
	bool has = false;

	*out = (struct edited){ .work_id = work->id };
	if (err != OK)
		return err;
	if (place.list_id == 0)
		TRY(store_list_watch(cx, s, what->user_id, &place.list_id));
	TRY(store_list_has(cx, s, &place, &has));
	TRY(check_list(cx, s, &place, what->is_on && !has));
	if (has == what->is_on)
		return OK;
	row.value_new = number(cx, place.list_id);
	TRY(set_on(cx, s, &place, what->is_on));
	return edit_row_add(cx, s, &row, &out->edit_id);
}

/* ---- undo ---- */

bool edit_mark_is(const struct edit *row)
{
	return strcmp(row->change, rated) == 0 || strcmp(row->change, noted) == 0 ||
	       strcmp(row->change, listed) == 0 || strcmp(row->change, unlisted) == 0;
}

static enum err undo_opinion(struct cx *cx, struct store *s, const struct edit *row)
{
	bool is_rating = strcmp(row->change, rated) == 0;
	const char *old = row->value_old ? row->value_old : "";
	struct opinion now;

	TRY(store_opinion_get(cx, s, row->work_id, &now));
	if (strcmp(is_rating ? number(cx, now.rating) : now.note, row->value_new) != 0)
		return err_note(cx, ERR_CONFLICT, "It was changed again since.");
	if (is_rating)
		now.rating = (int)number_of(old);
	else
		now.note = old;
	return store_opinion_set(cx, s, row->user_id, row->work_id, &now);
}

enum err edit_mark_undo(struct cx *cx, struct store *s, const struct edit *row)
{
	struct list_place place = { row->user_id, number_of(row->value_new), row->work_id };
	bool is_on = strcmp(row->change, unlisted) == 0;

	if (strcmp(row->change, rated) == 0 || strcmp(row->change, noted) == 0)
		return undo_opinion(cx, s, row);
	TRY(check_list(cx, s, &place, is_on));
	return set_on(cx, s, &place, is_on);
}

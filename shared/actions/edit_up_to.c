/* SPDX-License-Identifier: MIT */
#include "shared/actions/edit_up_to.h"

#include "shared/progress/report.h"
#include "shared/store/edit.h"
#include "shared/store/guide.h"
#include "shared/store/library.h"

static bool is_meant(const struct guide_row *row, const struct edit_item *what)
{
	const struct guide_episode *e = &row->episode;

	if (row->times > 0 || (e->season == 0) != (what->season == 0))
		return false;
	return e->season < what->season ||
	       (e->season == what->season && e->episode <= what->episode);
}

static enum err check_count(
	struct cx *cx, const struct guide_row *rows, size_t count, const struct edit_item *what)
{
	size_t meant = 0;

	for (size_t i = 0; i < count; i++)
		meant += is_meant(&rows[i], what);
	if (meant <= EDIT_UP_TO_MAX)
		return OK;
	return err_note(cx, ERR_INPUT,
		"These are %zu episodes. Mark at most %d at a time: choose an earlier one first.",
		meant, EDIT_UP_TO_MAX);
}

/* The first edit names the batch. */
static enum err complete_one(struct cx *cx, struct store *s, const struct edit_item *what,
	const struct guide_episode *e, struct edited *out)
{
	struct edit_item one = *what;
	struct edited edited = { 0 };

	one.season = e->season;
	one.episode = e->episode;
	one.title = e->title;
	TRY(edit_complete_item(cx, s, &one, &edited));
	if (edited.edit_id == 0)
		return OK;
	if (out->edit_id == 0)
		out->edit_id = edited.edit_id;
	return edit_row_set_batch(cx, s, edited.edit_id, out->edit_id);
}

enum err edit_up_to(
	struct cx *cx, struct store *s, const struct edit_item *what, struct edited *out)
{
	const struct library_work *work;
	const struct guide_row *rows = NULL;
	size_t count = 0;

	*out = (struct edited){ 0 };
	TRY(store_library_work(cx, s, what->user_id, what->work_id, &work));
	out->work_id = work->id;
	TRY(store_guide_rows(cx, s, what->user_id, what->work_id, &rows, &count));
	TRY(check_count(cx, rows, count, what));
	for (size_t i = 0; i < count; i++)
		if (is_meant(&rows[i], what))
			TRY(complete_one(cx, s, what, &rows[i].episode, out));
	return OK;
}

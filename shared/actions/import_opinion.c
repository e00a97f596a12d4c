/* SPDX-License-Identifier: MIT */
#include "shared/actions/import_opinion.h"

#include "shared/actions/edit_mark.h"
#include "shared/actions/list.h"
#include "shared/store/work.h"

static enum err merge(struct cx *cx, struct store *s, int64_t user_id, int64_t work_id,
	const struct opinion *said)
{
	struct opinion now;

	TRY(store_opinion_get(cx, s, work_id, &now));
	if (now.rating == 0)
		now.rating = said->rating;
	if (!*now.note && said->note)
		now.note = said->note;
	if (now.rating == 0 && !*now.note)
		return OK;
	return store_opinion_set(cx, s, user_id, work_id, &now);
}

/* 0: it is not there, and there can be no more. */
static enum err find_list(
	struct cx *cx, struct store *s, int64_t user_id, const char *name, int64_t *id)
{
	const struct list_filter filter = { user_id, 0, INT64_MAX };
	const struct list *rows = NULL;
	size_t count = 0;
	enum err err;

	*id = 0;
	TRY(store_list_all(cx, s, &filter, &rows, &count));
	for (size_t i = 0; i < count && *id == 0; i++)
		if (!rows[i].is_watchlist && strcmp(rows[i].name, name) == 0)
			*id = rows[i].id;
	if (*id != 0)
		return OK;
	err = list_make(cx, s, user_id, name, id);
	return err == ERR_INPUT || err == ERR_CONFLICT ? OK : err;
}

/* A full list is left as it is. */
static enum err put_on(struct cx *cx, struct store *s, const struct edit_list *what)
{
	struct edited edited;
	enum err err = edit_list_new(cx, s, what, &edited);

	return err == ERR_CONFLICT ? OK : err;
}

enum err import_opinion_write(
	struct cx *cx, struct store *s, int64_t user_id, const struct import_opinion *in)
{
	struct edit_list what = { .user_id = user_id, .is_on = true };
	int conflicts = 0;

	TRY(store_work_match(cx, s, user_id, &in->work, &what.work_id, &conflicts));
	TRY(merge(cx, s, user_id, what.work_id, &in->said));
	if (in->is_wanted)
		TRY(put_on(cx, s, &what));
	for (size_t i = 0; i < in->count; i++) {
		TRY(find_list(cx, s, user_id, in->lists[i], &what.list_id));
		if (what.list_id != 0)
			TRY(put_on(cx, s, &what));
	}
	return OK;
}

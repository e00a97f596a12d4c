/* SPDX-License-Identifier: MIT */
#include "shared/actions/list.h"

#include "shared/base/utf8.h"
#include "shared/progress/report.h"

int64_t list_kept_since(const struct cx *cx)
{
	return cx->now_ms - INT64_C(24) * 60 * 60 * 1000 * LIST_KEPT_DAYS;
}

static enum err check_name(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (length > 0 && length <= LIST_NAME_MAX && utf8_is_line(name))
		return OK;
	return err_note(cx, ERR_INPUT, "Give the list a name of 1 to %d characters, in one line.",
		LIST_NAME_MAX);
}

static enum err count_lists(struct cx *cx, struct store *s, int64_t user_id)
{
	const struct list_filter filter = { .user_id = user_id, .removed_since_ms = INT64_MAX };
	const struct list *rows = NULL;
	size_t count = 0;

	TRY(store_list_all(cx, s, &filter, &rows, &count));
	if (count < LISTS_MAX)
		return OK;
	return err_note(
		cx, ERR_CONFLICT, "You have %d lists, and there can be no more.", LISTS_MAX);
}

enum err list_make(struct cx *cx, struct store *s, int64_t user_id, const char *name, int64_t *id)
{
	*id = 0;
	TRY(check_name(cx, name));
	TRY(count_lists(cx, s, user_id));
	return store_list_add(cx, s, user_id, name, id);
}

/* One that is there. */
static enum err get(struct cx *cx, struct store *s, const struct list_of *list, struct list *out)
{
	TRY(store_list_get(cx, s, list->user_id, list->list_id, out));
	return out->removed_ms == UNSAID ? OK : ERR_NOT_FOUND;
}

enum err list_rename(struct cx *cx, struct store *s, const struct list_of *list, const char *name)
{
	struct list row;

	TRY(get(cx, s, list, &row));
	if (row.is_watchlist)
		return err_note(cx, ERR_CONFLICT, "The watchlist keeps its name.");
	TRY(check_name(cx, name));
	return store_list_rename(cx, s, row.id, name);
}

enum err list_remove(struct cx *cx, struct store *s, const struct list_of *list)
{
	struct list row;

	TRY(store_list_get(cx, s, list->user_id, list->list_id, &row));
	if (row.is_watchlist)
		return err_note(cx, ERR_CONFLICT, "The watchlist cannot be removed.");
	if (row.removed_ms != UNSAID)
		return OK;
	return store_list_set_removed(cx, s, row.id, cx->now_ms);
}

enum err list_restore(struct cx *cx, struct store *s, const struct list_of *list)
{
	struct list row;

	TRY(store_list_get(cx, s, list->user_id, list->list_id, &row));
	if (row.removed_ms == UNSAID)
		return OK;
	if (row.removed_ms <= list_kept_since(cx))
		return ERR_NOT_FOUND;
	TRY(count_lists(cx, s, list->user_id));
	return store_list_set_removed(cx, s, row.id, UNSAID);
}

enum err list_raise(struct cx *cx, struct store *s, const struct list_of *list, int64_t work_id)
{
	struct list row;

	TRY(get(cx, s, list, &row));
	return store_list_raise(
		cx, s, &(struct list_place){ list->user_id, list->list_id, work_id });
}

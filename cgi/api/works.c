/* SPDX-License-Identifier: MIT */
/*
 * works.c -- films, shows, books and podcasts: listed and shown.
 *
 * All people of an instance share its works; a person sees those they have
 * played.
 */
#include "cgi/api/api.h"
#include "shared/actions/edit_mark.h"
#include "shared/actions/list.h"
#include "shared/store/library.h"
#include "shared/wire/ids.h"

/* Of one work; its other plays are at /plays. */
enum { PARTS_MAX = 1000, PLAYS_MAX = 100 };

/* Leaves the object open for more members. */
static void put_open(struct buf *out, const struct library_work *row)
{
	jput_open(out, NULL, '{');
	jput_i64(out, "id", row->id);
	jput_str(out, "kind", kind_name(row->kind));
	jput_str_or_null(out, "title", row->title);
	jput_str_or_null(out, "author", row->author);
	jput_i64_or_null(out, "year", row->year);
	jput_i64(out, "parts_played", row->parts);
	jput_i64(out, "parts_completed", row->completed);
	jput_i64(out, "plays_in_progress", row->open);
	jput_percent(out, "percent", row->share);
	jput_time(out, "updated_at", row->updated_ms);
}

static enum err read_words(const struct call *c, struct library_filter *out)
{
	const char *words = form_trimmed(c->cx, c->form, "q");

	if (strlen(words) > SEARCH_MAX)
		return err_field(c->cx, "q", "at most %d bytes", SEARCH_MAX);
	out->words = words;
	return OK;
}

static enum err read_filter(const struct call *c, struct library_filter *out)
{
	static const char *const names[] = { "kind", "state", "q", "order", "page", NULL };
	static const char *const orders[] = { [ORDER_RECENT] = "recent",
		[ORDER_TITLE] = "title",
		[ORDER_NEWEST] = "newest",
		[ORDER_NEWEST + 1] = NULL };
	const char *order = NULL;
	int64_t page = 1;

	*out = (struct library_filter){ .user_id = c->visitor->user_id };
	TRY(api_query(c, names));
	TRY(api_query_kind(c, &out->kind));
	TRY(api_query_state(c, &out->state));
	TRY(api_query_word(c, "order", orders, &order));
	TRY(api_query_i64(c, "page", (struct range){ 1, LIBRARY_PAGES }, &page));
	out->page = (int)page;
	while (order && strcmp(orders[out->order], order) != 0)
		out->order++;
	return read_words(c, out);
}

enum err api_works_get(struct call *c)
{
	struct library_found found;
	struct library_filter filter;
	bool more;

	TRY(read_filter(c, &filter));
	TRY(store_library_works(c->cx, c->store, &filter, &found));
	more = filter.page < LIBRARY_PAGES && found.has_more;
	api_list_open(c->out);
	for (size_t i = 0; i < found.count; i++) {
		put_open(c->out, &found.rows[i]);
		jput_close(c->out, '}');
	}
	api_list_close(c->out, more ? api_next(c->cx, filter.page + 1) : NULL);
	return OK;
}

/* ---- one work ---- */

static enum err put_ids(const struct call *c, int64_t work_id)
{
	const struct id *rows = NULL;
	size_t count = 0;

	TRY(store_library_ids(c->cx, c->store, work_id, &rows, &count));
	jput_open(c->out, "ids", '[');
	for (size_t i = 0; i < count; i++)
		id_put(c->out, &rows[i]);
	jput_close(c->out, ']');
	return OK;
}

static void put_part(struct buf *out, const struct library_part *row)
{
	jput_open(out, NULL, '{');
	jput_i64_or_null(out, "season", row->season);
	jput_i64_or_null(out, "episode", row->episode);
	jput_str_or_null(out, "title", row->title);
	jput_i64(out, "times_completed", row->times);
	jput_time(
		out, "completed_at", row->completed_ms == UNDATED_MS ? UNSAID : row->completed_ms);
	jput_percent(out, "percent", row->share);
	jput_close(out, '}');
}

static enum err put_parts(const struct call *c, struct library_slice slice)
{
	const struct library_season *seasons = NULL;
	const struct library_part *rows = NULL;
	size_t count = 0, n = 0;

	TRY(store_library_seasons(c->cx, c->store, slice.user_id, slice.work_id, &seasons, &count));
	slice.limit = PARTS_MAX;
	jput_open(c->out, "parts", '[');
	for (size_t i = 0; i < count && slice.limit > 0; i++) {
		slice.season = seasons[i].season;
		TRY(store_library_parts(c->cx, c->store, &slice, &rows, &n));
		for (size_t k = 0; k < n; k++)
			put_part(c->out, &rows[k]);
		slice.limit -= n;
	}
	jput_close(c->out, ']');
	return OK;
}

/* Their ids only; each play is at /plays/:id. Removed plays are left out. */
static enum err put_plays(const struct call *c, struct library_slice slice)
{
	const struct library_play *rows = NULL;
	size_t count = 0;

	slice.limit = PLAYS_MAX;
	TRY(store_library_plays(c->cx, c->store, &slice, &rows, &count));
	jput_open(c->out, "plays", '[');
	for (size_t i = 0; i < count; i++)
		if (!rows[i].is_removed)
			jput_i64(c->out, NULL, rows[i].id);
	jput_close(c->out, ']');
	return OK;
}

static enum err put_mine(const struct call *c, int64_t work_id)
{
	const struct list_filter filter = { c->visitor->user_id, work_id, INT64_MAX };
	const struct list *lists = NULL;
	struct opinion mine;
	size_t count = 0;

	TRY(store_opinion_get(c->cx, c->store, work_id, &mine));
	TRY(store_list_all(c->cx, c->store, &filter, &lists, &count));
	jput_i64_or_null(c->out, "rating", mine.rating > 0 ? mine.rating : UNSAID);
	jput_str_or_null(c->out, "note", *mine.note ? mine.note : NULL);
	jput_open(c->out, "lists", '[');
	for (size_t i = 0; i < count; i++)
		if (lists[i].has_work)
			jput_i64(c->out, NULL, lists[i].id);
	jput_close(c->out, ']');
	return OK;
}

enum err api_work_get(struct call *c)
{
	static const char *const none[] = { NULL };
	struct library_slice slice = { .user_id = c->visitor->user_id };
	const struct library_work *work = NULL;
	struct buf *out = c->out;

	TRY(api_query(c, none));
	TRY(call_id(c, &slice.work_id));
	TRY(api_outward(
		c, store_library_work(c->cx, c->store, slice.user_id, slice.work_id, &work)));
	out->max = API_LIST_BYTES;
	put_open(out, work);
	TRY(put_ids(c, work->id));
	TRY(put_parts(c, slice));
	TRY(put_plays(c, slice));
	TRY(put_mine(c, work->id));
	jput_close(out, '}');
	return OK;
}

/* ---- what the person says of it ---- */

static enum err read_change(
	const struct call *c, struct edit_opinion *out, bool *is_on, bool *was_said)
{
	static const char *const members[] = { "rating", "note", "is_on_watchlist", NULL };
	const struct range ratings = { 0, RATING_MAX };
	struct json body;

	TRY(api_body(c, members, &body));
	TRY(json_may_int(c->cx, body, "rating", ratings, &out->rating));
	TRY(json_may_str(c->cx, body, "note", NOTE_MAX + 1, &out->note));
	if (out->note && strlen(out->note) > NOTE_MAX)
		return err_field(c->cx, "note", "at most %d bytes", NOTE_MAX);
	*was_said =
		json_is_there(body, "is_on_watchlist") && !json_is_null(body, "is_on_watchlist");
	return json_may_bool(c->cx, body, "is_on_watchlist", is_on);
}

enum err api_work_patch(struct call *c)
{
	struct edit_opinion what = { .user_id = c->visitor->user_id, .rating = UNSAID };
	struct edit_list list = { .user_id = c->visitor->user_id };
	struct edited edited = { 0 };
	bool was_said = false;

	TRY(call_id(c, &what.work_id));
	TRY(read_change(c, &what, &list.is_on, &was_said));
	TRY(api_outward(c, edit_opinion(c->cx, c->store, &what, &edited)));
	list.work_id = what.work_id;
	if (was_said)
		TRY(api_outward(c, edit_list(c->cx, c->store, &list, &edited)));
	api_put_edited(c, &edited);
	return OK;
}

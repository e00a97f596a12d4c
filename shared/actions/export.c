/* SPDX-License-Identifier: MIT */
#include "shared/actions/export.h"

#include "shared/base/version.h"
#include "shared/json/write.h"
#include "shared/store/integration.h"
#include "shared/store/library_work.h"
#include "shared/store/list.h"
#include "shared/store/opinion.h"
#include "shared/store/server.h"
#include "shared/store/transfer.h"
#include "shared/wire/ids.h"

/* An export in progress. */
struct run {
	const struct export_to *to;
	struct export_counts *counts;
};

/* Writes a complete line. */
static enum err put_line(struct cx *cx, const struct run *run, struct buf *b)
{
	buf_puts(b, "\n");
	if (b->cut)
		return err_note(cx, ERR_STORE, "a row is too long to export");
	return run->to->write(cx, run->to->arg, b->text, b->length);
}

static void begin_line(struct cx *cx, struct buf *b, const char *what)
{
	buf_init(b, cx->arena, EXPORT_LINE_MAX);
	jput_open(b, NULL, '{');
	jput_open(b, what, '{');
}

static enum err end_line(struct cx *cx, const struct run *run, struct buf *b)
{
	jput_close(b, '}');
	jput_close(b, '}');
	return put_line(cx, run, b);
}

/* Unknown values are left out: most rows have many of them. */
static void put_str(struct buf *b, const char *key, const char *text)
{
	if (text && *text)
		jput_str(b, key, text);
}

static void put_i64(struct buf *b, const char *key, int64_t number)
{
	if (number != UNSAID)
		jput_i64(b, key, number);
}

static void put_time(struct buf *b, const char *key, int64_t ms)
{
	if (ms != UNSAID)
		jput_time(b, key, ms);
}

static enum err put_header(struct cx *cx, const struct run *run, const struct user *user)
{
	struct buf b;

	buf_init(&b, cx->arena, EXPORT_LINE_MAX);
	jput_open(&b, NULL, '{');
	jput_str(&b, "format", "ryot-export");
	jput_i64(&b, "version", EXPORT_VERSION);
	jput_str(&b, "made_by", VERSION);
	jput_time(&b, "made_at", cx->now_ms);
	jput_open(&b, "user", '{');
	jput_str(&b, "name", user->name);
	put_str(&b, "time_zone", user->time_zone);
	put_time(&b, "created_at", user->created_ms);
	jput_close(&b, '}');
	jput_close(&b, '}');
	return put_line(cx, run, &b);
}

/* Limits are hundredths of a percent; a share has two more digits. */
static void put_limit(struct buf *b, const char *key, int limit)
{
	jput_percent(b, key, limit_share(limit));
}

static enum err put_integration(
	struct cx *cx, struct store *s, const struct run *run, const struct integration *row)
{
	const struct server *server = NULL;
	struct buf b;

	TRY(store_server_get(cx, s, row->id, &server));
	begin_line(cx, &b, "integration");
	jput_str(&b, "provider", row->provider);
	jput_str(&b, "name", row->name);
	jput_bool(&b, "enabled", row->enabled);
	put_limit(&b, "start_percent", row->limits.start);
	put_limit(&b, "complete_percent", row->limits.complete);
	put_str(&b, "only_user", row->only_user);
	put_str(&b, "url", server ? server->url : NULL);
	put_time(&b, "created_at", row->created_ms);
	run->counts->integrations++;
	return end_line(cx, run, &b);
}

static enum err put_integrations(
	struct cx *cx, struct store *s, const struct run *run, int64_t user_id)
{
	const struct integration *rows = NULL;
	size_t count = 0;

	TRY(store_integration_list(cx, s, user_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		TRY(put_integration(cx, s, run, &rows[i]));
	return OK;
}

static void put_item(struct buf *b, const struct transfer_item *item)
{
	const struct report *r = &item->named;

	jput_str(b, "kind", kind_name(r->kind));
	jput_open(b, "ids", '[');
	for (size_t i = 0; i < r->ids.count; i++)
		id_put(b, &r->ids.list[i]);
	for (size_t i = 0; i < item->more_count; i++)
		id_put(b, &item->more[i]);
	jput_close(b, ']');
	put_str(b, "title", r->title);
	put_str(b, "author", r->author);
	put_str(b, "link", r->link);
	put_i64(b, "year", r->year);
	put_i64(b, "season", r->season);
	put_i64(b, "episode", r->episode);
	put_str(b, "part", r->part);
	put_str(b, "part_title", r->part_title);
}

static enum err put_play(struct cx *cx, void *arg, const struct transfer_play *row)
{
	const struct run *run = arg;
	struct buf b;

	begin_line(cx, &b, "play");
	put_item(&b, &row->of);
	put_str(&b, "provider", row->provider);
	jput_str(&b, "state", state_name(row->state));
	jput_percent(&b, "percent", row->share);
	jput_percent(&b, "furthest_percent", row->furthest);
	put_i64(&b, "position_ms", row->position_ms);
	put_i64(&b, "duration_ms", row->duration_ms);
	put_str(&b, "session", row->session);
	put_time(&b, "started_at", row->started_ms);
	put_time(&b, "updated_at", row->updated_ms);
	put_time(&b, "completed_at", row->completed_ms);
	put_time(&b, "removed_at", row->removed_ms);
	if (row->day_only)
		jput_bool(&b, "day_only", true);
	run->counts->plays++;
	return end_line(cx, run, &b);
}

/* ---- what the person says of works ---- */

static void put_lists(struct buf *b, const struct list *lists, size_t count)
{
	bool is_wanted = count > 0 && lists[0].is_watchlist && lists[0].has_work;

	if (is_wanted)
		jput_bool(b, "is_on_watchlist", true);
	jput_open(b, "lists", '[');
	for (size_t i = 0; i < count; i++) {
		if (!lists[i].has_work || lists[i].is_watchlist)
			continue;
		jput_open(b, NULL, '{');
		jput_str(b, "name", lists[i].name);
		jput_close(b, '}');
	}
	jput_close(b, ']');
}

static enum err put_opinion(
	struct cx *cx, struct store *s, const struct run *run, const struct list_filter *filter)
{
	const struct library_work *work;
	const struct list *lists = NULL;
	const struct id *ids = NULL;
	struct opinion mine;
	size_t count = 0, lists_count = 0;
	struct buf b;

	TRY(store_library_work(cx, s, filter->user_id, filter->work_id, &work));
	TRY(store_library_ids(cx, s, work->id, &ids, &count));
	TRY(store_opinion_get(cx, s, work->id, &mine));
	TRY(store_list_all(cx, s, filter, &lists, &lists_count));
	begin_line(cx, &b, "opinion");
	jput_str(&b, "kind", kind_name(work->kind));
	jput_open(&b, "ids", '[');
	for (size_t i = 0; i < count; i++)
		id_put(&b, &ids[i]);
	jput_close(&b, ']');
	put_str(&b, "title", work->title);
	put_str(&b, "author", work->author);
	put_i64(&b, "year", work->year);
	put_i64(&b, "rating", mine.rating > 0 ? mine.rating : UNSAID);
	put_str(&b, "note", mine.note);
	put_lists(&b, lists, lists_count);
	return end_line(cx, run, &b);
}

static enum err put_opinions(struct cx *cx, struct store *s, const struct run *run, int64_t user_id)
{
	struct list_filter filter = { user_id, 0, INT64_MAX };
	int64_t ids[OPINIONS_STEP];
	size_t count = OPINIONS_STEP;

	while (count == OPINIONS_STEP) {
		TRY(store_opinion_works(cx, s, user_id, filter.work_id, ids, &count));
		for (size_t i = 0; i < count; i++) {
			struct arena_mark mark = arena_mark(cx->arena);
			enum err err;

			filter.work_id = ids[i];
			err = put_opinion(cx, s, run, &filter);
			/* Removed meanwhile. */
			if (err != OK && err != ERR_NOT_FOUND)
				return err;
			arena_rewind(cx->arena, mark);
		}
	}
	return OK;
}

static enum err put_sitting(struct cx *cx, void *arg, const struct transfer_sitting *row)
{
	const struct run *run = arg;
	struct buf b;

	begin_line(cx, &b, "sitting");
	put_item(&b, &row->of);
	put_str(&b, "session", row->session);
	put_time(&b, "play_event_at", row->play_event_ms);
	put_time(&b, "heard_at", row->heard_ms);
	jput_bool(&b, "done", row->is_done);
	run->counts->sittings++;
	return end_line(cx, run, &b);
}

/* The last line: without it, the file is truncated. */
static enum err put_end(struct cx *cx, const struct run *run)
{
	struct buf b;

	begin_line(cx, &b, "end");
	jput_i64(&b, "integrations", run->counts->integrations);
	jput_i64(&b, "plays", run->counts->plays);
	jput_i64(&b, "sittings", run->counts->sittings);
	return end_line(cx, run, &b);
}

enum err export_json(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out)
{
	struct run run = { .to = to, .counts = out };

	*out = (struct export_counts){ 0 };
	TRY(put_header(cx, &run, user));
	TRY(put_integrations(cx, s, &run, user->id));
	TRY(store_transfer_plays(cx, s, user->id, put_play, &run));
	TRY(store_transfer_sittings(cx, s, user->id, put_sitting, &run));
	TRY(put_opinions(cx, s, &run, user->id));
	return put_end(cx, &run);
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/import_line.h"

#include "shared/actions/export.h"
#include "shared/base/clock.h"
#include "shared/json/reader.h"

enum {
	IDS_MAX = 100, /* a server's own ids change when it moves; a hundred is plenty */
	DAY_MS = 24 * 60 * 60 * 1000,
};
static const struct range numbers = { 0, 200000 };
static const struct range times = { 0, INT64_C(1) << 53 };

enum err import_read_header(struct cx *cx, struct json root)
{
	const char *format = NULL;
	int64_t version = 0;
	enum err err = json_may_str(cx, root, "format", 40, &format);

	if (err != OK || !format || strcmp(format, "ryot-export") != 0)
		return err_field(cx, "format", "\"ryot-export\": this is no export of Ryot");
	TRY(json_may_i64(cx, root, "version", (struct range){ 1, INT_MAX }, &version));
	if (version > EXPORT_VERSION)
		return err_field(cx, "version",
			"at most %d: a newer Ryot wrote it, upgrade this one", EXPORT_VERSION);
	return version ? OK : err_field(cx, "version", "a number");
}

/* Any text, or NULL; text that is too long is refused, not truncated. */
static const char *read_text(struct reader *r, struct json in, const char *key, size_t max)
{
	return json_is_there(in, key) ? reader_need_str(r, in, key, max) : NULL;
}

static int64_t read_time(struct reader *r, struct json in, const char *key)
{
	const char *text = read_text(r, in, key, CLOCK_TEXT);
	int64_t ms = UNSAID;

	if (!text)
		return UNSAID;
	if (!clock_parse(text, &ms))
		reader_refuse(r, in, key, "a time like 2026-10-18T19:02:11.443Z");
	/* Clocks may be wrong, but not by a day. */
	else if (ms > r->cx->now_ms + DAY_MS)
		reader_refuse(r, in, key, "a time that has come");
	return ms;
}

static int64_t read_some_time(struct reader *r, struct json in, const char *key)
{
	int64_t ms = read_time(r, in, key);

	if (ms == UNSAID)
		reader_refuse(r, in, key, "a time");
	return ms;
}

/* ---- what was played ---- */

/* False after a failure. */
static bool read_id(struct reader *r, struct json in, struct id *id)
{
	const char *source = reader_need_str(r, in, "source", REPORT_EVENT_MAX);
	const char *value = reader_need_str(r, in, "value", ID_TEXT - 1);
	struct ids alone = { 0 };

	if (r->err != OK)
		return false;
	if (!catalog_parse(source, &id->source))
		reader_refuse(r, in, "source", "a source of ids that this version knows");
	else if (!ids_add(&alone, id->source, value))
		reader_refuse(r, in, "value",
			arena_printf(r->cx->arena, "an id of %s", catalog_name(id->source)));
	*id = alone.list[0];
	return r->err == OK;
}

/* The first id of a catalog belongs in `ids`, the others in `more`. */
static bool is_first(const struct ids *ids, const struct id *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i].source == id->source)
			return strcmp(ids->list[i].value, id->value) == 0;
	return false;
}

static void read_ids(struct reader *r, struct json in, struct transfer_item *item)
{
	struct json_walk ids = json_walk(r->cx, in, "ids");
	size_t count = json_length(in, "ids");
	struct json entry;
	struct id *more;

	if (count == 0 || count > IDS_MAX) {
		reader_refuse(r, in, "ids",
			arena_printf(r->cx->arena, "an array of 1 to %d ids", IDS_MAX));
		return;
	}
	more = arena_array(r->cx->arena, count, sizeof(*more));
	while (json_next(&ids, &entry)) {
		struct id *id = &more[item->more_count];

		if (!read_id(r, entry, id))
			break;
		ids_add(&item->named.ids, id->source, id->value);
		if (!is_first(&item->named.ids, id))
			item->more_count++;
	}
	item->more = more;
}

/* Shown as a link, so it must not be a javascript: URL or the like. */
static const char *read_link(struct reader *r, struct json in)
{
	const char *link = read_text(r, in, "link", IMPORT_LINK_MAX);

	if (link && strncmp(link, "https://", 8) != 0 && strncmp(link, "http://", 7) != 0)
		reader_refuse(r, in, "link", "an http or https address");
	return link;
}

static void read_part(struct reader *r, struct json in, struct report *to)
{
	to->season = reader_int(r, in, "season", numbers);
	to->episode = reader_int(r, in, "episode", numbers);
	to->part = read_text(r, in, "part", REPORT_PART_MAX);
	to->part_title = read_text(r, in, "part_title", IMPORT_NAME_MAX);
	if (to->kind == KIND_SHOW && (to->season == UNSAID || to->episode == UNSAID))
		reader_refuse(r, in, "episode", "season and episode, for a show");
	if (to->kind == KIND_SHOW && to->part)
		reader_refuse(r, in, "part", "nothing, for a show");
	if (to->kind != KIND_SHOW && (to->season != UNSAID || to->episode != UNSAID))
		reader_refuse(r, in, "episode", "nothing, for what is no show");
}

static enum kind read_kind(struct reader *r, struct json in)
{
	const char *name = reader_need_str(r, in, "kind", REPORT_EVENT_MAX);
	enum kind kind = KIND_NONE;

	if (name && !kind_parse(name, &kind))
		reader_refuse(r, in, "kind", "movie, show, audiobook, podcast or book");
	return kind;
}

static void read_work(struct reader *r, struct json in, struct transfer_item *item)
{
	struct report *to = &item->named;
	struct message m;

	message_init(&m);
	*item = (struct transfer_item){ .named = m.report };
	to->kind = read_kind(r, in);
	read_ids(r, in, item);
	to->title = read_text(r, in, "title", IMPORT_NAME_MAX);
	to->author = read_text(r, in, "author", IMPORT_NAME_MAX);
	to->link = read_link(r, in);
	to->year = reader_int(r, in, "year", numbers);
}

static void read_item(struct reader *r, struct json in, struct transfer_item *item)
{
	read_work(r, in, item);
	read_part(r, in, &item->named);
}

/* ---- plays ---- */

static int64_t read_share(struct reader *r, struct json in, const char *key)
{
	int64_t share = reader_scaled(r, in, key, SHARE_WHOLE / 100);

	if (share < 0 || share > SHARE_WHOLE)
		reader_refuse(r, in, key, "a number from 0 to 100");
	return share;
}

static enum play_state read_state(struct reader *r, struct json in)
{
	const char *name = reader_need_str(r, in, "state", REPORT_EVENT_MAX);
	enum play_state state = PLAY_ANY;

	if (name && !state_parse(name, &state))
		reader_refuse(r, in, "state",
			arena_printf(r->cx->arena, "%s or %s", state_name(PLAY_IN_PROGRESS),
				state_name(PLAY_COMPLETED)));
	return state;
}

/* Reads the times of a play and checks their order. */
static void read_times(struct reader *r, struct json in, struct transfer_play *play)
{
	play->started_ms = read_some_time(r, in, "started_at");
	play->updated_ms = read_some_time(r, in, "updated_at");
	play->completed_ms = read_time(r, in, "completed_at");
	play->removed_ms = read_time(r, in, "removed_at");
	if (play->updated_ms < play->started_ms)
		reader_refuse(r, in, "updated_at", "a time that is not before started_at");
	if (play->state != PLAY_COMPLETED && play->completed_ms != UNSAID)
		reader_refuse(r, in, "completed_at", "nothing, while it is in progress");
	if (play->state == PLAY_COMPLETED && play->completed_ms < play->started_ms)
		reader_refuse(r, in, "completed_at", "a time that is not before started_at");
}

enum err import_read_play(struct cx *cx, struct json in, struct transfer_play *out)
{
	struct reader r = { .cx = cx };

	*out = (struct transfer_play){ .provider = NULL };
	read_item(&r, in, &out->of);
	out->state = read_state(&r, in);
	out->share = read_share(&r, in, "percent");
	out->furthest = read_share(&r, in, "furthest_percent");
	if (out->furthest < out->share)
		reader_refuse(&r, in, "furthest_percent", "a number that is not below percent");
	out->position_ms = reader_i64(&r, in, "position_ms", times);
	out->duration_ms = reader_i64(&r, in, "duration_ms", times);
	out->session = read_text(&r, in, "session", IMPORT_SESSION_MAX);
	out->day_only = json_is_there(in, "day_only") && reader_bool(&r, in, "day_only");
	read_times(&r, in, out);
	return r.err;
}

enum err import_read_sitting(struct cx *cx, struct json in, struct transfer_sitting *out)
{
	struct reader r = { .cx = cx };

	read_item(&r, in, &out->of);
	out->session = read_text(&r, in, "session", IMPORT_SESSION_MAX);
	out->play_event_ms = read_time(&r, in, "play_event_at");
	out->heard_ms = read_some_time(&r, in, "heard_at");
	out->is_done = reader_bool(&r, in, "done");
	return r.err;
}

static void read_lists(struct reader *r, struct json in, struct import_opinion *out)
{
	struct json_walk walk = json_walk(r->cx, in, "lists");
	struct json list;

	while (json_next(&walk, &list) && out->count < LISTS_MAX) {
		out->lists[out->count] = reader_need_str(r, list, "name", LIST_NAME_MAX);
		if (r->err != OK)
			return;
		out->count++;
	}
}

enum err import_read_opinion(struct cx *cx, struct json in, struct import_opinion *out)
{
	const struct range ratings = { 1, RATING_MAX };
	struct reader r = { .cx = cx };
	struct transfer_item of;
	int rating;

	*out = (struct import_opinion){ .count = 0 };
	read_work(&r, in, &of);
	out->work = of.named;
	rating = reader_int(&r, in, "rating", ratings);
	out->said.rating = rating == UNSAID ? 0 : rating;
	out->said.note = read_text(&r, in, "note", NOTE_MAX);
	out->is_wanted =
		json_is_there(in, "is_on_watchlist") && reader_bool(&r, in, "is_on_watchlist");
	read_lists(&r, in, out);
	return r.err;
}

static const char *as_many(struct cx *cx, int64_t count)
{
	return arena_printf(
		cx->arena, "%" PRId64 ", as many as there were: lines are missing", count);
}

enum err import_check_end(struct cx *cx, struct json in, int64_t plays, int64_t sittings)
{
	const struct range any = { 0, INT64_MAX - 1 };
	struct reader r = { .cx = cx };
	int64_t said_plays = reader_i64(&r, in, "plays", any);
	int64_t said_sittings = reader_i64(&r, in, "sittings", any);

	if (said_plays != plays)
		reader_refuse(&r, in, "plays", as_many(cx, plays));
	if (said_sittings != sittings)
		reader_refuse(&r, in, "sittings", as_many(cx, sittings));
	return r.err;
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/import_line.h"

#include "shared/actions/export.h"
#include "shared/base/clock.h"

enum {
	IDS_MAX = 100, /* a server moved a hundred times is a strange one */
	TITLE_MAX = 1000,
	LINK_MAX = 2000,
	PART_MAX = 200,
	SESSION_MAX = 1000,
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
	err = json_may_i64(cx, root, "version", (struct range){ 1, INT_MAX }, &version);
	if (err != OK)
		return err;
	if (version > EXPORT_VERSION)
		return err_field(cx, "version",
			"at most %d: a newer Ryot wrote it, upgrade this one", EXPORT_VERSION);
	return version ? OK : err_field(cx, "version", "a number");
}

static const char *path_of(struct cx *cx, struct json in, const char *key)
{
	return arena_join(cx->arena, in.path, ".", key);
}

/* Any text, none of it cut; or NULL. */
static enum err may_text(
	struct cx *cx, struct json in, const char *key, size_t max, const char **out)
{
	if (!json_is_there(in, key))
		return OK;
	return json_need_str(cx, in, key, max, out);
}

static enum err may_time(struct cx *cx, struct json in, const char *key, int64_t *out)
{
	const char *text = NULL;
	enum err err = may_text(cx, in, key, CLOCK_TEXT, &text);

	if (err != OK || !text)
		return err;
	if (!clock_parse(text, out))
		return err_field(cx, path_of(cx, in, key), "a time like 2026-10-18T19:02:11.443Z");
	/* Some clocks are wrong; nobody's is off by a day. */
	if (*out > cx->now_ms + DAY_MS)
		return err_field(cx, path_of(cx, in, key), "a time that has come");
	return OK;
}

static enum err need_time(struct cx *cx, struct json in, const char *key, int64_t *out)
{
	enum err err = may_time(cx, in, key, out);

	if (err == OK && *out == UNSAID)
		return err_field(cx, path_of(cx, in, key), "a time");
	return err;
}

/* ---- what was played ---- */

static enum err read_id(struct cx *cx, struct json in, struct transfer_item *item, struct id *id)
{
	const char *source = NULL, *value = NULL;
	struct ids alone = { 0 };
	enum err err = json_need_str(cx, in, "source", 20, &source);

	if (err == OK)
		err = json_need_str(cx, in, "value", ID_TEXT - 1, &value);
	if (err != OK)
		return err;
	if (!catalog_parse(source, &id->source))
		return err_field(
			cx, path_of(cx, in, "source"), "a source of ids that this version knows");
	if (!ids_add(&alone, id->source, value))
		return err_field(
			cx, path_of(cx, in, "value"), "an id of %s", catalog_name(id->source));
	*id = alone.list[0];
	ids_add(&item->named.ids, id->source, value);
	return OK;
}

/* The first id of a source is the work's; the others come behind. */
static bool is_first(const struct ids *ids, const struct id *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i].source == id->source)
			return strcmp(ids->list[i].value, id->value) == 0;
	return false;
}

static enum err read_ids(struct cx *cx, struct json in, struct transfer_item *item)
{
	struct json_walk ids = json_walk(cx, in, "ids");
	size_t count = json_length(in, "ids");
	struct json entry;
	struct id *more;
	enum err err = OK;

	if (count == 0 || count > IDS_MAX)
		return err_field(cx, path_of(cx, in, "ids"), "an array of 1 to %d ids", IDS_MAX);
	more = arena_array(cx->arena, count, sizeof(*more));
	while (err == OK && json_next(&ids, &entry)) {
		struct id *id = &more[item->more_count];

		err = read_id(cx, entry, item, id);
		if (err == OK && !is_first(&item->named.ids, id))
			item->more_count++;
	}
	item->more = more;
	return err;
}

/* Shown as a link, so it must not be one that runs something. */
static enum err read_link(struct cx *cx, struct json in, struct report *r)
{
	enum err err = may_text(cx, in, "link", LINK_MAX, &r->link);

	if (err != OK || !r->link || strncmp(r->link, "https://", 8) == 0 ||
		strncmp(r->link, "http://", 7) == 0)
		return err;
	return err_field(cx, path_of(cx, in, "link"), "an http or https address");
}

static enum err read_part(struct cx *cx, struct json in, struct report *r)
{
	enum err err = json_may_int(cx, in, "season", numbers, &r->season);

	if (err == OK)
		err = json_may_int(cx, in, "episode", numbers, &r->episode);
	if (err == OK)
		err = may_text(cx, in, "part", PART_MAX, &r->part);
	if (err == OK)
		err = may_text(cx, in, "part_title", TITLE_MAX, &r->part_title);
	if (err != OK)
		return err;
	if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID))
		return err_field(cx, path_of(cx, in, "episode"), "season and episode, for a show");
	if (r->kind == KIND_SHOW && r->part)
		return err_field(cx, path_of(cx, in, "part"), "nothing, for a show");
	if (r->kind != KIND_SHOW && (r->season != UNSAID || r->episode != UNSAID))
		return err_field(cx, path_of(cx, in, "episode"), "nothing, for what is no show");
	return OK;
}

static enum err read_item(struct cx *cx, struct json in, struct transfer_item *item)
{
	struct report *r = &item->named;
	struct message m;
	const char *kind = NULL;
	enum err err;

	message_init(&m);
	*item = (struct transfer_item){ .named = m.report };
	err = json_need_str(cx, in, "kind", 20, &kind);
	if (err != OK)
		return err;
	if (!kind_parse(kind, &r->kind))
		return err_field(
			cx, path_of(cx, in, "kind"), "movie, show, audiobook, podcast or book");
	err = read_ids(cx, in, item);
	if (err == OK)
		err = may_text(cx, in, "title", TITLE_MAX, &r->title);
	if (err == OK)
		err = may_text(cx, in, "author", TITLE_MAX, &r->author);
	if (err == OK)
		err = read_link(cx, in, r);
	if (err == OK)
		err = json_may_int(cx, in, "year", numbers, &r->year);
	return err == OK ? read_part(cx, in, r) : err;
}

/* ---- plays ---- */

static enum err read_share(struct cx *cx, struct json in, const char *key, int64_t *out)
{
	enum err err;

	*out = UNSAID;
	err = json_may_scaled(cx, in, key, SHARE_WHOLE / 100, out);
	if (err == OK && (*out < 0 || *out > SHARE_WHOLE))
		return err_field(cx, path_of(cx, in, key), "a number from 0 to 100");
	return err;
}

static enum err read_state(struct cx *cx, struct json in, struct transfer_play *play)
{
	const char *state = NULL;
	enum err err = json_need_str(cx, in, "state", 20, &state);

	if (err != OK)
		return err;
	if (!state_parse(state, &play->state))
		return err_field(cx, path_of(cx, in, "state"), "%s or %s",
			state_name(PLAY_IN_PROGRESS), state_name(PLAY_COMPLETED));
	return OK;
}

/* In the order in which they came to be. */
static enum err read_times(struct cx *cx, struct json in, struct transfer_play *play)
{
	enum err err = need_time(cx, in, "started_at", &play->started_ms);

	if (err == OK)
		err = need_time(cx, in, "updated_at", &play->updated_ms);
	if (err == OK)
		err = may_time(cx, in, "completed_at", &play->completed_ms);
	if (err == OK)
		err = may_time(cx, in, "removed_at", &play->removed_ms);
	if (err != OK)
		return err;
	if (play->updated_ms < play->started_ms)
		return err_field(
			cx, path_of(cx, in, "updated_at"), "a time that is not before started_at");
	if (play->state != PLAY_COMPLETED && play->completed_ms != UNSAID)
		return err_field(
			cx, path_of(cx, in, "completed_at"), "nothing, while it is in progress");
	if (play->state == PLAY_COMPLETED && play->completed_ms < play->started_ms)
		return err_field(cx, path_of(cx, in, "completed_at"),
			"a time that is not before started_at");
	return OK;
}

enum err import_read_play(struct cx *cx, struct json in, struct transfer_play *out)
{
	enum err err;

	*out = (struct transfer_play){
		.position_ms = UNSAID,
		.duration_ms = UNSAID,
		.started_ms = UNSAID,
		.updated_ms = UNSAID,
		.completed_ms = UNSAID,
		.removed_ms = UNSAID,
	};
	err = read_item(cx, in, &out->of);
	if (err == OK)
		err = read_state(cx, in, out);
	if (err == OK)
		err = read_share(cx, in, "percent", &out->share);
	if (err == OK)
		err = read_share(cx, in, "furthest_percent", &out->furthest);
	if (err == OK && out->furthest < out->share)
		err = err_field(cx, path_of(cx, in, "furthest_percent"),
			"a number that is not below percent");
	if (err == OK)
		err = json_may_i64(cx, in, "position_ms", times, &out->position_ms);
	if (err == OK)
		err = json_may_i64(cx, in, "duration_ms", times, &out->duration_ms);
	if (err == OK)
		err = may_text(cx, in, "session", SESSION_MAX, &out->session);
	return err == OK ? read_times(cx, in, out) : err;
}

enum err import_read_sitting(struct cx *cx, struct json in, struct transfer_sitting *out)
{
	enum err err;

	*out = (struct transfer_sitting){
		.play_event_ms = UNSAID,
		.heard_ms = UNSAID,
	};
	err = read_item(cx, in, &out->of);
	if (err == OK)
		err = may_text(cx, in, "session", SESSION_MAX, &out->session);
	if (err == OK)
		err = may_time(cx, in, "play_event_at", &out->play_event_ms);
	if (err == OK)
		err = need_time(cx, in, "heard_at", &out->heard_ms);
	if (err == OK)
		err = json_may_bool(cx, in, "done", &out->is_done);
	return err;
}

enum err import_check_end(struct cx *cx, struct json in, int64_t plays, int64_t sittings)
{
	const struct range any = { 0, INT64_MAX - 1 };
	int64_t said_plays = UNSAID, said_sittings = UNSAID;
	enum err err = json_may_i64(cx, in, "plays", any, &said_plays);

	if (err == OK)
		err = json_may_i64(cx, in, "sittings", any, &said_sittings);
	if (err != OK)
		return err;
	if (said_plays != plays)
		return err_field(cx, path_of(cx, in, "plays"),
			"%" PRId64 ", as many as there were: lines are missing", plays);
	if (said_sittings != sittings)
		return err_field(cx, path_of(cx, in, "sittings"),
			"%" PRId64 ", as many as there were: lines are missing", sittings);
	return OK;
}

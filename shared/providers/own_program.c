/* SPDX-License-Identifier: MIT */
/*
 * own_program.c -- a program of the person's own, in the format that
 * docs/programs.md describes.
 *
 * Its author is at hand, unlike that of a media server, so everything that is
 * wrong is refused with its path: an unknown member, an id that is none, a
 * percentage above 100. An item that has no id at all is no mistake.
 */
#include "shared/base/clock.h"
#include "shared/providers/provider.h"

enum { PERCENT_SCALE = SHARE_WHOLE / 100 };
static const struct range positions = { 0, INT64_C(1) << 53 };
static const struct range durations = { 1, INT64_C(1) << 53 };
static const struct range numbers = { 0, 1000000 };
static const struct range years = { 1, 9999 };

static const char *const members[] = {
	/* clang-format off */
	"at", "author", "duration_ms", "episode", "episode_end", "event", "event_id",
	"ids", "kind", "part", "part_title", "percent", "position_ms", "season",
	"sent_at", "session", "title", "year",
	NULL,
	/* clang-format on */
};

/* What each event says beyond the position. */
static const struct event {
	const char *name;
	bool is_tick, starts, ends, finished;
} events[] = {
	{ .name = "end", .ends = true, .finished = true },
	{ .name = "pause" },
	{ .name = "progress", .is_tick = true },
	{ .name = "start", .starts = true },
	{ .name = "stop", .ends = true },
	{ .name = "test" },
	{ .name = "unwatched" },
	{ .name = "watched", .finished = true },
};

static bool is_event(const struct message *m, const char *event)
{
	return m->event && strcmp(m->event, event) == 0;
}

/* Text that is too long is refused, not cut: two cut ids could be the same. */
static const char *read_text(struct reader *in, struct json body, const char *key, size_t max)
{
	return json_is_there(body, key) ? reader_need_str(in, body, key, max) : NULL;
}

/* The event, or NULL when the body names none. */
static const struct event *read_event(struct reader *in, struct json body, struct message *m)
{
	const char *name = read_text(in, body, "event", REPORT_EVENT_MAX), *all = events[0].name;

	if (!name)
		return NULL;
	for (size_t i = 0; i < NELEM(events); i++) {
		if (strcmp(events[i].name, name) == 0) {
			m->event = events[i].name;
			m->report.starts_sitting = events[i].starts;
			m->report.ends_sitting = events[i].ends;
			m->report.finished = events[i].finished;
			return &events[i];
		}
		if (i > 0)
			all = arena_printf(in->cx->arena, "%s, %s", all, events[i].name);
	}
	reader_refuse(in, body, "event", arena_printf(in->cx->arena, "one of %s", all));
	return NULL;
}

static void read_kind(struct reader *in, struct json body, struct report *r)
{
	const char *name = reader_need_str(in, body, "kind", REPORT_EVENT_MAX);

	if (name && !kind_parse(name, &r->kind))
		reader_refuse(in, body, "kind", "movie, show, audiobook, podcast or book");
}

/* Own ids stand where no catalog has everything. */
static bool is_catalog_of(enum catalog c, enum kind kind)
{
	return catalog_numbers(c, kind) ||
	       (c == CATALOG_LOCAL && kind != KIND_MOVIE && kind != KIND_SHOW);
}

static void read_id(struct reader *in, struct json ids, enum catalog c, struct report *r)
{
	const char *name = catalog_name(c), *value = reader_idtext(in, ids, name);

	if (value && !ids_add(&r->ids, c, value))
		reader_refuse(in, ids, name, catalog_shape(c));
}

static void read_ids(struct reader *in, struct json body, struct report *r)
{
	const char *names[CATALOG__COUNT + 1];
	struct json ids = reader_need_object(in, body, "ids");
	size_t n = 0;

	for (enum catalog c = 0; c < CATALOG__COUNT; c++)
		if (is_catalog_of(c, r->kind))
			names[n++] = catalog_name(c);
	names[n] = NULL;
	if (in->err == OK)
		in->err = json_only(in->cx, ids, names);
	for (enum catalog c = 0; c < CATALOG__COUNT; c++)
		if (is_catalog_of(c, r->kind))
			read_id(in, ids, c, r);
}

/* What the kind has no use for is a mistake, too. */
static void refuse_stray(struct reader *in, struct json body, const struct report *r)
{
	static const char *const of_shows[] = { "season", "episode", "episode_end", NULL };

	for (size_t i = 0; of_shows[i]; i++)
		if (r->kind != KIND_SHOW && json_is_there(body, of_shows[i]))
			reader_refuse(in, body, of_shows[i], "nothing, for what is no show");
	if (r->kind != KIND_PODCAST && json_is_there(body, "part"))
		reader_refuse(in, body, "part", "nothing, for what is no podcast");
	if (!kind_has_parts(r->kind) && json_is_there(body, "part_title"))
		reader_refuse(in, body, "part_title", "nothing, for what has no episodes");
}

static void read_names(struct reader *in, struct json body, struct report *r)
{
	r->season = reader_int(in, body, "season", numbers);
	r->episode = reader_int(in, body, "episode", numbers);
	r->episode_end = reader_int(in, body, "episode_end", numbers);
	r->part = read_text(in, body, "part", REPORT_PART_MAX);
	r->title = read_text(in, body, "title", REPORT_NAME_MAX);
	r->part_title = read_text(in, body, "part_title", REPORT_NAME_MAX);
	r->author = read_text(in, body, "author", REPORT_NAME_MAX);
	r->year = reader_int(in, body, "year", years);
	refuse_stray(in, body, r);
	if (r->episode_end == UNSAID)
		return;
	if (r->episode == UNSAID || r->episode_end < r->episode ||
		report_parts(r) > REPORT_PARTS_MAX)
		reader_refuse(in, body, "episode_end",
			"the number of the last episode in the file, at most 49 after the first");
}

static int64_t read_percent(struct reader *in, struct json body)
{
	int64_t share = reader_scaled(in, body, "percent", PERCENT_SCALE);

	if (json_is_there(body, "percent") && (share < 0 || share > SHARE_WHOLE))
		reader_refuse(in, body, "percent", "a number from 0 to 100");
	return share;
}

/* The exact position if there is one, else the percentage. */
static void read_position(struct reader *in, struct json body, struct message *m)
{
	struct report *r = &m->report;
	int64_t share = read_percent(in, body);

	r->position = reader_i64(in, body, "position_ms", positions);
	r->duration = reader_i64(in, body, "duration_ms", durations);
	r->units_per_ms = 1;
	r->basis = r->finished ? BASIS_EVENT_SAYS_COMPLETED : BASIS_SESSION_POSITION;
	if (is_event(m, "watched"))
		r->basis = BASIS_EXPLICIT_MARK;
	if (r->position != UNSAID && r->duration != UNSAID)
		return;
	if (share == UNSAID && !r->finished && !r->starts_sitting && !is_event(m, "unwatched"))
		reader_refuse(in, body, r->position == UNSAID ? "percent" : "duration_ms",
			r->position == UNSAID
				? "a number from 0 to 100, or position_ms and duration_ms"
				: "a whole number above 0, since there is a position_ms");
	r->units_per_ms = 0;
	r->position = share;
	r->duration = SHARE_WHOLE;
	if (!r->finished)
		r->basis = BASIS_REPORTED_PERCENT;
}

static void read_time(struct reader *in, struct json body, const char *key, int64_t *ms)
{
	const char *text = read_text(in, body, key, REPORT_WORD_MAX);

	if (text && !clock_parse(text, ms))
		reader_refuse(in, body, key, "a time like 2026-01-31T20:15:00Z");
}

/* Ticks of one item in one session fold; any other event ends their run. */
static void set_run(struct cx *cx, const struct event *event, struct message *m)
{
	const struct report *r = &m->report;
	const char *name = r->title ? r->title : "";
	const char *id = r->ids.count ? r->ids.list[0].value : name;
	const char *run = arena_printf(cx->arena, "%s/%s/%d/%d/%s/%s", kind_name(r->kind), id,
		r->season, r->episode, r->part ? r->part : "", r->session ? r->session : "");

	if (!event || event->is_tick)
		m->run = run;
	else
		m->ends_run = run;
}

static void judge(struct message *m)
{
	const struct report *r = &m->report;

	if (is_event(m, "unwatched")) {
		m->reason = REASON_UNMARK;
	} else if (r->kind == KIND_PODCAST && !r->part) {
		m->reason = REASON_INCOMPLETE_EPISODE;
		m->detail = "It does not say which episode of the podcast: `part` is missing.";
	} else if (r->ids.count == 0) {
		m->is_nameless = true;
		m->reason = REASON_NO_IDENTIFIER;
		m->detail = "`ids` holds no id, so it cannot be named.";
	} else {
		sink_judge(m, NULL);
	}
}

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct report *r = &m->report;
	struct reader in = { .cx = cx, .err = json_only(cx, body, members) };
	const struct event *event = read_event(&in, body, m);

	m->event_id = read_text(&in, body, "event_id", REPORT_ID_MAX);
	if (is_event(m, "test")) {
		m->reason = REASON_TEST;
		return in.err;
	}
	read_kind(&in, body, r);
	read_ids(&in, body, r);
	read_names(&in, body, r);
	r->session = read_text(&in, body, "session", REPORT_ID_MAX);
	read_time(&in, body, "at", &r->at_ms);
	read_time(&in, body, "sent_at", &r->sent_ms);
	read_position(&in, body, m);
	if (in.err != OK)
		return in.err;
	set_run(cx, event, m);
	judge(m);
	return OK;
}

static const char *const marks[] = { "kind", "ids", NULL };

/* No list of keys: an unknown one must be seen to be refused. */
static const struct sink sink = { .marks = marks, .decode = decode };

static const char *const steps[] = {
	"Make a token at {tokens} and give it to the program.",
	"The program posts a report to /api/v1/scrobble of this instance, with the header "
	"\"Authorization: Bearer TOKEN\": "
	"{\"kind\":\"movie\",\"ids\":{\"tmdb\":603},\"percent\":34.5}. docs/programs.md describes "
	"all members and has examples with curl.",
	"A program that can set no header posts the same to this address, which is a secret by "
	"itself: {url}",
	"{deliveries} shows what came and what it led to.",
	NULL,
};

const struct provider provider_own_program = {
	.name = "own-program",
	.title = "Own program",
	.steps = steps,
	.sink = &sink,
};

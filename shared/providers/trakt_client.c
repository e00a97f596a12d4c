/* SPDX-License-Identifier: MIT */
/*
 * trakt_client.c -- a program that speaks Trakt's API and can be pointed here.
 *
 * Which address a body came to is part of what it says, so it is kept in an
 * object with one member, named after the end of that address: {"stop":{...}}.
 * Members that are not read here are passed over, as Trakt does. The ids of an
 * episode are its own; only those of its show name it.
 */
#include "shared/base/clock.h"
#include "shared/json/write.h"
#include "shared/providers/provider.h"

enum { PERCENT_SCALE = SHARE_WHOLE / 100 };
static const struct range numbers = { 0, 1000000 };
static const struct range years = { 1, 9999 };

static const char *const keys[] = {
	/* clang-format off */
	"app_version", "episode", "episodes", "history", "ids", "imdb", "movie",
	"movies", "number", "pause", "progress", "season", "seasons", "show",
	"shows", "start", "stop", "title", "tmdb", "tvdb", "watched", "watched_at",
	"year",
	NULL,
	/* clang-format on */
};

static const char no_show[] = "It names the episode but not its show, whose ids are needed: "
			      "`show.ids`.";
static const char no_ids[] = "Its `ids` hold no TMDb, TheTVDB or IMDb id, so it cannot be named.";
static const char whole_show[] = "It marks a whole show or season, and which episodes that has is "
				 "not known here.";

/* The title, year and ids of a film or show. */
static void read_work(struct reader *in, struct json work, struct report *r)
{
	r->title = json_loose_str(in->cx, work, "title", REPORT_NAME_MAX);
	r->year = reader_side_int(in, work, "year", years);
	sink_read_ids(in, work, "ids", &r->ids);
}

static void judge(struct message *m)
{
	sink_judge(m, no_show);
	if (m->reason == REASON_NO_IDENTIFIER && m->report.kind != KIND_SHOW)
		m->detail = no_ids;
}

/* ---- scrobble/start, pause and stop ---- */

static void read_progress(struct reader *in, struct json body, struct report *r)
{
	int64_t share = reader_scaled(in, body, "progress", PERCENT_SCALE);

	if (!json_is_there(body, "progress") || share < 0 || share > SHARE_WHOLE)
		reader_refuse(in, body, "progress", "a number from 0 to 100");
	r->position = share;
	r->duration = SHARE_WHOLE;
	r->basis = BASIS_REPORTED_PERCENT;
}

static void read_item(struct reader *in, struct json body, struct report *r)
{
	struct json episode = reader_object(in, body, "episode");
	struct json movie = reader_object(in, body, "movie");

	if (movie.value) {
		r->kind = KIND_MOVIE;
		read_work(in, movie, r);
	} else if (episode.value) {
		r->kind = KIND_SHOW;
		read_work(in, reader_object(in, body, "show"), r);
		r->season = reader_int(in, episode, "season", numbers);
		r->episode = reader_int(in, episode, "number", numbers);
		r->part_title = json_loose_str(in->cx, episode, "title", REPORT_NAME_MAX);
	} else {
		reader_refuse(in, body, "movie", "an object, or show and episode");
	}
}

static enum err read_scrobble(
	struct cx *cx, struct json root, const char *action, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct reader in = { .cx = cx };
	struct json body = reader_need_object(&in, root, action);

	m->event = action;
	m->sender_version = json_loose_str(cx, body, "app_version", REPORT_WORD_MAX);
	m->report.starts_sitting = strcmp(action, "start") == 0;
	m->report.ends_sitting = strcmp(action, "stop") == 0;
	read_item(&in, body, &m->report);
	read_progress(&in, body, &m->report);
	if (in.err == OK)
		judge(m);
	return in.err;
}

/* ---- sync/history ---- */

/* What is being read of a history, from the outside in. */
struct history {
	struct reader in;
	struct messages *out;
	struct report work;     /* what the episodes of a show share */
	const char *watched_at; /* as said outside, or NULL */
};

static void put_work(struct buf *b, const struct report *r)
{
	jput_open(b, kind_name(r->kind), '{');
	if (r->title)
		jput_str(b, "title", r->title);
	if (r->year != UNSAID)
		jput_i64(b, "year", r->year);
	jput_open(b, "ids", '{');
	for (size_t i = 0; i < r->ids.count; i++)
		jput_str(b, catalog_name(r->ids.list[i].source), r->ids.list[i].value);
	jput_close(b, '}');
	jput_close(b, '}');
}

/* The body that alone gives this message. */
static struct bytes body_of(struct cx *cx, const struct report *r, const char *watched_at)
{
	struct buf b;

	buf_init(&b, cx->arena, KIB(8));
	jput_open(&b, NULL, '{');
	jput_open(&b, "watched", '{');
	if (watched_at)
		jput_str(&b, "watched_at", watched_at);
	put_work(&b, r);
	if (r->kind == KIND_SHOW) {
		jput_open(&b, "episode", '{');
		if (r->season != UNSAID)
			jput_i64(&b, "season", r->season);
		if (r->episode != UNSAID)
			jput_i64(&b, "number", r->episode);
		jput_close(&b, '}');
	}
	jput_close(&b, '}');
	jput_close(&b, '}');
	return (struct bytes){ b.text, b.length };
}

/* "released" and "unknown" are no times: then it is now. */
static void read_time(struct reader *in, struct json item, const char *text, struct report *r)
{
	if (!text || strcmp(text, "released") == 0 || strcmp(text, "unknown") == 0)
		return;
	if (!clock_parse(text, &r->at_ms))
		reader_refuse(in, item, "watched_at", "a time like 2026-01-31T20:15:00Z");
}

static void mark(struct message *m)
{
	struct report *r = &m->report;

	m->event = "history";
	r->finished = true;
	r->basis = BASIS_EXPLICIT_MARK;
	r->duration = SHARE_WHOLE;
	judge(m);
	if (m->reason == REASON_INCOMPLETE_EPISODE)
		m->detail = whole_show;
}

/* A film, or a show with as much of an episode as is said. */
static void add_item(struct history *h, struct json item, const struct report *r)
{
	const char *watched_at = reader_str(&h->in, item, "watched_at", REPORT_WORD_MAX);
	struct message *m = messages_add(h->in.cx, h->out);

	if (!m) {
		reader_refuse(&h->in, item, "watched_at",
			arena_printf(h->in.cx->arena, "no more than %d items in one request",
				MESSAGES_MAX));
		return;
	}
	if (!watched_at)
		watched_at = h->watched_at;
	m->report.kind = r->kind;
	m->report.title = r->title;
	m->report.year = r->year;
	m->report.ids = r->ids;
	m->report.season = r->season;
	m->report.episode = r->episode;
	read_time(&h->in, item, watched_at, &m->report);
	m->body = body_of(h->in.cx, &m->report, watched_at);
	mark(m);
}

/* Goes on to the next element unless something was wrong. */
static bool next(const struct history *h, struct json_walk *walk, struct json *item)
{
	return h->in.err == OK && json_next(walk, item);
}

static void read_seasons(struct history *h, struct json show, const char *watched_at)
{
	struct json_walk seasons = json_walk(h->in.cx, show, "seasons");
	struct json season, episode;

	while (next(h, &seasons, &season)) {
		struct json_walk episodes = json_walk(h->in.cx, season, "episodes");
		struct report *r = &h->work;

		r->season = reader_int(&h->in, season, "number", numbers);
		r->episode = UNSAID;
		h->watched_at = reader_str(&h->in, season, "watched_at", REPORT_WORD_MAX);
		if (!h->watched_at)
			h->watched_at = watched_at;
		if (json_length(season, "episodes") == 0)
			add_item(h, season, r);
		while (next(h, &episodes, &episode)) {
			r->episode = reader_int(&h->in, episode, "number", numbers);
			add_item(h, episode, r);
		}
	}
}

static void begin(struct history *h, struct json item, enum kind kind)
{
	struct message empty;

	message_init(&empty);
	h->work = empty.report;
	h->work.kind = kind;
	h->watched_at = NULL;
	read_work(&h->in, item, &h->work);
}

static void read_list(struct history *h, struct json history, const char *list, enum kind kind)
{
	struct json_walk items = json_walk(h->in.cx, history, list);
	struct json item;

	if (json_is_there(history, list) && !json_is_array(history, list))
		reader_refuse(&h->in, history, list, "an array");
	while (next(h, &items, &item)) {
		begin(h, item, kind);
		if (kind == KIND_SHOW && json_length(item, "seasons") > 0)
			read_seasons(
				h, item, reader_str(&h->in, item, "watched_at", REPORT_WORD_MAX));
		else
			add_item(h, item, &h->work);
	}
}

/* The ids of an episode alone name no show. */
static void read_episodes(struct history *h, struct json history)
{
	struct json_walk items = json_walk(h->in.cx, history, "episodes");
	struct json item;

	while (next(h, &items, &item)) {
		begin(h, item, KIND_SHOW);
		h->work.ids.count = 0;
		h->work.season = reader_int(&h->in, item, "season", numbers);
		h->work.episode = reader_int(&h->in, item, "number", numbers);
		add_item(h, item, &h->work);
	}
}

static enum err read_history(struct cx *cx, struct json root, struct messages *out)
{
	struct history h = { .in = { .cx = cx }, .out = out };
	struct json history = reader_need_object(&h.in, root, "history");

	read_list(&h, history, "movies", KIND_MOVIE);
	read_list(&h, history, "shows", KIND_SHOW);
	read_episodes(&h, history);
	if (out->count == 1)
		out->list[0]->body = (struct bytes){ NULL, 0 }; /* all of it is kept */
	return h.in.err;
}

/* One item of a history, as body_of has written it. */
static enum err read_again(struct cx *cx, struct json root, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct reader in = { .cx = cx };
	struct json item = reader_need_object(&in, root, "watched");

	read_item(&in, item, &m->report);
	read_time(&in, item, reader_str(&in, item, "watched_at", REPORT_WORD_MAX), &m->report);
	if (in.err == OK)
		mark(m);
	return in.err;
}

/* ---- which of them it is ---- */

static enum err decode(struct cx *cx, struct json root, struct messages *out)
{
	static const char *const actions[] = { "start", "pause", "stop" };

	for (size_t i = 0; i < NELEM(actions); i++)
		if (json_is_there(root, actions[i]))
			return read_scrobble(cx, root, actions[i], out);
	if (json_is_there(root, "watched"))
		return read_again(cx, root, out);
	return read_history(cx, root, out);
}

static const struct sink sink = {
	.hint = "It comes to one of the addresses below /trakt/; docs/programs.md has them.",
	.keys = keys,
	.decode = decode,
};

static const char *const steps[] = {
	"Only a program whose address of Trakt can be set can report here. Set it to /trakt below "
	"the address of this instance.",
	"If it signs in by showing a short code, enter that code at /device of this instance. "
	"Otherwise make a token at {tokens} and enter it in the program as its access token.",
	"A script without a token may post to {url} instead, with the body inside of an object whose "
	"only member is start, pause, stop or history.",
	"{deliveries} shows what came and what it led to.",
	NULL,
};

const struct provider provider_trakt_client = {
	.name = "trakt-client",
	.title = "Trakt client",
	.steps = steps,
	.sink = &sink,
};

/* SPDX-License-Identifier: MIT */
/*
 * jellyfin.c -- Jellyfin's unofficial webhook plugin, payload format Default.
 *
 * Three things break every receiver of these bodies. A normal Stop carries no
 * position, because the server clears it before it raises the event: what is
 * left is Item.UserData, where a position above 0 is the position, and 0 with
 * Played means the end was reached. The ids of an episode are its own; the
 * show's are in Series.ProviderIds. And RunTimeTicks stands at four levels:
 * the version that plays is named by PlayState.MediaSourceId.
 *
 * Numbers are ticks of 100 ns. Nothing but the fields read here is trusted or
 * even looked at.
 */
#include "shared/providers/sink.h"

enum { NAME_MAX_BYTES = 500, SOURCES_MAX = 50 };
enum { TICKS_PER_MS = 10000 };
static const struct range ticks = { INT64_MIN + 1, INT64_MAX - 1 };
static const struct range number = { 0, 100000 };

static const char *const keys[] = {
	/* clang-format off */
	"Event", "ExtraType", "Id", "Imdb", "IndexNumber", "IndexNumberEnd",
	"Item", "MediaSourceId", "MediaSources", "Name", "NotificationType",
	"ParentIndexNumber", "PlaybackPositionTicks", "Played", "PlayState",
	"PositionTicks", "ProductionYear", "ProviderIds", "RunTimeTicks",
	"Series", "SeriesName", "Session", "Tmdb", "Tvdb", "Type", "User",
	"UserData", NULL,
	/* clang-format on */
};

enum event_class {
	EVENT_TICK, /* comes once a second */
	EVENT_PLAY,
	EVENT_CHANGE, /* pause, resume, the 90 % mark */
	EVENT_STOP,
	EVENT_MARK,
	EVENT_UNMARK,
	EVENT_RATE,
	EVENT_OTHER, /* libraries, sessions, log-ins, restarts */
	EVENT_UNKNOWN,
};

static const struct event {
	const char *name;
	enum event_class class;
} events[] = {
	/* clang-format off */
	{ "AuthenticationFailed",     EVENT_OTHER },
	{ "AuthenticationSucceeded",  EVENT_OTHER },
	{ "HasPendingRestartChanged", EVENT_OTHER },
	{ "ItemAdded",                EVENT_OTHER },
	{ "ItemRemoved",              EVENT_OTHER },
	{ "ItemUpdated",              EVENT_OTHER },
	{ "MarkPlayed",               EVENT_MARK },
	{ "MarkUnplayed",             EVENT_UNMARK },
	{ "Pause",                    EVENT_CHANGE },
	{ "Play",                     EVENT_PLAY },
	{ "Progress",                 EVENT_TICK },
	{ "Rate",                     EVENT_RATE },
	{ "Resume",                   EVENT_CHANGE },
	{ "Scrobble",                 EVENT_CHANGE },
	{ "SessionEnded",             EVENT_OTHER },
	{ "SessionStarted",           EVENT_OTHER },
	{ "Stop",                     EVENT_STOP },
	{ "SubtitleDownloadFailure",  EVENT_OTHER },
	/* clang-format on */
};

static enum event_class classify(const char *name)
{
	for (size_t i = 0; i < NELEM(events); i++)
		if (strcmp(events[i].name, name) == 0)
			return events[i].class;
	return EVENT_UNKNOWN;
}

/* The objects of the body that matter; absent ones hold NULL. */
struct parts {
	struct json root, item, user_data, user, play_state;
	enum event_class class;
};

static enum err find_parts(struct cx *cx, struct parts *p)
{
	struct json session = { NULL, "" };
	enum err err = json_need_object(cx, p->root, "Item", &p->item);

	if (err == OK)
		err = json_may_object(cx, p->item, "UserData", &p->user_data);
	if (err == OK)
		err = json_may_object(cx, p->root, "Session", &session);
	if (err == OK)
		err = json_may_object(cx, session, "PlayState", &p->play_state);
	return err;
}

static enum err read_user(struct cx *cx, struct parts *p, struct message *m)
{
	enum err err = json_may_object(cx, p->root, "User", &p->user);

	if (err == OK)
		err = json_may_str(cx, p->user, "Name", NAME_MAX_BYTES, &m->user);
	if (err == OK)
		err = json_may_idtext(cx, p->user, "Id", &m->user_id);
	return err;
}

static enum kind kind_of(const char *type)
{
	if (type && strcmp(type, "Movie") == 0)
		return KIND_MOVIE;
	if (type && strcmp(type, "Episode") == 0)
		return KIND_SHOW;
	return KIND_NONE;
}

static enum err read_movie(struct cx *cx, const struct parts *p, struct report *r)
{
	enum err err = json_may_str(cx, p->item, "Name", NAME_MAX_BYTES, &r->title);

	if (err == OK)
		err = json_may_int(cx, p->item, "ProductionYear", number, &r->year);
	return err == OK ? sink_read_ids(cx, p->item, "ProviderIds", &r->ids) : err;
}

/* The show by its own object; the item is the episode. */
static enum err read_show(struct cx *cx, const struct parts *p, struct report *r)
{
	struct json series = { NULL, "" };
	enum err err = json_may_object(cx, p->root, "Series", &series);

	if (err == OK)
		err = json_may_str(cx, p->item, "SeriesName", NAME_MAX_BYTES, &r->title);
	if (err == OK)
		err = json_may_str(cx, series, "Name", NAME_MAX_BYTES, &r->title);
	if (err == OK)
		err = json_may_int(cx, series, "ProductionYear", number, &r->year);
	return err == OK ? sink_read_ids(cx, series, "ProviderIds", &r->ids) : err;
}

static enum err read_episode(struct cx *cx, const struct parts *p, struct report *r)
{
	struct range several;
	enum err err = json_may_str(cx, p->item, "Name", NAME_MAX_BYTES, &r->part_title);

	if (err == OK)
		err = json_may_int(cx, p->item, "ParentIndexNumber", number, &r->season);
	if (err == OK)
		err = json_may_int(cx, p->item, "IndexNumber", number, &r->episode);
	if (err != OK || r->episode == UNSAID)
		return err;
	several = (struct range){ 0, r->episode + REPORT_PARTS_MAX - 1 };
	return json_may_int(cx, p->item, "IndexNumberEnd", several, &r->episode_end);
}

/* The runtime of one version, when it is the one that is named. */
static enum err read_version(
	struct cx *cx, struct json source, const char *wanted, int64_t *duration)
{
	const char *id = NULL;
	enum err err = json_may_idtext(cx, source, "Id", &id);

	if (err != OK || (wanted && (!id || strcasecmp(id, wanted) != 0)))
		return err;
	return json_may_i64(cx, source, "RunTimeTicks", ticks, duration);
}

/*
 * The version's runtime when the player names one, else the item's. Without a
 * name and with several versions it is a guess, and a position beyond it
 * proves it wrong: then a version that is long enough.
 */
static enum err read_duration(struct cx *cx, const struct parts *p, struct report *r)
{
	struct json_walk sources = json_walk(cx, p->item, "MediaSources");
	struct json source;
	const char *wanted = NULL;
	enum err err = json_may_i64(cx, p->item, "RunTimeTicks", ticks, &r->duration);

	if (err == OK)
		err = json_may_idtext(cx, p->play_state, "MediaSourceId", &wanted);
	r->duration_guessed = !wanted && json_length(p->item, "MediaSources") > 1;
	while (err == OK && sources.index < SOURCES_MAX && json_next(&sources, &source)) {
		int64_t length = UNSAID;

		err = read_version(cx, source, wanted, &length);
		if (length <= 0)
			continue;
		if (wanted)
			r->duration = length;
		else if (r->position > r->duration && length >= r->position)
			r->duration = length;
	}
	return err;
}

/* A Stop without a session's position: the server's own record is left. */
static enum err read_user_data(struct cx *cx, const struct parts *p, struct report *r)
{
	int64_t position = UNSAID;
	bool played = false;
	enum err err = json_may_i64(cx, p->user_data, "PlaybackPositionTicks", ticks, &position);

	if (err == OK)
		err = json_may_bool(cx, p->user_data, "Played", &played);
	if (err != OK)
		return err;
	if (position > 0) {
		r->position = position;
		r->basis = BASIS_USERDATA_POSITION;
	} else if (played) {
		r->finished = true;
		r->basis = BASIS_USERDATA_PLAYED;
	}
	return OK;
}

static enum err read_position(struct cx *cx, const struct parts *p, struct report *r)
{
	enum err err = OK;

	if (p->class == EVENT_MARK) {
		r->finished = true;
		r->basis = BASIS_EXPLICIT_MARK;
		return OK;
	}
	err = json_may_i64(cx, p->play_state, "PositionTicks", ticks, &r->position);
	if (err != OK)
		return err;
	if (r->position >= 0)
		r->basis = BASIS_SESSION_POSITION;
	else if (p->class == EVENT_STOP)
		return read_user_data(cx, p, r);
	return OK;
}

static enum err read_report(struct cx *cx, const struct parts *p, struct report *r)
{
	const char *type = NULL, *extra = NULL;
	enum err err = json_may_str(cx, p->item, "Type", 50, &type);

	if (err == OK)
		err = json_may_str(cx, p->item, "ExtraType", 50, &extra);
	if (err != OK)
		return err;
	r->kind = extra ? KIND_NONE : kind_of(type);
	r->units_per_ms = TICKS_PER_MS;
	r->starts_sitting = p->class == EVENT_PLAY;
	r->ends_sitting = p->class == EVENT_STOP;
	if (r->kind == KIND_MOVIE)
		err = read_movie(cx, p, r);
	else if (r->kind == KIND_SHOW)
		err = read_show(cx, p, r);
	if (err == OK && r->kind == KIND_SHOW)
		err = read_episode(cx, p, r);
	if (err == OK)
		err = read_position(cx, p, r);
	return err == OK ? read_duration(cx, p, r) : err;
}

/* Ticks of one item by one person fold; anything else ends their run. */
static enum err read_run(struct cx *cx, const struct parts *p, struct message *m)
{
	const char *item = "", *run;
	enum err err = json_may_idtext(cx, p->item, "Id", &item);

	run = arena_join(cx->arena, item, "/", m->user_id ? m->user_id : "");
	if (p->class == EVENT_TICK)
		m->run = run;
	else
		m->ends_run = run;
	return err;
}

static const char no_series[] = "This episode carries no id of its series. In Jellyfin: open the "
				"series, choose Identify, save; from then on it is tracked.";

/* Why the report cannot be weighed, or REASON_NONE. */
static void judge(enum event_class class, struct message *m)
{
	const struct report *r = &m->report;

	if (class == EVENT_RATE) {
		m->reason = REASON_RATING;
	} else if (class == EVENT_UNMARK) {
		m->reason = REASON_UNMARK;
	} else if (r->kind == KIND_NONE) {
		m->reason = REASON_UNSUPPORTED_TYPE;
	} else if (r->ids.count == 0) {
		m->reason = REASON_NO_IDENTIFIER;
		m->detail = r->kind == KIND_SHOW ? no_series : NULL;
	} else if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID)) {
		m->reason = REASON_INCOMPLETE_EPISODE;
	} else if (r->finished && r->basis == BASIS_USERDATA_PLAYED && r->duration <= 0) {
		/* Without a runtime the server calls everything played. */
		m->reason = REASON_NO_RUNTIME;
	}
}

/* The other plugin's and the other formats' bodies get a helpful refusal. */
static enum err read_event(struct cx *cx, struct json body, struct message *m)
{
	if (!json_is_there(body, "Event") && json_is_there(body, "NotificationType"))
		return err_field(cx, "Event",
			"a string; this looks like the official Webhook "
			"plugin, see docs/api.md");
	return json_need_str(cx, body, "Event", 100, &m->event);
}

static enum err decode(struct cx *cx, struct json body, struct message *m)
{
	struct parts p = { .root = body };
	enum err err = read_event(cx, body, m);

	if (err != OK)
		return err;
	p.class = classify(m->event);
	err = read_user(cx, &p, m);
	if (err != OK)
		return err;
	if (p.class == EVENT_OTHER || p.class == EVENT_UNKNOWN) {
		m->reason = REASON_NOT_PLAYBACK;
		m->drop_body = p.class == EVENT_OTHER;
		m->run = p.class == EVENT_OTHER ? m->event : NULL;
		if (p.class == EVENT_UNKNOWN)
			m->detail = "This version does not know that event; "
				    "the body is kept.";
		return OK;
	}
	err = find_parts(cx, &p);
	if (err == OK)
		err = read_report(cx, &p, &m->report);
	if (err == OK)
		err = read_run(cx, &p, m);
	if (err == OK)
		judge(p.class, m);
	return err;
}

const struct sink sink_jellyfin = {
	.name = "jellyfin",
	.title = "Jellyfin",
	.names_users = true,
	.steps = (const char *const[]){ "In Jellyfin, as an administrator, open Dashboard, "
					"Plugins, Repositories and add "
					"https://raw.githubusercontent.com/shemanaev/"
					"jellyfin-plugin-repo/master/manifest.json",
		"In the catalogue of plugins, install \"Webhooks\" "
		"(not the one named \"Webhook\", which does not say "
		"which show an episode belongs to), and restart "
		"Jellyfin.",
		"Open Dashboard, Plugins, Webhooks, press Add and "
		"enter this URL: {url}",
		"Set the payload format to \"Default\".",
		"Under \"Listen to events only for\", choose the "
		"account whose progress this is.",
		"Tick the events Play, Pause, Resume, Stop, Progress, "
		"Scrobble, MarkPlayed and MarkUnplayed, and save.",
		"Play something: {deliveries} shows what came and what "
		"it led to.",
		NULL },
	.keys = keys,
	.decode = decode,
};

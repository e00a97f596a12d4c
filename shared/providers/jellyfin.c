/* SPDX-License-Identifier: MIT */
/*
 * jellyfin.c -- Jellyfin's unofficial webhook plugin, payload format Default,
 * and at the end Plex.
 *
 * The bodies of Default have three traps. A normal Stop carries no position,
 * because the server clears it before it raises the event; Item.UserData
 * remains, where a position above 0 is the position, and 0 with Played means
 * the end. The ids of an episode are its own; those of the show are in
 * Series.ProviderIds. And RunTimeTicks exists at four levels;
 * PlayState.MediaSourceId names the version that is playing.
 *
 * Numbers are ticks of 100 ns.
 */
#include "shared/providers/plex_body.h"
#include "shared/providers/provider.h"

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
	EVENT_TICK, /* once a second */
	EVENT_PLAY,
	EVENT_CHANGE, /* pause, resume, the 90 % mark */
	EVENT_STOP,
	EVENT_MARK,
	EVENT_UNMARK,
	EVENT_RATE,
	EVENT_OTHER, /* libraries, sessions, sign-ins, restarts */
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
	struct json root, item, user_data, play_state;
	enum event_class class;
};

static void find_parts(struct reader *in, struct parts *p)
{
	struct json session;

	p->item = reader_need_object(in, p->root, "Item");
	p->user_data = reader_object(in, p->item, "UserData");
	session = reader_object(in, p->root, "Session");
	p->play_state = reader_object(in, session, "PlayState");
}

static void read_user(struct reader *in, const struct parts *p, struct message *m)
{
	struct json user = reader_object(in, p->root, "User");

	m->user = reader_str(in, user, "Name", NAME_MAX_BYTES);
	m->user_id = reader_idtext(in, user, "Id");
}

static enum kind kind_of(const char *type)
{
	if (type && strcmp(type, "Movie") == 0)
		return KIND_MOVIE;
	if (type && strcmp(type, "Episode") == 0)
		return KIND_SHOW;
	return KIND_NONE;
}

static void read_movie(struct reader *in, const struct parts *p, struct report *r)
{
	r->title = reader_str(in, p->item, "Name", NAME_MAX_BYTES);
	r->year = reader_int(in, p->item, "ProductionYear", number);
	sink_read_ids(in, p->item, "ProviderIds", &r->ids);
}

/* The show has an object of its own; the item is the episode. */
static void read_show(struct reader *in, const struct parts *p, struct report *r)
{
	struct json series = reader_object(in, p->root, "Series");
	const char *name;

	r->title = reader_str(in, p->item, "SeriesName", NAME_MAX_BYTES);
	name = reader_str(in, series, "Name", NAME_MAX_BYTES);
	if (name)
		r->title = name;
	r->year = reader_int(in, series, "ProductionYear", number);
	sink_read_ids(in, series, "ProviderIds", &r->ids);
}

static void read_episode(struct reader *in, const struct parts *p, struct report *r)
{
	struct range several;

	r->part_title = reader_str(in, p->item, "Name", NAME_MAX_BYTES);
	r->season = reader_int(in, p->item, "ParentIndexNumber", number);
	r->episode = reader_int(in, p->item, "IndexNumber", number);
	if (r->episode == UNSAID)
		return;
	several = (struct range){ 0, r->episode + REPORT_PARTS_MAX - 1 };
	r->episode_end = reader_int(in, p->item, "IndexNumberEnd", several);
}

/* The runtime of a version, or UNSAID if another one is wanted. */
static int64_t read_version(struct reader *in, struct json source, const char *wanted)
{
	const char *id = reader_idtext(in, source, "Id");

	if (wanted && (!id || strcasecmp(id, wanted) != 0))
		return UNSAID;
	return reader_i64(in, source, "RunTimeTicks", ticks);
}

/*
 * The runtime of the version that the player names, else the item's. Without a
 * name and with several versions that is a guess, and a position beyond it
 * proves it wrong: then any version that is long enough.
 */
static void read_duration(struct reader *in, const struct parts *p, struct report *r)
{
	struct json_walk sources = json_walk(in->cx, p->item, "MediaSources");
	struct json source;
	const char *wanted;

	r->duration = reader_i64(in, p->item, "RunTimeTicks", ticks);
	wanted = reader_idtext(in, p->play_state, "MediaSourceId");
	r->duration_guessed = !wanted && json_length(p->item, "MediaSources") > 1;
	while (sources.index < SOURCES_MAX && json_next(&sources, &source)) {
		int64_t length = read_version(in, source, wanted);

		if (length <= 0)
			continue;
		if (wanted || (r->position > r->duration && length >= r->position))
			r->duration = length;
	}
}

/* For a Stop without a position in the session: the server's own record. */
static void read_user_data(struct reader *in, const struct parts *p, struct report *r)
{
	int64_t position = reader_i64(in, p->user_data, "PlaybackPositionTicks", ticks);
	bool played = reader_bool(in, p->user_data, "Played");

	if (position > 0) {
		r->position = position;
		r->basis = BASIS_USERDATA_POSITION;
	} else if (played) {
		r->finished = true;
		r->basis = BASIS_USERDATA_PLAYED;
	}
}

static void read_position(struct reader *in, const struct parts *p, struct report *r)
{
	if (p->class == EVENT_MARK) {
		r->finished = true;
		r->basis = BASIS_EXPLICIT_MARK;
		return;
	}
	r->position = reader_i64(in, p->play_state, "PositionTicks", ticks);
	if (r->position >= 0)
		r->basis = BASIS_SESSION_POSITION;
	else if (p->class == EVENT_STOP)
		read_user_data(in, p, r);
}

static void read_report(struct reader *in, const struct parts *p, struct report *r)
{
	const char *type = reader_str(in, p->item, "Type", 50);
	const char *extra = reader_str(in, p->item, "ExtraType", 50);

	r->kind = extra ? KIND_NONE : kind_of(type);
	r->units_per_ms = TICKS_PER_MS;
	r->starts_sitting = p->class == EVENT_PLAY;
	r->ends_sitting = p->class == EVENT_STOP;
	if (r->kind == KIND_MOVIE) {
		read_movie(in, p, r);
	} else if (r->kind == KIND_SHOW) {
		read_show(in, p, r);
		read_episode(in, p, r);
	}
	read_position(in, p, r);
	read_duration(in, p, r);
}

/* Ticks of one item by one user fold; any other event ends their run. */
static void read_run(struct reader *in, const struct parts *p, struct message *m)
{
	const char *item = reader_idtext(in, p->item, "Id");
	const char *run =
		arena_join(in->cx->arena, item ? item : "", "/", m->user_id ? m->user_id : "");

	if (p->class == EVENT_TICK)
		m->run = run;
	else
		m->ends_run = run;
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
		/* Without a runtime, the server marks everything as played. */
		m->reason = REASON_NO_RUNTIME;
	}
}

/* The official plugin's bodies, and other formats, get a helpful refusal. */
static void read_event(struct reader *in, struct json body, struct message *m)
{
	if (!json_is_there(body, "Event") && json_is_there(body, "NotificationType"))
		reader_refuse(in, body, "Event",
			"a string; this looks like the official Webhook plugin, see docs/api.md");
	m->event = reader_need_str(in, body, "Event", 100);
}

/* Not about playing. The body of an unknown event is kept, to be looked at. */
static void pass_over(enum event_class class, struct message *m)
{
	m->reason = REASON_NOT_PLAYBACK;
	if (class == EVENT_OTHER) {
		m->drop_body = true;
		m->run = m->event;
	} else {
		m->detail = "This version does not know that event; the body is kept.";
	}
}

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct parts p = { .root = body };
	struct reader in = { .cx = cx };

	read_event(&in, body, m);
	read_user(&in, &p, m);
	if (in.err != OK)
		return in.err;
	p.class = classify(m->event);
	if (p.class == EVENT_OTHER || p.class == EVENT_UNKNOWN) {
		pass_over(p.class, m);
		return OK;
	}
	find_parts(&in, &p);
	if (in.err != OK)
		return in.err;
	read_report(&in, &p, &m->report);
	read_run(&in, &p, m);
	judge(p.class, m);
	return in.err;
}

/* ---- the format Plex ---- */

static const char *const plex_keys[] = {
	/* clang-format off */
	"Account", "duration", "event", "grandparentGuid", "grandparentTitle",
	"guid", "id", "index", "Metadata", "parentIndex", "ratingKey", "title",
	"type", "viewOffset", "year", NULL,
	/* clang-format on */
};

/* Without positions, and with durations in tenths of a millisecond. */
static enum err decode_plex(struct cx *cx, struct json body, struct messages *out)
{
	struct json item = json_loose_object(cx, body, "Metadata");

	/* Plex itself numbers its items. */
	if (json_is_there(item, "ratingKey"))
		return err_field(cx, "Event", "a string");
	return plex_body_read(cx, body, 10, no_series, out);
}

static const struct sink plex_sink = { .keys = plex_keys, .decode = decode_plex };

static const char *const marks[] = { "Event", "Server", NULL };
static const struct sink sink = {
	.form_field = "payload",
	.marks = marks,
	.keys = keys,
	.decode = decode,
	.other = &plex_sink,
	.other_begins = "{\"event\":",
};

static const char *const steps[] = {
	"In Jellyfin, as an administrator, open Dashboard, Plugins, Repositories and add "
	"https://raw.githubusercontent.com/shemanaev/jellyfin-plugin-repo/master/manifest.json",
	"In the catalogue of plugins, install \"Webhooks\" (not the one named \"Webhook\", which "
	"does not say which show an episode belongs to), and restart Jellyfin.",
	"Open Dashboard, Plugins, Webhooks, press Add and enter this URL: {url}",
	"Set the payload format to \"Default\".",
	"Under \"Listen to events only for\", choose the account whose progress this is.",
	"Tick the events Play, Pause, Resume, Stop, Progress, Scrobble, MarkPlayed and "
	"MarkUnplayed, and save.",
	"Play something: {deliveries} shows what came and what it led to.",
	NULL,
};

const struct provider provider_jellyfin = {
	.name = "jellyfin",
	.title = "Jellyfin",
	.steps = steps,
	.fields = { { .kind = FIELD_ONLY_USER,
		.label = "Only this account of Jellyfin",
		.help = "Empty: every account that it sends for." } },
	.sink = &sink,
};

/* SPDX-License-Identifier: MIT */
/*
 * emby.c -- Emby's own webhooks: JSON, or a form whose field "data" is it.
 *
 * A Stop carries the position, in PlaybackInfo; Session and the playlist may be
 * at the next item already. There is no object of the series, so an episode
 * names its show by title only: Item.ProviderIds are the episode's own.
 *
 * Numbers are ticks of 100 ns.
 */
#include "shared/providers/items_api.h"
#include "shared/providers/items_art.h"
#include "shared/providers/items_history.h"
#include "shared/providers/provider.h"

enum { TICKS_PER_MS = 10000 };
static const struct range ticks = { INT64_MIN + 1, INT64_MAX - 1 };
static const struct range number = { 0, 100000 };

static const char *const keys[] = {
	/* clang-format off */
	"Event", "ExtraType", "Id", "Imdb", "IndexNumber", "IndexNumberEnd",
	"Item", "Name", "ParentIndexNumber", "PlaybackInfo",
	"PlayedToCompletion", "PositionTicks", "ProductionYear", "ProviderIds",
	"RunTimeTicks", "SeriesId", "SeriesName", "Tmdb", "Tvdb", "Type",
	"User", NULL,
	/* clang-format on */
};

static const char *const marks[] = { "Title", "Date", "Event", "Server", NULL };

enum event_class {
	EVENT_TICK,
	EVENT_PLAY,
	EVENT_CHANGE,
	EVENT_STOP,
	EVENT_SCROBBLE, /* a bare "played" */
	EVENT_MARK,
	EVENT_UNMARK,
	EVENT_RATE,
	EVENT_TEST,
	EVENT_OTHER,   /* libraries, updates, recordings */
	EVENT_PRIVATE, /* sign-ins, accounts, devices */
	EVENT_UNKNOWN,
};

static const struct sink_event events[] = {
	/* clang-format off */
	{ "item.markplayed",         EVENT_MARK },
	{ "item.markunplayed",       EVENT_UNMARK },
	{ "item.rate",               EVENT_RATE },
	{ "playback.pause",          EVENT_CHANGE },
	{ "playback.progress",       EVENT_TICK },
	{ "playback.scrobble",       EVENT_SCROBBLE },
	{ "playback.start",          EVENT_PLAY },
	{ "playback.stop",           EVENT_STOP },
	{ "playback.unpause",        EVENT_CHANGE },
	{ "system.notificationtest", EVENT_TEST },
	/* clang-format on */
};

/* What begins so is about the server. */
static const struct sink_event others[] = {
	{ "camera", EVENT_OTHER },
	{ "device", EVENT_PRIVATE },
	{ "library", EVENT_OTHER },
	{ "livetv", EVENT_OTHER },
	{ "plugins", EVENT_OTHER },
	{ "sync", EVENT_OTHER },
	{ "system", EVENT_OTHER },
	{ "user", EVENT_PRIVATE },
};

static int classify_other(const char *name)
{
	for (size_t i = 0; i < NELEM(others); i++)
		if (strncmp(name, others[i].name, strlen(others[i].name)) == 0)
			return strchr(name, '.') ? others[i].class : EVENT_UNKNOWN;
	return EVENT_UNKNOWN;
}

static enum event_class classify(const char *name)
{
	int class = sink_event(events, NELEM(events), name, EVENT_UNKNOWN);

	return (enum event_class)(class != EVENT_UNKNOWN ? class : classify_other(name));
}

static void read_user(struct reader *in, struct json body, struct message *m)
{
	struct json user = reader_object(in, body, "User");

	m->user = reader_str(in, user, "Name", REPORT_NAME_MAX);
	m->user_id = reader_idtext(in, user, "Id");
}

static void read_movie(struct reader *in, struct json item, struct report *r)
{
	r->kind = KIND_MOVIE;
	r->title = reader_str(in, item, "Name", REPORT_NAME_MAX);
	r->year = reader_int(in, item, "ProductionYear", number);
	sink_read_ids(in, item, "ProviderIds", &r->ids);
	sink_read_own_id(in, item, "Id", r);
}

static void read_episode(struct reader *in, struct json item, struct report *r)
{
	struct range several;

	r->kind = KIND_SHOW;
	sink_read_own_id(in, item, "SeriesId", r);
	r->title = reader_str(in, item, "SeriesName", REPORT_NAME_MAX);
	r->part_title = reader_str(in, item, "Name", REPORT_NAME_MAX);
	r->season = reader_int(in, item, "ParentIndexNumber", number);
	r->episode = reader_int(in, item, "IndexNumber", number);
	if (r->episode == UNSAID)
		return;
	several = (struct range){ 0, r->episode + REPORT_PARTS_MAX - 1 };
	r->episode_end = reader_int(in, item, "IndexNumberEnd", several);
}

static void read_position(
	struct reader *in, struct json body, enum event_class class, struct report *r)
{
	struct json info = reader_object(in, body, "PlaybackInfo");
	bool played = reader_bool(in, info, "PlayedToCompletion");

	if (class == EVENT_MARK || class == EVENT_SCROBBLE) {
		r->finished = true;
		r->basis = class == EVENT_MARK ? BASIS_EXPLICIT_MARK : BASIS_EVENT_SAYS_COMPLETED;
		return;
	}
	r->position = reader_i64(in, info, "PositionTicks", ticks);
	if (class == EVENT_STOP && played && r->position <= 0) {
		r->position = UNSAID;
		r->finished = true;
		r->basis = BASIS_EVENT_SAYS_COMPLETED;
	} else if (r->position >= 0) {
		r->basis = BASIS_SESSION_POSITION;
	}
}

static void read_report(struct reader *in, struct json body, struct json item,
	enum event_class class, struct report *r)
{
	const char *type = reader_str(in, item, "Type", REPORT_WORD_MAX);
	const char *extra = reader_str(in, item, "ExtraType", REPORT_WORD_MAX);

	r->units_per_ms = TICKS_PER_MS;
	r->starts_sitting = class == EVENT_PLAY;
	r->ends_sitting = class == EVENT_STOP;
	r->duration = reader_i64(in, item, "RunTimeTicks", ticks);
	if (type && !extra && strcmp(type, "Movie") == 0)
		read_movie(in, item, r);
	else if (type && !extra && strcmp(type, "Episode") == 0)
		read_episode(in, item, r);
	read_position(in, body, class, r);
}

/* Ticks of one item by one user fold; any other event ends their run. */
static void read_run(struct reader *in, struct json item, enum event_class class, struct message *m)
{
	const char *id = reader_idtext(in, item, "Id");
	const char *run =
		arena_join(in->cx->arena, id ? id : "", "/", m->user_id ? m->user_id : "");

	if (class == EVENT_TICK)
		m->run = run;
	else
		m->ends_run = run;
}

static const char no_show[] =
	"Emby names this episode, but not its show: its webhooks hold the ids of the episode only. "
	"Enter the address of the Emby server and an API key on the page of this integration, "
	"under Server: then it is asked which show this is.";

static void judge(struct reader *in, struct json item, enum event_class class, struct message *m)
{
	if (class == EVENT_RATE)
		m->reason = REASON_RATING;
	else if (class == EVENT_UNMARK)
		m->reason = REASON_UNMARK;
	else
		sink_judge(m, no_show);
	if (m->reason != REASON_RATING && m->reason != REASON_UNMARK)
		sink_note_show(in->cx, m, item, "SeriesId");
}

static void pass_over(enum event_class class, struct message *m)
{
	if (class == EVENT_TEST) {
		m->reason = REASON_NOT_PLAYBACK;
		m->detail = "The test message of Emby arrived: the address is right.";
		m->drop_body = true;
		m->run = m->event; /* a test in the evening is not part of the morning's */
	} else {
		sink_pass_over(m, (enum sink_other)(class - EVENT_OTHER));
	}
}

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct reader in = { .cx = cx };
	enum event_class class;
	struct json item;

	m->event = reader_need_str(&in, body, "Event", REPORT_EVENT_MAX);
	read_user(&in, body, m);
	if (in.err != OK)
		return in.err;
	class = classify(m->event);
	if (class >= EVENT_TEST) {
		pass_over(class, m);
		return OK;
	}
	item = reader_need_object(&in, body, "Item");
	read_report(&in, body, item, class, &m->report);
	read_run(&in, item, class, m);
	judge(&in, item, class, m);
	return in.err;
}

static const char *const floods[] = { "library.deleted", "library.new", NULL };

static const struct sink sink = {
	.form_field = "data",
	.marks = marks,
	.keys = keys,
	.decode = decode,
	.event_key = "Event",
	.floods = floods,
};

static const char *const steps[] = {
	"Webhooks of Emby need Emby Premiere.",
	"In Emby, as an administrator, open the settings of the server, Notifications, press Add "
	"Notification and choose Webhooks. (Before Emby 4.8 this is a page of its own, Webhooks.)",
	"Enter this URL: {url}",
	"Set the request content type to application/json, if the page asks for it; the other one "
	"works, too.",
	"Under Playback, tick Start, Pause, Unpause and Stop; under Users, tick \"Mark as played\" "
	"and \"Mark as unplayed\", if they are offered.",
	"Choose the user whose progress this is, or all users and enter a name here; with none "
	"chosen the bodies name nobody. Leave the libraries and devices as they are, and save.",
	"Press Send Test Notification: {deliveries} shows the event system.notificationtest.",
	"For series: Emby does not say which show an episode belongs to. Enter the address of the "
	"server and an API key here, under Server, and it is asked.",
	NULL,
};

const struct provider provider_emby = {
	.name = "emby",
	.title = "Emby",
	.steps = steps,
	.fields = {
		{ .kind = FIELD_URL,
			.label = "Server address",
			.help = "Of the Emby server, to ask which show an episode belongs to. "
				    "Empty: nothing is asked, and episodes are not tracked.",
			.example = "http://nas:8096" },
		{ .kind = FIELD_KEY,
			.label = "API key",
			.help = "In Emby: the settings of the server, Advanced, API Keys, New API "
				"Key. It is stored encrypted and never shown again." },
		{ .kind = FIELD_CA_FILE, .label = "Certificate authority, a file" },
		{ .kind = FIELD_ONLY_USER,
			.label = "Only this user of Emby",
			.help = "Empty: every user that it sends for." },
	},
	.sink = &sink,
	.service = &emby_service,
	.lookup = &emby_lookup,
	.history = &emby_history,
	.art = &emby_art,
};

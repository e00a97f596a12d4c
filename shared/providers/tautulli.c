/* SPDX-License-Identifier: MIT */
/*
 * tautulli.c -- Tautulli's notification agent "Webhook", with our template.
 *
 * The body is what the template says, so it has a shape only because the steps
 * show one. Every value is a string; one that is unknown is empty. The ids of
 * an episode are its show's or its own, depending on Plex's agent, so they are
 * not used; an old agent's guid names the show.
 */
#include "shared/base/parse.h"
#include "shared/providers/guid.h"
#include "shared/providers/provider.h"

enum { NUMBER_MAX = 100000 };

static const char *const keys[] = {
	/* clang-format off */
	"action", "duration_ms", "episode", "episode_title", "guid", "imdb",
	"media_type", "percent", "position_ms", "season", "show", "title",
	"tmdb", "tvdb", "user", "user_id", "year", NULL,
	/* clang-format on */
};

/*
 * Keys that nothing reads yet are for a look-up of the show, so that nobody has
 * to paste the template again.
 */
#define TEMPLATE                                                                                   \
	"{\"tautulli\": \"1\", \"action\": \"{action}\", \"user\": \"{username}\", "               \
	"\"user_id\": \"{user_id}\", \"media_type\": \"{media_type}\", \"title\": \"{title}\", "   \
	"\"show\": \"{show_name}\", \"episode_title\": \"{episode_name}\", "                       \
	"\"year\": \"{year}\", \"season\": \"{season_num}\", \"episode\": \"{episode_num}\", "     \
	"\"imdb\": \"{imdb_id}\", \"tmdb\": \"{themoviedb_id}\", \"tvdb\": \"{thetvdb_id}\", "     \
	"\"guid\": \"{guid}\", \"position_ms\": \"{view_offset}\", "                               \
	"\"duration_ms\": \"{duration_ms}\", \"percent\": \"{progress_percent}\", "                \
	"\"rating_key\": \"{rating_key}\", \"show_key\": \"{grandparent_rating_key}\", "           \
	"\"server\": \"{machine_id}\"}"

static const char *const marks[] = { "tautulli", "action", "media_type", NULL };

enum event_class {
	EVENT_PLAY,
	EVENT_CHANGE,
	EVENT_STOP,
	EVENT_WATCHED, /* the limit of Plex or Tautulli: a bare "played" */
	EVENT_OTHER,
	EVENT_PRIVATE,
	EVENT_UNKNOWN,
};

static const struct sink_event events[] = {
	/* clang-format off */
	{ "buffer",     EVENT_OTHER },
	{ "change",     EVENT_CHANGE },
	{ "commercial", EVENT_OTHER },
	{ "concurrent", EVENT_OTHER },
	{ "created",    EVENT_OTHER },
	{ "credits",    EVENT_OTHER },
	{ "error",      EVENT_OTHER },
	{ "intro",      EVENT_OTHER },
	{ "newdevice",  EVENT_PRIVATE },
	{ "pause",      EVENT_CHANGE },
	{ "play",       EVENT_PLAY },
	{ "resume",     EVENT_CHANGE },
	{ "stop",       EVENT_STOP },
	{ "watched",    EVENT_WATCHED },
	/* clang-format on */
};

/* NULL for an empty string, too. */
static const char *read_text(struct reader *in, struct json body, const char *key, size_t max)
{
	const char *text = reader_str(in, body, key, max);

	return text && *text ? text : NULL;
}

/* A whole number in a string, or UNSAID. */
static int64_t read_number(struct reader *in, struct json body, const char *key, int64_t max)
{
	const char *text = reader_idtext(in, body, key);
	int64_t number;

	if (!text || !*text)
		return UNSAID;
	if (parse_i64(text, 0, max, &number))
		return number;
	reader_refuse(in, body, key, "a whole number in quotes, or nothing in them");
	return UNSAID;
}

static void read_movie(struct reader *in, struct json body, struct report *r)
{
	struct guid guid;

	r->kind = KIND_MOVIE;
	r->title = read_text(in, body, "title", REPORT_NAME_MAX);
	r->year = (int)read_number(in, body, "year", NUMBER_MAX);
	sink_read_flat_ids(in, body, "", &r->ids);
	guid_read(in->cx, reader_str(in, body, "guid", REPORT_GUID_MAX), &guid);
	if (guid.ids.count > 0)
		ids_add(&r->ids, guid.ids.list[0].source, guid.ids.list[0].value);
}

static void read_episode(struct reader *in, struct json body, struct report *r)
{
	struct guid guid;

	r->kind = KIND_SHOW;
	r->title = read_text(in, body, "show", REPORT_NAME_MAX);
	r->part_title = read_text(in, body, "episode_title", REPORT_NAME_MAX);
	r->season = (int)read_number(in, body, "season", NUMBER_MAX);
	r->episode = (int)read_number(in, body, "episode", NUMBER_MAX);
	guid_read(in->cx, reader_str(in, body, "guid", REPORT_GUID_MAX), &guid);
	if (guid.is_agent && guid.episode != UNSAID && guid.ids.count > 0)
		ids_add(&r->ids, guid.ids.list[0].source, guid.ids.list[0].value);
}

/* The exact position, else the percentage. */
static void read_position(
	struct reader *in, struct json body, enum event_class class, struct report *r)
{
	int64_t percent = read_number(in, body, "percent", NUMBER_MAX);

	r->position = read_number(in, body, "position_ms", INT64_MAX - 1);
	r->duration = read_number(in, body, "duration_ms", INT64_MAX - 1);
	r->units_per_ms = 1;
	if (class == EVENT_WATCHED) {
		r->position = UNSAID;
		r->finished = true;
		r->basis = BASIS_EVENT_SAYS_COMPLETED;
	} else if (r->position >= 0 && r->duration > 0) {
		r->basis = BASIS_SESSION_POSITION;
	} else if (percent >= 0) {
		r->units_per_ms = 0;
		r->position = percent;
		r->duration = 100;
		r->basis = BASIS_REPORTED_PERCENT;
	}
}

static const char no_show[] =
	"Tautulli names this episode, but not its show, unless the library has an old agent of "
	"Plex (TheTVDB, The Movie Database).";

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct report *r = &m->report;
	struct reader in = { .cx = cx };
	enum event_class class;
	const char *type;

	m->event = reader_need_str(&in, body, "action", REPORT_EVENT_MAX);
	m->user = read_text(&in, body, "user", REPORT_NAME_MAX);
	m->user_id = read_text(&in, body, "user_id", REPORT_NAME_MAX);
	if (in.err != OK)
		return in.err;
	class = (enum event_class)sink_event(events, NELEM(events), m->event, EVENT_UNKNOWN);
	if (class >= EVENT_OTHER) {
		sink_pass_over(m, (enum sink_other)(class - EVENT_OTHER));
		return OK;
	}
	type = reader_need_str(&in, body, "media_type", REPORT_EVENT_MAX);
	r->starts_sitting = class == EVENT_PLAY;
	r->ends_sitting = class == EVENT_STOP;
	if (type && strcmp(type, "movie") == 0)
		read_movie(&in, body, r);
	else if (type && strcmp(type, "episode") == 0)
		read_episode(&in, body, r);
	read_position(&in, body, class, r);
	if (in.err == OK)
		sink_judge(m, no_show);
	return in.err;
}

static const struct sink sink = {
	.marks = marks,
	.hint = "Copy the template from the steps of this integration again, into the JSON Data of "
		"every trigger.",
	.keys = keys,
	.decode = decode,
};

static const char *const steps[] = {
	"Tautulli watches a Plex server and needs no Plex Pass. It tells the position at start, "
	"pause, resume and stop.",
	"In Tautulli, open Settings, Notification Agents, Add a new notification agent and choose "
	"Webhook.",
	"On the tab Configuration, enter as the Webhook URL {url} and set the Webhook Method to "
	"POST.",
	"On the tab Triggers, tick Playback Start, Playback Stop, Playback Pause, Playback Resume "
	"and Watched.",
	"On the tab Data, open each of these five and paste this as its JSON Data, leaving JSON "
	"Headers empty: {copy}" TEMPLATE,
	"To report one person only, enter the name of the Plex account here, or add the condition "
	"Username is NAME on the tab Conditions.",
	"Press Save, and play a film: {deliveries} shows what came and what it led to.",
	NULL,
};

const struct provider provider_tautulli = {
	.name = "tautulli",
	.title = "Tautulli",
	.steps = steps,
	.fields = { { .kind = FIELD_ONLY_USER,
		.label = "Only this account of Plex",
		.help = "Empty: every account that Tautulli reports." } },
	.sink = &sink,
};

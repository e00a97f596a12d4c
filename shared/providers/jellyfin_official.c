/* SPDX-License-Identifier: MIT */
/*
 * jellyfin_official.c -- Jellyfin's official webhook plugin, destination
 * Generic with "Send All Properties": one flat object.
 *
 * A Stop carries the position. Where a position or a runtime is unknown, 0
 * stands for it. Provider_* are the item's own ids; the show has none. There
 * is no Pause: ticks say IsPaused. A person's mark is a UserDataSaved of the
 * reason TogglePlayed.
 *
 * When a player falls silent, the server counts on by itself: IsAutomated, and
 * an old LastPlaybackCheckIn. After five minutes it stops the session. Numbers
 * are ticks of 100 ns.
 */
#include "shared/base/clock.h"
#include "shared/providers/items_api.h"
#include "shared/providers/items_art.h"
#include "shared/providers/provider.h"

enum { TICKS_PER_MS = 10000 };
enum { SILENT_MS = 60 * 1000, SERVER_STOPS_MS = 5 * 60 * 1000 };
static const struct range ticks = { INT64_MIN + 1, INT64_MAX - 1 };
static const struct range number = { 0, 100000 };

static const char *const keys[] = {
	/* clang-format off */
	"EpisodeNumber", "EpisodeNumberEnd", "Event", "IsAutomated",
	"IsPaused", "Item", "ItemId", "ItemType", "LastPlaybackCheckIn",
	"LastPlayedDate", "Name", "NotificationType", "NotificationUsername",
	"PlaybackPositionTicks", "Played", "PlayedToCompletion",
	"Provider_imdb", "Provider_tmdb", "Provider_tvdb", "RunTimeTicks",
	"SaveReason", "SeasonNumber", "SeriesId", "SeriesName", "UserId",
	"UtcTimestamp", "Year", NULL,
	/* clang-format on */
};

static const char *const marks[] = { "NotificationType", "ServerId", "ServerName", NULL };

enum event_class {
	EVENT_TICK, /* once a second */
	EVENT_PLAY,
	EVENT_STOP,
	EVENT_SAVED, /* the server's record of the item; SaveReason says why */
	EVENT_OTHER, /* libraries, tasks, plugins, restarts */
	EVENT_PRIVATE,
	EVENT_UNKNOWN,
};

static const struct sink_event events[] = {
	/* clang-format off */
	{ "AuthenticationFailure",       EVENT_PRIVATE },
	{ "AuthenticationSuccess",       EVENT_PRIVATE },
	{ "Generic",                     EVENT_OTHER },
	{ "ItemAdded",                   EVENT_OTHER },
	{ "ItemDeleted",                 EVENT_OTHER },
	{ "PendingRestart",              EVENT_OTHER },
	{ "PlaybackProgress",            EVENT_TICK },
	{ "PlaybackStart",               EVENT_PLAY },
	{ "PlaybackStop",                EVENT_STOP },
	{ "PluginInstallationCancelled", EVENT_OTHER },
	{ "PluginInstallationFailed",    EVENT_OTHER },
	{ "PluginInstalled",             EVENT_OTHER },
	{ "PluginInstalling",            EVENT_OTHER },
	{ "PluginUninstalled",           EVENT_OTHER },
	{ "PluginUpdated",               EVENT_OTHER },
	{ "SessionStart",                EVENT_PRIVATE },
	{ "SubtitleDownloadFailure",     EVENT_OTHER },
	{ "TaskCompleted",               EVENT_OTHER },
	{ "UserCreated",                 EVENT_PRIVATE },
	{ "UserDataSaved",               EVENT_SAVED },
	{ "UserDeleted",                 EVENT_PRIVATE },
	{ "UserLockedOut",               EVENT_PRIVATE },
	{ "UserPasswordChanged",         EVENT_PRIVATE },
	{ "UserUpdated",                 EVENT_PRIVATE },
	/* clang-format on */
};

enum save_class {
	SAVE_PLAYBACK,
	SAVE_FINISHED, /* a bare "played" */
	SAVE_TOGGLE,   /* by a person */
	SAVE_RATING,
	SAVE_OTHER,
};

static const struct sink_event saves[] = {
	{ "PlaybackFinished", SAVE_FINISHED },
	{ "PlaybackProgress", SAVE_PLAYBACK },
	{ "PlaybackStart", SAVE_PLAYBACK },
	{ "TogglePlayed", SAVE_TOGGLE },
	{ "UpdateUserRating", SAVE_RATING },
};

/* A film that a player names by one of its versions has the type Video. */
static void read_movie(struct reader *in, struct json body, const char *type, struct report *r)
{
	sink_read_flat_ids(in, body, "Provider_", &r->ids);
	if (r->ids.count == 0 && strcmp(type, "Movie") != 0)
		return;
	r->kind = KIND_MOVIE;
	sink_read_own_id(in, body, "ItemId", r);
	r->title = reader_str(in, body, "Name", REPORT_NAME_MAX);
	r->year = reader_int(in, body, "Year", number);
}

static void read_episode(struct reader *in, struct json body, struct report *r)
{
	struct range several;

	r->kind = KIND_SHOW;
	sink_read_own_id(in, body, "SeriesId", r);
	r->title = reader_str(in, body, "SeriesName", REPORT_NAME_MAX);
	r->part_title = reader_str(in, body, "Name", REPORT_NAME_MAX);
	r->year = reader_int(in, body, "Year", number);
	r->season = reader_int(in, body, "SeasonNumber", number);
	r->episode = reader_int(in, body, "EpisodeNumber", number);
	if (r->episode == UNSAID)
		return;
	several = (struct range){ 0, r->episode + REPORT_PARTS_MAX - 1 };
	r->episode_end = reader_int(in, body, "EpisodeNumberEnd", several);
}

static void read_item(struct reader *in, struct json body, struct report *r)
{
	const char *type = reader_str(in, body, "ItemType", REPORT_WORD_MAX);

	r->units_per_ms = TICKS_PER_MS;
	r->duration = reader_i64(in, body, "RunTimeTicks", ticks);
	if (type && (strcmp(type, "Movie") == 0 || strcmp(type, "Video") == 0))
		read_movie(in, body, type, r);
	else if (type && strcmp(type, "Episode") == 0)
		read_episode(in, body, r);
}

static void finish(struct report *r, enum basis basis)
{
	r->position = UNSAID;
	r->finished = true;
	r->basis = basis;
}

/* How long the player had been silent; 0 if the body does not say. */
static int64_t silence_of(struct reader *in, struct json body)
{
	const char *now = reader_str(in, body, "UtcTimestamp", REPORT_WORD_MAX);
	const char *heard = reader_str(in, body, "LastPlaybackCheckIn", REPORT_WORD_MAX);
	int64_t now_ms, heard_ms;

	if (!now || !heard || !clock_parse(now, &now_ms) || !clock_parse(heard, &heard_ms))
		return 0;
	return now_ms - heard_ms;
}

/* What the server made up says nothing. A paused player may well be silent. */
static bool is_made_up(struct reader *in, struct json body, enum event_class class)
{
	int64_t silence = silence_of(in, body);
	bool is_automated = reader_bool(in, body, "IsAutomated");

	if (reader_bool(in, body, "IsPaused"))
		return false;
	if (class == EVENT_STOP)
		return silence >= SERVER_STOPS_MS;
	return is_automated && silence > SILENT_MS;
}

static void read_playback(
	struct reader *in, struct json body, enum event_class class, struct message *m)
{
	struct report *r = &m->report;

	r->starts_sitting = class == EVENT_PLAY;
	r->ends_sitting = class == EVENT_STOP;
	r->position = reader_i64(in, body, "PlaybackPositionTicks", ticks);
	r->basis = r->position >= 0 ? BASIS_SESSION_POSITION : BASIS_NONE;
	if (is_made_up(in, body, class)) {
		m->reason = REASON_NO_POSITION;
		m->detail = "The player has fallen silent; the server made this position up.";
	} else if (class == EVENT_STOP && r->position <= 0 &&
		   reader_bool(in, body, "PlayedToCompletion")) {
		finish(r, BASIS_EVENT_SAYS_COMPLETED);
	}
}

/* Marked now, watched then: Jellyfin's form for it has a date. */
static void read_toggle(struct reader *in, struct json body, bool played, struct message *m)
{
	const char *at = reader_str(in, body, "LastPlayedDate", REPORT_WORD_MAX);
	struct report *r = &m->report;

	if (!played) {
		m->reason = REASON_UNMARK;
		return;
	}
	finish(r, BASIS_EXPLICIT_MARK);
	if (at && !clock_parse(at, &r->at_ms))
		r->at_ms = UNSAID;
}

/* The place where the server would resume. */
static void read_place(struct reader *in, struct json body, bool finished, struct message *m)
{
	int64_t position = reader_i64(in, body, "PlaybackPositionTicks", ticks);

	if (position > 0) {
		m->report.position = position;
		m->report.basis = BASIS_USERDATA_POSITION;
	} else if (finished) {
		finish(&m->report, BASIS_USERDATA_PLAYED);
	} else {
		m->reason = REASON_NO_POSITION;
	}
}

static void read_saved(struct reader *in, struct json body, struct message *m)
{
	const char *reason = reader_str(in, body, "SaveReason", REPORT_WORD_MAX);
	bool played = reader_bool(in, body, "Played");
	enum save_class class =
		(enum save_class)sink_event(saves, NELEM(saves), reason ? reason : "", SAVE_OTHER);

	if (class == SAVE_TOGGLE) {
		read_toggle(in, body, played, m);
	} else if (class == SAVE_RATING) {
		m->reason = REASON_RATING;
	} else if (class == SAVE_OTHER) {
		sink_pass_over(m, SINK_OTHER_KNOWN);
	} else {
		read_place(in, body, class == SAVE_FINISHED && played, m);
	}
}

/* Ticks of one item by one user fold, and so do saves; other events end it. */
static void read_run(struct reader *in, struct json body, enum event_class class, struct message *m)
{
	const char *item = reader_idtext(in, body, "ItemId");
	const char *run = arena_printf(in->cx->arena, "%s/%s/%s", item ? item : "",
		m->user_id ? m->user_id : "", class == EVENT_SAVED ? "saved" : "");

	if (m->folds_daily)
		return;
	if (class == EVENT_TICK || (class == EVENT_SAVED && !m->report.finished))
		m->run = run;
	else if (class != EVENT_SAVED)
		m->ends_run = run;
}

static const char no_show[] =
	"This plugin names the episode, but not its show. Enter the address of the Jellyfin server "
	"and an API key on the page of this integration, under Server: then it is asked which show "
	"this is. Jellyfin's other plugin, \"Webhooks\", names the show itself.";

static void judge(struct reader *in, struct json body, struct message *m)
{
	const struct report *r = &m->report;
	/* Without a runtime, the server marks everything as played. */
	bool is_bare = r->finished && r->basis != BASIS_EXPLICIT_MARK && r->duration <= 0;

	if (m->reason != REASON_NONE)
		return;
	sink_judge(m, no_show);
	if (m->reason == REASON_NONE && is_bare)
		m->reason = REASON_NO_RUNTIME;
	else if (!is_bare)
		sink_note_show(in->cx, m, body, "SeriesId");
}

/* Old templates of other programs rebuild the body of the other plugin. */
static void read_event(struct reader *in, struct json body, struct message *m)
{
	if (!json_is_there(body, "NotificationType") &&
		(json_is_there(body, "Item") || json_is_there(body, "SaveReason")))
		reader_refuse(in, body, "NotificationType",
			"a string; this body was written by an old template of another program");
	m->event = reader_need_str(in, body, "NotificationType", REPORT_EVENT_MAX);
	m->user = reader_str(in, body, "NotificationUsername", REPORT_NAME_MAX);
	m->user_id = reader_idtext(in, body, "UserId");
}

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct reader in = { .cx = cx };
	enum event_class class;

	read_event(&in, body, m);
	if (in.err != OK)
		return in.err;
	class = (enum event_class)sink_event(events, NELEM(events), m->event, EVENT_UNKNOWN);
	if (class >= EVENT_OTHER) {
		sink_pass_over(m, (enum sink_other)(class - EVENT_OTHER));
		return OK;
	}
	read_item(&in, body, &m->report);
	if (class == EVENT_SAVED)
		read_saved(&in, body, m);
	else
		read_playback(&in, body, class, m);
	read_run(&in, body, class, m);
	judge(&in, body, m);
	return in.err;
}

static const char *const floods[] = { "ItemAdded", "ItemDeleted", NULL };

static const struct sink sink = {
	.marks = marks,
	.hint = "In the plugin, tick \"Send All Properties (ignores template)\": what a template "
		"writes is often no JSON, and lacks values.",
	.keys = keys,
	.decode = decode,
	.event_key = "NotificationType",
	.floods = floods,
};

static const char *const steps[] = {
	"This plugin does not say which show an episode belongs to. For series, enter the address "
	"of the Jellyfin server and an API key here, under Server, and it is asked; or add the "
	"integration Jellyfin instead, whose plugin says it.",
	"In Jellyfin, as an administrator, open Dashboard, Plugins, Catalog, install \"Webhook\" "
	"and restart Jellyfin.",
	"Open Dashboard, Plugins, Webhook and press Add Generic Destination.",
	"Enter as the Webhook Url: {url}",
	"Under Notification Type, tick Playback Start, Playback Progress, Playback Stop and User "
	"Data Saved.",
	"Under User Filter, tick the account whose progress this is.",
	"Under Item Type, tick Movies and Episodes.",
	"Tick \"Send All Properties (ignores template)\", leave the template empty, and press Save.",
	"Play something: {deliveries} shows what came and what it led to.",
	"This plugin sends nothing for audiobooks, books, music videos and trailers, and no Stop "
	"when somebody signs out while playing.",
	NULL,
};

const struct provider provider_jellyfin_official = {
	.name = "jellyfin-official",
	.title = "Jellyfin (official plugin)",
	.steps = steps,
	.fields = {
		{ .kind = FIELD_URL,
			.label = "Server address",
			.help = "Of the Jellyfin server, to ask which show an episode belongs "
				    "to. Empty: nothing is asked, and episodes are not tracked.",
			.example = "http://nas:8096" },
		{ .kind = FIELD_KEY,
			.label = "API key",
			.help = "In Jellyfin, as an administrator: Dashboard, API Keys, New API "
				"Key. It is stored encrypted and never shown again." },
		{ .kind = FIELD_CA_FILE, .label = "Certificate authority, a file" },
		{ .kind = FIELD_ONLY_USER,
			.label = "Only this account of Jellyfin",
			.help = "Empty: every account that it sends for." },
	},
	.sink = &sink,
	.service = &jellyfin_service,
	.lookup = &jellyfin_lookup,
	.art = &jellyfin_official_art,
};

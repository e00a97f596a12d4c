/* SPDX-License-Identifier: MIT */
/*
 * jellyfin.c -- Jellyfin's unofficial webhook plugin, payload format Default,
 * and at the end Plex.
 *
 * The bodies of Default have four traps. A normal Stop carries no position,
 * because the server clears it before it raises the event, or that of the next
 * item, which PlayState.MediaSourceId tells; Item.UserData remains, where a
 * position above 0 is the position, and 0 with Played is the server's bare
 * word. The ids of an episode are its own; those of the show are in
 * Series.ProviderIds. RunTimeTicks exists at four levels; MediaSourceId names
 * the version that is playing. And ticks go on without a player; what the
 * player reports moves UserData too.
 *
 * Numbers are ticks of 100 ns.
 */
#include "shared/progress/pasted.h"
#include "shared/progress/report_path.h"
#include "shared/providers/items_api.h"
#include "shared/providers/items_art.h"
#include "shared/providers/items_history.h"
#include "shared/providers/jellyfin/state.h"
#include "shared/providers/plex_body.h"
#include "shared/providers/provider.h"

enum { TICKS_PER_MS = 10000 };
static const struct range number = { 0, INT32_MAX };
static const struct range year = { 1, 9999 };

static const char *const keys[] = {
	/* clang-format off */
	"Event", "ExtraType", "Id", "Imdb", "IndexNumber", "IndexNumberEnd",
	"IsPaused", "Item", "LastPlayedDate", "MediaSourceId", "MediaSources",
	"Name", "NotificationType", "ParentIndexNumber", "PartCount", "Path",
	"PlaybackPositionTicks", "Played", "PlayState", "PositionTicks",
	"ProductionYear", "ProviderIds", "RunTimeTicks", "Series", "SeriesId",
	"SeriesName", "Session", "Tmdb", "Tvdb", "Type", "User", "UserData",
	NULL,
	/* clang-format on */
};

static const struct sink_event events[] = {
	/* clang-format off */
	{ "AuthenticationFailed",     EVENT_PRIVATE },
	{ "AuthenticationSucceeded",  EVENT_PRIVATE },
	{ "HasPendingRestartChanged", EVENT_OTHER },
	{ "ItemAdded",                EVENT_OTHER },
	{ "ItemRemoved",              EVENT_OTHER },
	{ "ItemUpdated",              EVENT_OTHER },
	{ "MarkPlayed",               EVENT_MARK },
	{ "MarkUnplayed",             EVENT_UNMARK },
	{ "Pause",                    EVENT_PAUSE },
	{ "Play",                     EVENT_PLAY },
	{ "Progress",                 EVENT_TICK },
	{ "Rate",                     EVENT_RATE },
	{ "Resume",                   EVENT_RESUME },
	{ "Scrobble",                 EVENT_CHANGE },
	{ "SessionEnded",             EVENT_PRIVATE },
	{ "SessionStarted",           EVENT_PRIVATE },
	{ "Stop",                     EVENT_STOP },
	{ "SubtitleDownloadFailure",  EVENT_OTHER },
	/* clang-format on */
};

static void find_parts(struct reader *in, struct parts *p)
{
	p->item = reader_need_object(in, p->root, "Item");
	p->user_data = reader_object(in, p->item, "UserData");
	p->session = reader_object(in, p->root, "Session");
	p->play_state = reader_object(in, p->session, "PlayState");
}

static void read_user(struct reader *in, const struct parts *p, struct message *m)
{
	struct json user = reader_object(in, p->root, "User");

	m->user = reader_str(in, user, "Name", REPORT_NAME_MAX);
	m->user_id = reader_idtext(in, user, "Id");
}

/* A Video with ids is a version of a film that the player named as the item. */
static enum kind kind_of(struct reader *in, const struct parts *p, const char *type)
{
	struct ids ids;

	if (type && strcmp(type, "Movie") == 0)
		return KIND_MOVIE;
	if (type && strcmp(type, "Episode") == 0)
		return KIND_SHOW;
	if (!type || strcmp(type, "Video") != 0 || json_is_there(p->item, "SeriesName") ||
		json_is_there(p->item, "IndexNumber"))
		return KIND_NONE;
	ids.count = 0;
	sink_read_ids(in, p->item, "ProviderIds", &ids);
	return ids.count > 0 ? KIND_MOVIE : KIND_NONE;
}

static void read_movie(struct reader *in, const struct parts *p, struct report *r)
{
	r->title = json_loose_str(in->cx, p->item, "Name", REPORT_NAME_MAX);
	r->year = reader_side_int(in, p->item, "ProductionYear", year);
	sink_read_ids(in, p->item, "ProviderIds", &r->ids);
	sink_read_own_id(in, p->item, "Id", r);
}

/* The show has an object of its own; the item is the episode. */
static void read_show(struct reader *in, const struct parts *p, struct report *r)
{
	struct json series = reader_object(in, p->root, "Series");
	const char *name;

	r->title = json_loose_str(in->cx, p->item, "SeriesName", REPORT_NAME_MAX);
	name = json_loose_str(in->cx, series, "Name", REPORT_NAME_MAX);
	if (name)
		r->title = name;
	r->year = reader_side_int(in, series, "ProductionYear", year);
	sink_read_ids(in, series, "ProviderIds", &r->ids);
	sink_read_own_id(in, series, "Id", r);
}

static void read_episode(struct reader *in, const struct parts *p, struct report *r)
{
	r->part_title = json_loose_str(in->cx, p->item, "Name", REPORT_NAME_MAX);
	r->season = reader_side_int(in, p->item, "ParentIndexNumber", number);
	r->episode = reader_side_int(in, p->item, "IndexNumber", number);
	if (r->episode != UNSAID)
		r->episode_end = reader_side_int(in, p->item, "IndexNumberEnd", number);
}

/* One file of a film: its first one says how many there are. */
static void read_stack(struct reader *in, const struct parts *p, struct report *r)
{
	static const struct range files = { 2, REPORT_FILES_MAX };
	int count = reader_side_int(in, p->item, "PartCount", files);
	struct path_part part;
	const char *path;

	if (r->kind == KIND_SHOW || (count == UNSAID && r->ids.count > 0))
		return;
	path = json_loose_key(in->cx, p->item, "Path", REPORT_PATH_MAX);
	if (path && !path_part(path, &part))
		part = (struct path_part){ .length = strlen(path), .number = 1 };
	if (!path || (count == UNSAID && part.number < 2))
		return;
	r->stack = arena_strndup(in->cx->arena, path, part.length);
	r->file = part.number;
	r->files = count == UNSAID ? 0 : count;
}

static void read_work(struct reader *in, const struct parts *p, struct report *r)
{
	const char *type = reader_str(in, p->item, "Type", REPORT_WORD_MAX);
	const char *extra = reader_str(in, p->item, "ExtraType", REPORT_WORD_MAX);

	r->kind = extra ? KIND_NONE : kind_of(in, p, type);
	if (r->kind == KIND_MOVIE) {
		read_movie(in, p, r);
	} else if (r->kind == KIND_SHOW) {
		read_show(in, p, r);
		read_episode(in, p, r);
	}
	if (!extra && type && (r->kind == KIND_MOVIE || strcmp(type, "Video") == 0))
		read_stack(in, p, r);
}

static void read_report(struct reader *in, struct parts *p, struct report *r)
{
	jellyfin_find_version(in, p);
	read_work(in, p, r);
	r->units_per_ms = TICKS_PER_MS;
	r->starts_sitting = p->class == EVENT_PLAY;
	r->ends_sitting = p->class == EVENT_STOP;
	r->device = json_loose_key(in->cx, p->session, "Id", REPORT_DEVICE_MAX);
	r->paused = jellyfin_is_paused(in, p);
	r->was_played = p->class == EVENT_PLAY && reader_bool(in, p->user_data, "Played");
	jellyfin_read_state(in, p, r);
}

/* Ticks of one item by one user fold; any other event ends their run. */
static void read_run(struct reader *in, const struct parts *p, struct message *m)
{
	const char *run = arena_join(
		in->cx->arena, p->item_id ? p->item_id : "", "/", m->user_id ? m->user_id : "");

	if (p->class == EVENT_TICK)
		m->run = run;
	else
		m->ends_run = run;
}

static const char no_series[] = "This episode carries no id of its series. In Jellyfin: open the "
				"series, choose Identify, save; from then on it is tracked.";

static const char foreign_state[] =
	"The state in this body is that of another item and was left out.";

/* The first value in the field of a catalog that is no id of it. */
struct unreadable {
	struct cx *cx;
	const char *text; /* for people, or NULL */
};

static void note_unreadable(void *arg, const char *key, const char *value)
{
	struct unreadable *u = arg;
	enum catalog source;
	struct id id;

	if (u->text || *value == '\0' || !catalog_parse(key, &source) ||
		!catalog_is_screen(source) || pasted_id(source, value, &id))
		return;
	u->text = arena_printf(u->cx->arena,
		"What stands as its %s id is none: \"%.100s\". Such an id is %s. Correct it on the "
		"sender's side; from then on it is tracked.",
		catalog_title(source), value, catalog_shape(source));
}

/* Why it has no id: one that cannot be read is named. */
static const char *explain_no_id(struct reader *in, const struct parts *p, const struct report *r)
{
	struct unreadable u = { .cx = in->cx };
	struct json of = p->item;

	if (r->kind == KIND_SHOW)
		of = reader_object(in, p->root, "Series");
	json_each_idtext(in->cx, reader_object(in, of, "ProviderIds"), note_unreadable, &u);
	if (u.text)
		return u.text;
	return r->kind == KIND_SHOW ? no_series : NULL;
}

/* A number in the title of a file can look like its last episode. */
static void check_end(struct cx *cx, struct message *m)
{
	struct report *r = &m->report;

	if (r->episode_end == UNSAID || report_end_is_plausible(r))
		return;
	m->note = arena_printf(cx->arena,
		"The server says that the file holds the episodes %d to %d, which it cannot: only "
		"%d is counted.",
		r->episode, r->episode_end, r->episode);
	r->episode_end = UNSAID;
}

/* Why the report cannot be weighed, or REASON_NONE. */
static void judge(struct reader *in, const struct parts *p, struct message *m)
{
	const struct report *r = &m->report;
	/* Without a runtime, the server marks everything as played. */
	bool is_bare = r->finished && r->basis == BASIS_USERDATA_PLAYED && r->duration <= 0;

	check_end(in->cx, m);
	if (p->is_foreign)
		m->note = foreign_state;
	if (p->class == EVENT_RATE) {
		m->reason = REASON_RATING;
	} else if (p->class == EVENT_UNMARK) {
		m->reason = REASON_UNMARK;
	} else if (r->kind == KIND_NONE) {
		m->reason = REASON_UNSUPPORTED_TYPE;
	} else if (r->ids.count == 0) {
		m->is_nameless = true;
		m->reason = REASON_NO_IDENTIFIER;
		m->detail = explain_no_id(in, p, r);
		if (!is_bare)
			sink_note_show(in->cx, m, p->item, "SeriesId");
	} else if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID)) {
		m->reason = REASON_INCOMPLETE_EPISODE;
	} else if (is_bare) {
		m->reason = REASON_NO_RUNTIME;
	}
}

/* The official plugin's bodies, and other formats, get a helpful refusal. */
static void read_event(struct reader *in, struct json body, struct message *m)
{
	if (!json_is_there(body, "Event") && json_is_there(body, "NotificationType"))
		reader_refuse(in, body, "Event",
			"a string; this looks like the official Webhook plugin, see docs/api.md");
	m->event = reader_need_str(in, body, "Event", REPORT_EVENT_MAX);
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
	p.class = (enum event_class)sink_event(events, NELEM(events), m->event, EVENT_UNKNOWN);
	if (p.class >= EVENT_OTHER) {
		sink_pass_over(m, (enum sink_other)(p.class - EVENT_OTHER));
		return OK;
	}
	find_parts(&in, &p);
	if (in.err != OK)
		return in.err;
	read_report(&in, &p, &m->report);
	read_run(&in, &p, m);
	judge(&in, &p, m);
	return in.err;
}

/* ---- the format Plex ---- */

static const char *const plex_keys[] = {
	/* clang-format off */
	"Account", "duration", "event", "grandparentGuid", "grandparentRatingKey",
	"grandparentTitle", "guid", "id", "index", "Metadata", "parentIndex",
	"ratingKey", "title", "type", "viewOffset", "year", NULL,
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
static const char *const floods[] = { "ItemAdded", "ItemRemoved", "ItemUpdated", NULL };
static const struct sink sink = {
	.form_field = "payload",
	.marks = marks,
	.keys = keys,
	.decode = decode,
	.event_key = "Event",
	.floods = floods,
	.of_gets =
		"The format Get names no film or episode, so nothing can be recorded. Choose the "
		"format Default in the settings of the plugin.",
	.other = &plex_sink,
	.other_begins = "{\"event\":",
};

static const char *const steps[] = {
	"In Jellyfin, as an administrator, open Dashboard, Plugins. In 10.11 and later press "
	"Manage Repositories, in 10.10 open the tab Repositories. Add a repository with any name, "
	"such as \"Webhooks\", and this address: https://raw.githubusercontent.com/"
	"shemanaev/jellyfin-plugin-repo/master/manifest.json",
	"Find \"Webhooks\" among the plugins (in 10.10 under Catalog; in 10.11 and later in the "
	"list of all plugins) and install it, not the one named \"Webhook\", which does not say "
	"which show an episode belongs to. Restart Jellyfin.",
	"Open the settings of \"Webhooks\" (in 10.10 the gear beside it under Catalog or My "
	"Plugins, in 10.11 and later its Settings), press Add and enter this URL: {url}",
	"Set the payload format to \"Default\": \"Plex\" tells no positions, and \"Get\" does not "
	"say what is playing.",
	"Under \"Listen to events only for\", choose the account whose progress this is. Left at "
	"all users, everybody's viewings would be recorded as yours.",
	"Tick the events Play, Pause, Resume, Stop, Progress, Scrobble, MarkPlayed and "
	"MarkUnplayed, and save.",
	"Play something: {deliveries} shows what came and what it led to.",
	NULL,
};

const struct provider provider_jellyfin = {
	.name = "jellyfin",
	.title = "Jellyfin",
	.steps = steps,
	.fields = {
		{ .kind = FIELD_URL,
			.label = "Server address",
			.help = "Of the Jellyfin server, to ask for the ids of a show that came "
				    "without any. Empty: nothing is asked.",
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
	.history = &jellyfin_history,
	.lookup = &jellyfin_lookup,
	.art = &jellyfin_art,
};

/* SPDX-License-Identifier: MIT */
/*
 * kodi.c -- Kodi with the add-on script.ryot.
 *
 * The five keys that every version of the add-on sends: identifier (TMDb, of
 * the film or the SHOW), lot, progress (a whole percentage), show_season_number
 * and show_episode_number, where Kodi says -1 for "unknown". Newer versions
 * add the exact position, all ids, the event with its id and time, the
 * player's session and their own version. Unknown keys are ignored. The event
 * "test" comes from the button "Test connection". A list of such reports may
 * come in one body, under the key reports.
 */
#include "shared/base/clock.h"
#include "shared/progress/pasted.h"
#include "shared/providers/provider.h"

static const char *const keys[] = {
	/* clang-format off */
	"addon_version", "at", "duration_ms", "event", "event_id", "identifier",
	"ids", "imdb",
	"lot", "position_ms", "progress", "reports", "sent_at", "session",
	"show_episode_number", "show_season_number", "show_title", "title",
	"tmdb", "tvdb", "year",
	NULL,
	/* clang-format on */
};

static const struct range milliseconds = { -1, INT64_C(1) << 53 };
static const struct range number = { 0, INT32_MAX };
static const struct range years = { 1, 9999 };

/* A percentage with four decimals, to keep fractions. */
enum { PERCENT_SCALE = SHARE_WHOLE / 100 };

static bool is_event(const struct message *m, const char *event)
{
	return m->event && strcmp(m->event, event) == 0;
}

static void read_kind(struct reader *in, struct json body, struct report *r)
{
	const char *lot = reader_need_str(in, body, "lot", REPORT_EVENT_MAX);

	if (!lot)
		return;
	if (!kind_parse(lot, &r->kind) || (r->kind != KIND_MOVIE && r->kind != KIND_SHOW))
		reader_refuse(in, body, "lot", "\"movie\" or \"show\"");
}

static void read_ids(struct reader *in, struct json body, struct report *r)
{
	const char *identifier = reader_idtext(in, body, "identifier");
	struct id id;

	if (identifier && pasted_id(CATALOG_TMDB, identifier, &id))
		ids_add(&r->ids, id.source, id.value);
	sink_read_ids(in, body, "ids", &r->ids);
}

static void read_names(struct reader *in, struct json body, struct report *r)
{
	if (r->kind == KIND_SHOW) {
		r->season = reader_side_int(in, body, "show_season_number", number);
		r->episode = reader_side_int(in, body, "show_episode_number", number);
		r->part_title = json_loose_str(in->cx, body, "title", REPORT_NAME_MAX);
		r->title = json_loose_str(in->cx, body, "show_title", REPORT_NAME_MAX);
	} else {
		r->title = json_loose_str(in->cx, body, "title", REPORT_NAME_MAX);
	}
	r->year = reader_side_int(in, body, "year", years); /* 0 is unknown */
}

/* The exact position if the add-on knows it, else the percentage. */
static void read_position(struct reader *in, struct json body, struct report *r)
{
	int64_t percent;

	r->position = reader_i64(in, body, "position_ms", milliseconds);
	r->duration = reader_i64(in, body, "duration_ms", milliseconds);
	percent = reader_scaled(in, body, "progress", PERCENT_SCALE);
	r->units_per_ms = 1;
	r->basis = BASIS_SESSION_POSITION;
	if (r->position >= 0 && r->duration > 0)
		return;
	if (!json_is_there(body, "progress") && !r->finished)
		reader_refuse(in, body, "progress", "a number");
	r->units_per_ms = 0;
	r->position = percent;
	r->duration = SHARE_WHOLE;
	r->basis = BASIS_REPORTED_PERCENT;
}

static void read_time(struct reader *in, struct json body, const char *key, int64_t *ms)
{
	const char *text = reader_str(in, body, key, REPORT_WORD_MAX);

	if (text && !clock_parse(text, ms))
		reader_refuse(in, body, key, "a time like 2026-01-31T20:15:00Z");
}

/* Ticks of one item in one session fold; any other event ends their run. */
static void set_run(struct cx *cx, struct message *m)
{
	const struct report *r = &m->report;
	const char *name = r->title ? r->title : "";
	const char *id = r->ids.count ? r->ids.list[0].value : name;
	const char *run = arena_printf(cx->arena, "%s/%s/%d/%d/%s", kind_name(r->kind), id,
		r->season, r->episode, r->session ? r->session : "");

	if (!m->event || is_event(m, "progress"))
		m->run = run;
	else
		m->ends_run = run;
}

static void read_event(struct reader *in, struct json body, struct message *m)
{
	m->event = reader_str(in, body, "event", REPORT_WORD_MAX);
	/* Never truncated: two truncated ids could collide. */
	if (json_is_there(body, "event_id"))
		m->event_id = reader_need_str(in, body, "event_id", REPORT_ID_MAX);
	m->report.session = reader_idtext(in, body, "session");
	if (!m->event)
		return;
	m->report.starts_sitting = is_event(m, "start");
	m->report.finished = is_event(m, "end") || is_event(m, "watched");
	m->report.ends_sitting = is_event(m, "end") || is_event(m, "stop");
}

static void judge(struct message *m)
{
	const struct report *r = &m->report;

	if (is_event(m, "unwatched"))
		m->reason = REASON_UNMARK;
	else if (r->ids.count == 0)
		m->reason = REASON_NO_IDENTIFIER;
	else if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID))
		m->reason = REASON_INCOMPLETE_EPISODE;
	m->is_nameless = m->reason == REASON_NO_IDENTIFIER;
}

static enum err read_one(struct cx *cx, struct json body, struct message *m)
{
	struct report *r = &m->report;
	struct reader in = { .cx = cx };

	m->sender_version = reader_str(&in, body, "addon_version", REPORT_WORD_MAX);
	read_event(&in, body, m);
	if (is_event(m, "test")) {
		m->reason = REASON_TEST;
		return in.err;
	}
	read_kind(&in, body, r);
	read_ids(&in, body, r);
	read_names(&in, body, r);
	read_position(&in, body, r);
	if (is_event(m, "watched"))
		r->basis = BASIS_EXPLICIT_MARK;
	read_time(&in, body, "at", &r->at_ms);
	read_time(&in, body, "sent_at", &r->sent_ms);
	if (in.err != OK)
		return in.err;
	set_run(cx, m);
	judge(m);
	return OK;
}

/* One unreadable report must not take the others with it. */
static enum err read_list(struct cx *cx, struct json body, struct messages *out)
{
	struct json_walk reports = json_walk(cx, body, "reports");
	struct json report;

	while (json_next(&reports, &report)) {
		struct message *m = messages_add(cx, out);
		const char *text;

		if (!m)
			return err_field(cx, "reports", "at most %d reports", MESSAGES_MAX);
		text = json_text(cx, report);
		m->body = (struct bytes){ text, strlen(text) };
		if (read_one(cx, report, m) != OK)
			sink_refuse(cx, m);
	}
	return OK;
}

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	if (json_is_array(body, "reports"))
		return read_list(cx, body, out);
	return read_one(cx, body, messages_add(cx, out));
}

static const char *const marks[] = { "lot", "progress", NULL };
static const struct sink sink = { .marks = marks, .keys = keys, .decode = decode };

/*
 * The hosts from which Kodi's scrapers take pictures. What the add-on names
 * elsewhere may be anything in this network, and is not asked for.
 */
static const char *const art_hosts[] = { "image.tmdb.org", "artworks.thetvdb.com",
	"assets.fanart.tv", "m.media-amazon.com", NULL };

static void find_art(struct cx *cx, struct json body, struct art_place *out)
{
	out->address = art_address(cx, json_loose_object(cx, body, "art"), "poster", art_hosts);
}

static const char *const art_keys[] = { "art", "poster", NULL };
static const struct art art = { .keys = art_keys, .find = find_art };

static const char *const steps[] = {
	"In Kodi, open Settings, Add-ons, \"Install from zip file\" and choose {addon}.",
	"Open Add-ons, Services, Ryot, Configure and enter as the address of the server: {url}",
	"Leave the token empty, since this address is a secret by itself. Or enter the plain "
	"address of this instance there, and a token from {tokens}.",
	"Play a film or an episode from the library: {deliveries} shows what came and what it led "
	"to.",
	NULL,
};

const struct provider provider_kodi = {
	.name = "kodi",
	.title = "Kodi",
	.steps = steps,
	.sink = &sink,
	.art = &art,
};

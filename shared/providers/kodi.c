/* SPDX-License-Identifier: MIT */
/*
 * kodi.c -- Kodi with the add-on script.ryot.
 *
 * The five keys that every version of the add-on sends: identifier (TMDb, of
 * the film or the SHOW), lot, progress (whole per cent), show_season_number
 * and show_episode_number, where Kodi says -1 for "unknown". Newer versions
 * add the exact position, all ids, the event with its id and time, the
 * player's session and their own version; keys not known here are passed over.
 * The event "test" is somebody pressing "Test connection".
 */
#include "shared/base/clock.h"
#include "shared/providers/sink.h"

static const char *const keys[] = {
	/* clang-format off */
	"addon_version", "at", "duration_ms", "event", "event_id", "identifier",
	"ids", "imdb",
	"lot", "position_ms", "progress", "session", "show_episode_number",
	"show_season_number", "show_title", "title", "tmdb", "tvdb", "year",
	NULL,
	/* clang-format on */
};

enum { NAME_MAX_BYTES = 500, TEXT_MAX_BYTES = 100 };
static const struct range milliseconds = { -1, INT64_C(1) << 53 };
static const struct range number = { -1, 100000 };

/* Per cent with four decimals, so that a fraction is not lost. */
enum { PERCENT_SCALE = SHARE_WHOLE / 100 };

static enum err read_kind(struct cx *cx, struct json body, struct report *r)
{
	const char *lot = NULL;
	enum err err = json_need_str(cx, body, "lot", 20, &lot);

	if (err != OK)
		return err;
	if (!kind_parse(lot, &r->kind) || (r->kind != KIND_MOVIE && r->kind != KIND_SHOW))
		return err_field(cx, "lot", "\"movie\" or \"show\"");
	return OK;
}

static enum err read_ids(struct cx *cx, struct json body, struct report *r)
{
	const char *identifier = NULL;
	enum err err = json_may_idtext(cx, body, "identifier", &identifier);

	if (err == OK && identifier)
		ids_add(&r->ids, CATALOG_TMDB, identifier);
	return err == OK ? sink_read_ids(cx, body, "ids", &r->ids) : err;
}

static enum err read_part(struct cx *cx, struct json body, struct report *r)
{
	enum err err = json_may_int(cx, body, "show_season_number", number, &r->season);

	if (err == OK)
		err = json_may_int(cx, body, "show_episode_number", number, &r->episode);
	return err;
}

static enum err read_titles(struct cx *cx, struct json body, struct report *r)
{
	bool is_show = r->kind == KIND_SHOW;
	enum err err = json_may_str(
		cx, body, "title", NAME_MAX_BYTES, is_show ? &r->part_title : &r->title);

	if (err == OK && is_show)
		err = json_may_str(cx, body, "show_title", NAME_MAX_BYTES, &r->title);
	if (err == OK)
		err = json_may_int(cx, body, "year", number, &r->year);
	if (r->year == 0)
		r->year = UNSAID; /* Kodi's "unknown" */
	return err;
}

/* The exact position when the add-on knows it, else its per cent. */
static enum err read_position(struct cx *cx, struct json body, struct report *r)
{
	int64_t percent = UNSAID;
	enum err err = json_may_i64(cx, body, "position_ms", milliseconds, &r->position);

	if (err == OK)
		err = json_may_i64(cx, body, "duration_ms", milliseconds, &r->duration);
	if (err == OK)
		err = json_may_scaled(cx, body, "progress", PERCENT_SCALE, &percent);
	if (err != OK)
		return err;
	r->units_per_ms = 1;
	r->basis = BASIS_SESSION_POSITION;
	if (r->position >= 0 && r->duration > 0)
		return OK;
	if (!json_is_there(body, "progress") && !r->finished)
		return err_field(cx, "progress", "a number");
	r->units_per_ms = 0;
	r->position = percent;
	r->duration = SHARE_WHOLE;
	r->basis = BASIS_REPORTED_PERCENT;
	return OK;
}

static enum err read_time(struct cx *cx, struct json body, struct report *r)
{
	const char *at = NULL;
	enum err err = json_may_str(cx, body, "at", TEXT_MAX_BYTES, &at);

	if (err == OK && at && !clock_parse(at, &r->at_ms))
		return err_field(cx, "at", "a time like 2026-01-31T20:15:00Z");
	return err;
}

/* Samples of one item in one session fold; any other event ends the run. */
static void set_run(struct cx *cx, struct message *m)
{
	const struct report *r = &m->report;
	const char *id = r->ids.count ? r->ids.list[0].value : "";
	const char *run = arena_printf(cx->arena, "%s/%s/%d/%d/%s", kind_name(r->kind), id,
		r->season, r->episode, r->session ? r->session : "");

	if (!m->event || strcmp(m->event, "progress") == 0)
		m->run = run;
	else
		m->ends_run = run;
}

/* Cut short, two of them could become the same. */
static enum err may_name(struct cx *cx, struct json body, const char *key, const char **out)
{
	if (!json_is_there(body, key))
		return OK;
	return json_need_str(cx, body, key, TEXT_MAX_BYTES, out);
}

static enum err read_event(struct cx *cx, struct json body, struct message *m)
{
	enum err err = json_may_str(cx, body, "event", TEXT_MAX_BYTES, &m->event);

	if (err == OK)
		err = may_name(cx, body, "event_id", &m->event_id);
	if (err == OK)
		err = json_may_idtext(cx, body, "session", &m->report.session);
	if (err != OK || !m->event)
		return err;
	m->report.starts_sitting = strcmp(m->event, "start") == 0;
	m->report.finished = strcmp(m->event, "end") == 0;
	m->report.ends_sitting = m->report.finished || strcmp(m->event, "stop") == 0;
	return OK;
}

static void judge(struct message *m)
{
	const struct report *r = &m->report;

	if (r->ids.count == 0)
		m->reason = REASON_NO_IDENTIFIER;
	else if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID))
		m->reason = REASON_INCOMPLETE_EPISODE;
}

static bool is_test(const struct message *m)
{
	return m->event && strcmp(m->event, "test") == 0;
}

static enum err decode(struct cx *cx, struct json body, struct message *m)
{
	struct report *r = &m->report;
	enum err err = json_may_str(cx, body, "addon_version", TEXT_MAX_BYTES, &m->sender_version);

	if (err == OK)
		err = read_event(cx, body, m);
	if (err == OK && is_test(m)) {
		m->reason = REASON_TEST;
		return OK;
	}
	if (err == OK)
		err = read_kind(cx, body, r);
	if (err == OK)
		err = read_ids(cx, body, r);
	if (err == OK && r->kind == KIND_SHOW)
		err = read_part(cx, body, r);
	if (err == OK)
		err = read_titles(cx, body, r);
	if (err == OK)
		err = read_position(cx, body, r);
	if (err == OK)
		err = read_time(cx, body, r);
	if (err != OK)
		return err;
	set_run(cx, m);
	judge(m);
	return OK;
}

const struct sink sink_kodi = {
	.name = "kodi",
	.title = "Kodi",
	.steps = (const char *const[]){ "In Kodi, open Settings, Add-ons, \"Install from zip "
					"file\" and choose {addon}.",
		"Open Add-ons, Services, Ryot, Configure and enter as "
		"the address of the server: {url}",
		"Leave the token empty, since this address is a secret "
		"by itself. Or enter the plain address of this "
		"instance there, and a token from {tokens}.",
		"Play a film or an episode from the library: "
		"{deliveries} shows what came and what it led to.",
		NULL },
	.keys = keys,
	.decode = decode,
};

/* SPDX-License-Identifier: MIT */
/*
 * plex_body.c -- bodies in the shape of Plex's webhooks.
 *
 * Metadata.Guid lists the ids of the item: for an episode its own, which are
 * of no use. The show is named only by the old agents, in `guid` and
 * `grandparentGuid`; the newer one says plex://. `guid` and `Guid` are two
 * keys. An episode's year is its own, too.
 */
#include "shared/providers/plex_body.h"

#include "shared/providers/guid.h"

enum { GUIDS_MAX = 50 };
static const struct range units = { INT64_MIN + 1, INT64_MAX - 1 };
static const struct range number = { -1, 100000 };

enum event_class {
	EVENT_PLAY,
	EVENT_CHANGE,
	EVENT_STOP,
	EVENT_SCROBBLE, /* 90 % were reached: a bare "played" */
	EVENT_RATE,
	EVENT_OTHER,
	EVENT_PRIVATE,
	EVENT_UNKNOWN,
};

static const struct sink_event events[] = {
	/* clang-format off */
	{ "admin.database.backup",    EVENT_OTHER },
	{ "admin.database.corrupted", EVENT_OTHER },
	{ "device.new",               EVENT_PRIVATE },
	{ "library.new",              EVENT_OTHER },
	{ "library.on.deck",          EVENT_OTHER },
	{ "media.pause",              EVENT_CHANGE },
	{ "media.play",               EVENT_PLAY },
	{ "media.rate",               EVENT_RATE },
	{ "media.resume",             EVENT_CHANGE },
	{ "media.scrobble",           EVENT_SCROBBLE },
	{ "media.stop",               EVENT_STOP },
	{ "playback.started",         EVENT_OTHER }, /* media.play follows */
	/* clang-format on */
};

static enum kind kind_of(const char *type)
{
	if (type && strcmp(type, "movie") == 0)
		return KIND_MOVIE;
	if (type && strcmp(type, "episode") == 0)
		return KIND_SHOW;
	return KIND_NONE;
}

static void add_ids(struct ids *to, const struct ids *from)
{
	for (size_t i = 0; i < from->count; i++)
		ids_add(to, from->list[i].source, from->list[i].value);
}

static void read_guid(struct reader *in, struct json item, const char *key, struct guid *out)
{
	guid_read(in->cx, reader_str(in, item, key, REPORT_GUID_MAX), out);
}

static void read_movie(struct reader *in, struct json item, struct report *r)
{
	struct json_walk guids = json_walk(in->cx, item, "Guid");
	struct json entry;
	struct guid guid;

	while (guids.index < GUIDS_MAX && json_next(&guids, &entry)) {
		read_guid(in, entry, "id", &guid);
		add_ids(&r->ids, &guid.ids);
	}
	read_guid(in, item, "guid", &guid);
	add_ids(&r->ids, &guid.ids);
	sink_read_own_id(in, item, "ratingKey", r);
	r->title = reader_str(in, item, "title", REPORT_NAME_MAX);
	r->year = reader_int(in, item, "year", number);
}

static void read_episode(struct reader *in, struct json item, struct report *r)
{
	struct guid show, episode;

	read_guid(in, item, "grandparentGuid", &show);
	add_ids(&r->ids, &show.ids);
	r->season = reader_int(in, item, "parentIndex", number);
	r->episode = reader_int(in, item, "index", number);
	read_guid(in, item, "guid", &episode);
	if (episode.is_agent && episode.episode != UNSAID) {
		add_ids(&r->ids, &episode.ids);
		r->season = r->season == UNSAID ? episode.season : r->season;
		r->episode = r->episode == UNSAID ? episode.episode : r->episode;
	}
	sink_read_own_id(in, item, "grandparentRatingKey", r);
	r->part_title = reader_str(in, item, "title", REPORT_NAME_MAX);
	r->title = reader_str(in, item, "grandparentTitle", REPORT_NAME_MAX);
}

static void read_position(
	struct reader *in, struct json item, enum event_class class, struct report *r)
{
	r->duration = reader_i64(in, item, "duration", units);
	if (class == EVENT_SCROBBLE) {
		r->finished = true;
		r->basis = BASIS_EVENT_SAYS_COMPLETED;
		return;
	}
	r->position = reader_i64(in, item, "viewOffset", units);
	if (r->position >= 0)
		r->basis = BASIS_SESSION_POSITION;
}

static void read_user(struct reader *in, struct json body, struct message *m)
{
	struct json account = reader_object(in, body, "Account");

	m->user = reader_str(in, account, "title", REPORT_NAME_MAX);
	m->user_id = reader_idtext(in, account, "id");
}

static void read_report(
	struct reader *in, struct json item, enum event_class class, struct report *r)
{
	r->kind = kind_of(reader_str(in, item, "type", REPORT_WORD_MAX));
	r->starts_sitting = class == EVENT_PLAY;
	r->ends_sitting = class == EVENT_STOP;
	if (r->kind == KIND_MOVIE)
		read_movie(in, item, r);
	else if (r->kind == KIND_SHOW)
		read_episode(in, item, r);
	read_position(in, item, class, r);
}

enum err plex_body_read(struct cx *cx, struct json body, int units_per_ms, const char *unnamed,
	struct messages *out)
{
	struct message *m = messages_add(cx, out);
	struct reader in = { .cx = cx };
	enum event_class class;
	struct json item;

	m->event = reader_need_str(&in, body, "event", REPORT_EVENT_MAX);
	read_user(&in, body, m);
	if (in.err != OK)
		return in.err;
	class = (enum event_class)sink_event(events, NELEM(events), m->event, EVENT_UNKNOWN);
	if (class >= EVENT_OTHER) {
		sink_pass_over(m, (enum sink_other)(class - EVENT_OTHER));
		return OK;
	}
	item = reader_need_object(&in, body, "Metadata");
	m->report.units_per_ms = units_per_ms;
	read_report(&in, item, class, &m->report);
	if (in.err != OK)
		return in.err;
	if (class == EVENT_RATE)
		m->reason = REASON_RATING;
	else
		sink_judge(m, unnamed);
	if (class != EVENT_RATE)
		sink_note_show(cx, m, item, "grandparentRatingKey");
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* state.c -- see state.h. */
#include "shared/providers/jellyfin/state.h"

#include "shared/base/clock.h"

enum { SOURCES_MAX = 50 };
static const struct range ticks = { INT64_MIN + 1, INT64_MAX - 1 };

/* The server writes ids without dashes; a client may send them with some. */
static bool is_same_id(const char *a, const char *b)
{
	if (strcasecmp(a, b) == 0)
		return true;
	if (!strchr(a, '-') && !strchr(b, '-'))
		return false;
	for (; *a || *b; a++, b++) {
		a += strspn(a, "-");
		b += strspn(b, "-");
		if ((*a | 0x20) != (*b | 0x20) || !*a)
			return *a == *b;
	}
	return true;
}

static void read_source(struct reader *in, struct json source, struct parts *p)
{
	const char *id = reader_idtext(in, source, "Id");
	int64_t length = reader_i64(in, source, "RunTimeTicks", ticks);

	if (length > p->longest_length)
		p->longest_length = length;
	if (!p->version || !id || !is_same_id(id, p->version))
		return;
	p->is_foreign = false;
	if (length > 0)
		p->version_length = length;
}

void jellyfin_find_version(struct reader *in, struct parts *p)
{
	struct json_walk sources = json_walk(in->cx, p->item, "MediaSources");
	struct json source;

	p->item_id = reader_idtext(in, p->item, "Id");
	p->length = reader_i64(in, p->item, "RunTimeTicks", ticks);
	p->version = reader_idtext(in, p->play_state, "MediaSourceId");
	p->version_length = p->longest_length = UNSAID;
	p->is_main = !p->version || (p->item_id && is_same_id(p->item_id, p->version));
	p->sources = json_length(p->item, "MediaSources");
	p->is_foreign = !p->is_main && p->sources > 0;
	/* A single source of the item itself says nothing new. */
	if (p->sources == 1 && p->is_main && p->version)
		return;
	while (sources.index < SOURCES_MAX && json_next(&sources, &source))
		read_source(in, source, p);
	if (p->is_foreign)
		p->version = NULL;
}

/*
 * The runtime of the version that the player names, else the item's. Without a
 * name and with several versions that is a guess, and a position beyond it
 * proves it wrong: then a version that is long enough.
 */
static void read_duration(const struct parts *p, struct report *r)
{
	r->duration = p->length;
	r->duration_guessed = !p->version && p->sources > 1;
	if (p->version_length > 0)
		r->duration = p->version_length;
	else if (!p->version && r->position > r->duration && p->longest_length >= r->position)
		r->duration = p->longest_length;
}

/*
 * The server's own record. Only in a Stop does its bare "played" say anything.
 */
static void read_user_data(struct reader *in, const struct parts *p, struct report *r)
{
	int64_t position = reader_i64(in, p->user_data, "PlaybackPositionTicks", ticks);
	bool played = reader_bool(in, p->user_data, "Played");

	if (position > 0) {
		r->position = position;
		r->basis = BASIS_USERDATA_POSITION;
	} else if (played && p->class == EVENT_STOP) {
		r->finished = true;
		r->basis = BASIS_USERDATA_PLAYED;
	}
}

/*
 * Between 5 and 90 %, that record moves with the player's own reports only.
 * Other versions than the main item share its record, or have none.
 */
static int64_t read_own_position(struct reader *in, const struct parts *p)
{
	int64_t own = reader_i64(in, p->user_data, "PlaybackPositionTicks", ticks);

	if (!p->is_main || own <= 0 || p->length <= 0 || own < p->length / 20 ||
		own > p->length / 10 * 9)
		return UNSAID;
	return own;
}

static void read_position(struct reader *in, const struct parts *p, struct report *r)
{
	if (!p->is_foreign)
		r->position = reader_i64(in, p->play_state, "PositionTicks", ticks);
	if (r->position < 0 && !p->is_foreign && json_is_there(p->play_state, "PositionTicks"))
		r->position = 0;
	if (r->position >= 0) {
		r->basis = BASIS_SESSION_POSITION;
		r->own_position = read_own_position(in, p);
	} else if (p->class == EVENT_STOP || (p->is_foreign && p->class != EVENT_PLAY)) {
		read_user_data(in, p, r);
	}
}

/*
 * A mark is a person's unless it may be the server's own, of another version.
 */
static void read_mark(struct reader *in, const struct parts *p, struct report *r)
{
	const char *date = json_loose_str(in->cx, p->user_data, "LastPlayedDate", REPORT_WORD_MAX);

	r->finished = true;
	r->basis = BASIS_EXPLICIT_MARK;
	r->maybe_servers = !p->session.value && p->sources > 1;
	if (date && !clock_parse(date, &r->dated_ms))
		r->dated_ms = UNSAID;
}

bool jellyfin_is_paused(struct reader *in, const struct parts *p)
{
	bool paused = reader_bool(in, p->play_state, "IsPaused");

	if (p->class == EVENT_PAUSE)
		return true;
	return p->class == EVENT_TICK && !p->is_foreign && paused;
}

void jellyfin_read_state(struct reader *in, const struct parts *p, struct report *r)
{
	if (p->class == EVENT_MARK)
		read_mark(in, p, r);
	else
		read_position(in, p, r);
	read_duration(p, r);
}

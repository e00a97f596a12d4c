/* SPDX-License-Identifier: MIT */
/* rules_told.c -- see rules_told.h. */
#include "shared/progress/rules_told.h"

enum {
	SECOND_MS = 1000,
	AHEAD_MS = 60 * SECOND_MS,        /* of the player's own place: made up */
	TRUSTED_MS = 30 * SECOND_MS,      /* after an own report nothing is made up */
	GIVEN_UP_MS = 5 * 60 * SECOND_MS, /* no server stops a player sooner */
	MARKED_MS = 60 * SECOND_MS,       /* a server's own mark comes while it plays */
	AT_REST_MS = 10 * SECOND_MS,      /* a player that moves less does not play */
	SPEED = 2,                        /* people play at double speed */
};

int64_t told_in_ms(int64_t units, const struct report *r)
{
	if (units < 0 || r->units_per_ms <= 0)
		return UNSAID;
	return units / r->units_per_ms;
}

bool told_anything(const struct told *m)
{
	return m->length > 0;
}

int64_t told_share(const struct told *m)
{
	return report_share(m->place, m->length);
}

bool told_is_silent(const struct progress *was, const struct report *r, int64_t at_ms)
{
	const struct told *m = &was->memory;

	if (!was->has_sitting || r->starts_sitting || r->basis != BASIS_SESSION_POSITION ||
		r->own_position < 0 || r->units_per_ms <= 0 || r->position <= r->own_position)
		return false;
	if (told_in_ms(r->position - r->own_position, r) <= AHEAD_MS)
		return false;
	return at_ms - m->own_ms >= TRUSTED_MS && was->others_heard_ms <= m->own_ms;
}

bool told_is_server_stop(const struct progress *was, const struct report *r, int64_t at_ms)
{
	const struct told *m = &was->memory;

	return r->ends_sitting && m->silent && was->others_heard_ms <= m->own_ms &&
	       at_ms - m->own_ms >= GIVEN_UP_MS;
}

static bool is_servers_mark(const struct progress *was, const struct report *r, int64_t at_ms)
{
	return r->basis == BASIS_EXPLICIT_MARK && r->maybe_servers && was->has_sitting &&
	       at_ms - was->heard_ms <= MARKED_MS;
}

bool told_is_bare_word(const struct progress *was, const struct report *r, int64_t at_ms)
{
	return r->basis == BASIS_USERDATA_PLAYED ||
	       (r->basis == BASIS_EVENT_SAYS_COMPLETED && !r->is_state) ||
	       is_servers_mark(was, r, at_ms);
}

/*
 * What the word claims: the end of the file, or the place that counts as one.
 */
static int64_t claimed_place(
	const struct limits *limits, const struct told *m, const struct report *r)
{
	int64_t end = limits_end_ms(limits, m->length);
	int64_t place = told_in_ms(r->position, r);

	return r->finished || place < 0 || place > end ? end : place;
}

/* Since the place was told; paused time does not count. */
static int64_t played_ms(const struct told *m, int64_t at_ms)
{
	return m->paused || at_ms < m->told_ms ? 0 : at_ms - m->told_ms;
}

enum rule told_bars_word(const struct limits *limits, const struct progress *was,
	const struct report *r, int64_t at_ms)
{
	const struct told *m = &was->memory;
	int64_t since_play = at_ms - was->play_event_ms;

	if (!told_anything(m))
		return RULE_NONE;
	if (claimed_place(limits, m, r) - m->place > SPEED * played_ms(m, at_ms))
		return RULE_TOLD;
	if (m->was_played && r->ends_sitting && was->play_event_ms != UNSAID &&
		since_play < m->length / 2)
		return RULE_NO_NEWS;
	return RULE_NONE;
}

bool told_is_own(const struct told *m, const struct report *r)
{
	int64_t apart;

	if (r->starts_sitting)
		return true;
	if (r->own_position < 0 || r->position < 0)
		return false;
	apart = r->position > r->own_position ? r->position - r->own_position
					      : r->own_position - r->position;
	return told_in_ms(apart, r) <= AHEAD_MS &&
	       (told_in_ms(r->own_position, r) != m->own_place || m->own_ms == 0);
}

static void keep_own(const struct report *r, int64_t at_ms, struct told *m)
{
	if (told_is_own(m, r)) {
		m->own_ms = at_ms;
		m->silent = false;
	} else if (m->own_ms == 0) {
		m->own_ms = at_ms; /* at the earliest */
	}
	if (r->own_position >= 0)
		m->own_place = told_in_ms(r->own_position, r);
}

/* A Play without a position begins at 0. */
static void keep_place(const struct report *r, int64_t at_ms, struct told *m)
{
	int64_t place = r->file_position, length = told_in_ms(r->file_duration, r);

	if (r->starts_sitting && place < 0)
		place = 0;
	if (place < 0 || length <= 0)
		return;
	place = told_in_ms(place, r);
	m->place = place < length ? place : length;
	m->length = length;
	m->told_ms = at_ms;
}

/* A tick that was under way when the player stopped, or the server's own. */
static bool is_still_stopped(const struct report *r, const struct told *m)
{
	int64_t moved_ms = told_in_ms(r->file_position, r) - m->place;

	return m->stopped && !r->starts_sitting && !r->ends_sitting && r->file_position >= 0 &&
	       moved_ms <= AT_REST_MS && moved_ms >= -AT_REST_MS;
}

void told_keep(const struct report *r, int64_t at_ms, bool is_silent, struct told *m)
{
	if (r->basis == BASIS_EXPLICIT_MARK || is_still_stopped(r, m))
		return;
	if (r->starts_sitting)
		m->was_played = r->was_played;
	if (r->basis != BASIS_USERDATA_PLAYED)
		keep_place(r, at_ms, m);
	if (is_silent)
		m->silent = true;
	else
		keep_own(r, at_ms, m);
	m->stopped = r->ends_sitting && (m->stopped || m->followed);
	m->followed = m->followed || !r->ends_sitting;
	m->paused = r->paused || m->stopped;
}

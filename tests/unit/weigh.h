/* SPDX-License-Identifier: MIT */
/*
 * weigh.h -- what the tests of the rules share: a film of 100 minutes, helpers
 * for stored and reported values, and the store's bookkeeping.
 */
#ifndef TESTS_UNIT_WEIGH_H
#define TESTS_UNIT_WEIGH_H

#include "shared/progress/rules.h"

#include "tests/unit/unit.h"

/* A row starts with the defaults and then names the differences. */
#pragma GCC diagnostic ignored "-Woverride-init"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	HOUR = 60 * MINUTE,
	TICKS_PER_MS = 10000,
	FILM_MS = 100 * MINUTE
};
#define FILM (INT64_C(10000) * FILM_MS) /* in ticks */
#define NOW  UNIT_NOW

static const struct limits usual = { .start = LIMIT_START, .complete = LIMIT_COMPLETE };

/* A share (ten-thousandths of a percent) of the film, in ticks and in ms. */
#define TICKS(share) ((share) * (FILM / SHARE_WHOLE))
#define MS(share)    ((int64_t)(share)*FILM_MS / SHARE_WHOLE)

/* ---- stored values; more fields may follow ---- */

#define NEVER_SEEN .play_event_ms = UNSAID

/* An open play, last reported a second ago, in a sitting without a Play. */
#define OPEN_AT(at)                                                                                \
	.has_play = true, .is_open = true, .share = (at), .furthest = (at), .position_ms = MS(at), \
	.duration_ms = FILM_MS, .updated_ms = NOW - SECOND, .has_sitting = true,                   \
	.play_event_ms = UNSAID, .heard_ms = NOW - SECOND

/* A play completed in this sitting, last reported a second ago. */
#define COMPLETED                                                                                  \
	.has_play = true, .has_completed = true, .share = 962000, .furthest = 962000,              \
	.position_ms = MS(962000), .duration_ms = FILM_MS, .updated_ms = NOW - SECOND,             \
	.has_sitting = true, .play_event_ms = UNSAID, .heard_ms = NOW - SECOND,                    \
	.sitting_done = true

/* A play completed long ago. */
#define COMPLETED_ONCE                                                                             \
	.has_play = true, .has_completed = true, .share = 962000, .furthest = 962000,              \
	.position_ms = MS(962000), .duration_ms = FILM_MS, .updated_ms = NOW - 24 * HOUR,          \
	.has_sitting = true, .play_event_ms = UNSAID, .heard_ms = NOW - 24 * HOUR,                 \
	.sitting_done = true

/* ---- reported values; more fields may follow ---- */

#define OF_FILM                                                                                    \
	.kind = KIND_MOVIE, .season = UNSAID, .episode = UNSAID, .episode_end = UNSAID,            \
	.duration = FILM, .units_per_ms = TICKS_PER_MS, .at_ms = UNSAID, .own_position = UNSAID,   \
	.dated_ms = UNSAID

/* A position, reported as it happens. */
#define TICK_AT(share) OF_FILM, .position = TICKS(share), .basis = BASIS_SESSION_POSITION
#define PLAY_AT(share) TICK_AT(share), .starts_sitting = true

/* The server's bare word "played", and a person's. */
#define PLAYED OF_FILM, .position = UNSAID, .finished = true, .basis = BASIS_USERDATA_PLAYED
#define MARKED OF_FILM, .position = UNSAID, .finished = true, .basis = BASIS_EXPLICIT_MARK

/* ---- weighing ---- */

static inline struct decision weigh_at(struct progress was, struct report r, int64_t now_ms)
{
	struct decision decision;

	if (r.file_duration == 0) {
		r.file_position = r.position;
		r.file_duration = r.duration;
	}
	rules_weigh(&usual, &was, &r, now_ms, &decision);
	return decision;
}

static inline void is_reason(const char *where, enum reason got, enum reason want)
{
	is_text(where, "reason", reason_name(got), reason_name(want));
}

/* What the store does with a decision, so that the next can be weighed. */
static inline void keep_decision(struct progress *s, const struct decision *r)
{
	if (r->is_passed_by)
		return;
	s->has_sitting = s->is_row = true;
	s->longest_ms = r->longest_ms;
	s->memory = r->memory;
	s->device = r->device;
	s->session = r->session;
	s->play_event_ms = r->play_event_ms;
	s->heard_ms = r->heard_ms;
	s->sitting_done = r->sitting_done;
	if (r->change == CHANGE_NONE)
		return;
	if (r->change == CHANGE_CREATE || r->at_ms > s->updated_ms)
		s->updated_ms = r->at_ms;
	if (r->change == CHANGE_CREATE)
		s->started_ms = r->started_ms;
	s->has_play = true;
	s->is_open = !r->completes;
	s->has_completed |= r->completes;
	s->share = r->share;
	s->furthest = r->furthest;
	s->position_ms = r->position_ms;
	s->duration_ms = r->duration_ms;
	s->watched_ms = r->watched_ms;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * rules.c -- the one place that decides; docs/rules.md says the same in
 * prose.
 *
 * The hard part is telling "more of what was just completed" from "watched
 * again": a play is completed once, but its last ticks, its Stop, and the
 * repeats of both keep coming. The sitting decides: a new one begins with
 * another session of the player, with a Play, or after ten minutes of silence,
 * unless those lie between a Play and the completion.
 */
#include "shared/progress/rules.h"

bool rules_over(int64_t position, int64_t duration, int limit)
{
	int64_t whole, rest;

	if (position < 0 || duration <= 0)
		return false;
	if (position > duration)
		position = duration;
	/*
	 * position * 10000 > limit * duration, in steps that cannot overflow:
	 * duration = 10000 * whole + rest.
	 */
	whole = duration / LIMIT_WHOLE * limit;
	rest = duration % LIMIT_WHOLE * limit;
	if (position <= whole)
		return false;
	if (position - whole > LIMIT_WHOLE)
		return true;
	return (position - whole) * LIMIT_WHOLE > rest;
}

bool rules_completes(const struct limits *limits, const struct report *r)
{
	return r->finished || rules_over(r->position, r->duration, limits->complete);
}

static int64_t in_ms(int64_t units, const struct report *r)
{
	if (units < 0 || r->units_per_ms <= 0)
		return UNSAID;
	return units / r->units_per_ms;
}

/*
 * A Stop of a file in several versions does not say which one was playing.
 * The ticks before it did, so the open play has the true duration.
 */
static void take_known_duration(const struct progress *was, struct report *r)
{
	if (r->duration_guessed && was->has_play && was->is_open && was->duration_ms > 0 &&
		r->units_per_ms > 0 && was->duration_ms < INT64_MAX / r->units_per_ms)
		r->duration = was->duration_ms * r->units_per_ms;
}

/* A server that only shows its current state says more of a completed play. */
static bool is_state_of_completed(const struct progress *was, const struct report *r)
{
	return r->is_state && was->sitting_done && was->has_play;
}

/* A Play near the end begins nothing; a row that is finished again does. */
static bool begins(const struct report *r, bool completes)
{
	return r->starts_sitting && (!completes || r->is_state);
}

/*
 * Sessions of the player decide if there are any. Otherwise a Play begins a new
 * sitting, except in the credits, where it resumes the old one. Silence ends a
 * sitting too, except between its Play and its completion: a server may be set
 * up to send only the two ends.
 */
static bool is_new_sitting(
	const struct progress *was, const struct report *r, int64_t at_ms, bool completes)
{
	if (!was->has_sitting)
		return true;
	if (r->session && was->session)
		return strcmp(r->session, was->session) != 0;
	if (begins(r, completes))
		return true;
	if (!was->sitting_done && was->play_event_ms != UNSAID)
		return false;
	/* Only a return to the front is a beginning, however late it comes. */
	if (is_state_of_completed(was, r))
		return report_share(r->position, r->duration) < SHARE_WHOLE / 2;
	return at_ms - was->heard_ms > SITTING_GAP_MS;
}

/* The sitting of a report, as far as the decision needs it. */
struct place {
	enum { SAME, ANOTHER, PAST } sitting; /* PAST: a newer one is known */
	bool done;                            /* it has already completed its play */
	bool by_word;          /* the sender says explicitly that it is another one */
	int64_t play_event_ms; /* when its Play came, or UNSAID */
};

static struct place find_place(
	const struct progress *was, const struct report *r, const struct decision *out)
{
	struct place place = { .sitting = SAME };
	bool starts = begins(r, out->completes);

	if (!is_new_sitting(was, r, out->at_ms, out->completes)) {
		place.done = was->sitting_done;
		place.play_event_ms = was->play_event_ms;
		place.by_word = was->session || was->play_event_ms != UNSAID;
	} else if (was->has_sitting && r->at_ms != UNSAID && !r->is_state &&
		   out->at_ms < was->heard_ms) {
		place.sitting = PAST;
		place.play_event_ms = UNSAID;
		place.by_word = r->session != NULL;
	} else {
		place.sitting = ANOTHER;
		place.play_event_ms = starts ? out->at_ms : UNSAID;
		place.by_word = r->session || starts;
	}
	place.done = place.done || was->session_done;
	return place;
}

/* Records the sitting for the next report. */
static void keep_place(const struct progress *was, const struct report *r,
	const struct place *place, struct decision *out)
{
	out->session = was->session;
	out->play_event_ms = was->play_event_ms;
	out->heard_ms = was->heard_ms;
	out->sitting_done = was->sitting_done;
	if (place->sitting == PAST || (was->is_open && out->change == CHANGE_CREATE))
		return; /* of an earlier one */
	/* The place taken back to 0, and nothing played: nothing has begun. */
	if (out->reason == REASON_BELOW_MINIMUM && is_state_of_completed(was, r))
		return;
	if (place->sitting == ANOTHER || r->session)
		out->session = r->session;
	if (place->sitting == ANOTHER || out->at_ms > was->heard_ms)
		out->heard_ms = out->at_ms;
	out->play_event_ms = r->ends_sitting ? UNSAID : place->play_event_ms;
	out->sitting_done = place->done || out->completes;
}

/*
 * A bare "played" counts again only once this sitting has covered half of the
 * item, by the clock since its Play or by the last position: some servers keep
 * the "played" of the previous viewing. A tick by a person always ends the open
 * play.
 */
static bool is_leftover_played(const struct progress *was, const struct report *r,
	const struct place *place, int64_t at_ms)
{
	if (!r->finished || r->position >= 0 || !was->has_completed)
		return false;
	if (was->is_open && (r->basis == BASIS_EXPLICIT_MARK || was->share >= SHARE_WHOLE / 2))
		return false;
	return place->play_event_ms == UNSAID || r->duration <= 0 ||
	       at_ms - place->play_event_ms < in_ms(r->duration, r) / 2;
}

/*
 * A repeated 100 % makes no second play unless the sender says explicitly that
 * this is another sitting: no viewing begins in the credits, or after the first
 * of two episodes.
 */
static bool is_repeated_whole(const struct progress *was, const struct report *r,
	const struct place *place, bool completes)
{
	if (was->is_open || !was->has_completed || !completes)
		return false;
	return r->passed || !place->by_word;
}

static enum reason unusable(const struct report *r)
{
	if (r->finished)
		return REASON_NONE;
	if (r->duration <= 0)
		return REASON_NO_RUNTIME;
	return r->position < 0 ? REASON_NO_POSITION : REASON_NONE;
}

static void fill_position(const struct progress *was, const struct report *r, struct decision *out)
{
	int64_t position = r->position;

	if (r->finished || position > r->duration)
		position = r->duration;
	out->duration_ms = in_ms(r->duration, r);
	out->position_ms = in_ms(position, r);
	out->share = r->finished ? SHARE_WHOLE : report_share(position, r->duration);
	out->furthest = out->share;
	if (was->is_open && was->furthest > out->furthest)
		out->furthest = was->furthest;
}

static bool is_same_position(const struct progress *was, const struct decision *out)
{
	return out->share == was->share && out->position_ms == was->position_ms;
}

static enum reason weigh_open(const struct limits *limits, const struct progress *was,
	const struct report *r, struct decision *out)
{
	if (out->completes)
		out->change = CHANGE_MOVE;
	else if (!rules_over(r->position, r->duration, limits->start))
		return REASON_BELOW_MINIMUM;
	else if (is_same_position(was, out))
		return REASON_UNCHANGED;
	else
		out->change = CHANGE_MOVE;
	return out->completes ? REASON_COMPLETED : REASON_PROGRESS;
}

static enum reason weigh_closed(
	const struct limits *limits, const struct report *r, struct decision *out)
{
	if (!out->completes && !rules_over(r->position, r->duration, limits->start))
		return REASON_BELOW_MINIMUM;
	out->change = CHANGE_CREATE;
	return out->completes ? REASON_COMPLETED : REASON_STARTED;
}

/*
 * The older of two words of one work: a completion before what the open play
 * was told is of an earlier one.
 */
static bool is_of_earlier(
	const struct progress *was, const struct report *r, const struct decision *out)
{
	return r->is_older && was->is_open && out->completes && out->at_ms < was->updated_ms;
}

static bool is_stale(const struct progress *was, const struct report *r, const struct decision *out)
{
	return r->at_ms != UNSAID && !r->is_state && was->has_play && !out->completes &&
	       out->at_ms < was->updated_ms;
}

static enum reason weigh(const struct limits *limits, const struct progress *was,
	const struct report *r, const struct place *place, struct decision *out)
{
	enum reason why = unusable(r);

	if (why != REASON_NONE)
		return why;
	fill_position(was, r, out);
	if (is_leftover_played(was, r, place, out->at_ms))
		return REASON_AFTER_COMPLETION;
	if (was->session_done)
		return REASON_AFTER_COMPLETION;
	if (is_stale(was, r, out))
		return REASON_STALE;
	if (is_of_earlier(was, r, out))
		return was->has_completed ? REASON_AFTER_COMPLETION : weigh_closed(limits, r, out);
	if (was->is_open)
		return weigh_open(limits, was, r, out);
	if (place->done || is_repeated_whole(was, r, place, out->completes))
		return REASON_AFTER_COMPLETION;
	return weigh_closed(limits, r, out);
}

/* What is_leftover_played looks at, and a session that may be done. */
bool rules_looks_back(const struct report *r)
{
	return r->finished || r->session || r->is_older;
}

void rules_weigh(const struct limits *limits, const struct progress *was, const struct report *r,
	int64_t now_ms, struct decision *out)
{
	struct report known = *r;
	struct place place;

	*out = (struct decision){ .change = CHANGE_NONE, .told_by = r->session };
	out->at_ms = now_ms;
	if (r->at_ms != UNSAID && r->at_ms < now_ms)
		out->at_ms = r->at_ms; /* never in the future */
	out->started_ms = out->at_ms;
	if (r->started_ms > 0 && r->started_ms < out->at_ms)
		out->started_ms = r->started_ms;
	take_known_duration(was, &known);
	out->completes = unusable(&known) == REASON_NONE && rules_completes(limits, &known);
	place = find_place(was, &known, out);
	out->reason = weigh(limits, was, &known, &place, out);
	if (out->change == CHANGE_NONE)
		out->completes = false;
	keep_place(was, &known, &place, out);
}

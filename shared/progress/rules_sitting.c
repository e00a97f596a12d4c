/* SPDX-License-Identifier: MIT */
/* rules_sitting.c -- see rules_sitting.h. */
#include "shared/progress/rules_sitting.h"

#include "shared/progress/rules_told.h"

enum {
	LATE_MS = 10 * 1000,             /* posts overtake each other by less */
	MARKED_MS = 24 * 60 * 60 * 1000, /* no viewing lasts longer */
};

/* Above this, the credits may have begun. */
static const int64_t NEARLY_ALL = SHARE_WHOLE / 10 * 9;

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
 * The Play of a sitting that was marked as played is answered by its Stop only.
 */
static bool runs_on_after_mark(const struct progress *was, int64_t at_ms)
{
	return was->memory.marked && was->sitting_done && was->play_event_ms != UNSAID &&
	       at_ms - was->play_event_ms <= MARKED_MS;
}

/* A Stop with a bare word ends what was told before, however long ago. */
static bool repeats_or_ends(const struct progress *was, const struct report *r)
{
	const struct told *m = &was->memory;

	return r->ends_sitting && r->basis == BASIS_USERDATA_PLAYED &&
	       (m->stopped || (told_anything(m) && !was->sitting_done));
}

/*
 * Sessions of the player decide if there are any. Otherwise a Play begins a new
 * sitting, except in the credits, where it resumes the old one. Silence ends a
 * sitting too, except between its Play and its completion: a server may be set
 * up to send only the two ends.
 */
static bool is_new(
	const struct progress *was, const struct report *r, int64_t at_ms, bool completes)
{
	if (!was->has_sitting)
		return true;
	if (was->memory.taken && r->basis == BASIS_EXPLICIT_MARK)
		return at_ms > was->heard_ms;
	if (r->session && was->session)
		return strcmp(r->session, was->session) != 0;
	if (begins(r, completes))
		return true;
	if (!was->sitting_done && was->play_event_ms != UNSAID)
		return false;
	/* Only a return to the front is a beginning, however late it comes. */
	if (is_state_of_completed(was, r))
		return report_share(r->position, r->duration) < SHARE_WHOLE / 2;
	if (runs_on_after_mark(was, at_ms))
		return false;
	if (repeats_or_ends(was, r))
		return false;
	return at_ms - was->heard_ms > SITTING_GAP_MS;
}

/*
 * The end of an item within seconds of a Play at its beginning, when the
 * viewing before had come to the end as well: a post of that one that was
 * overtaken.
 */
static bool is_of_before(
	const struct progress *was, const struct report *r, const struct decision *out)
{
	const struct told *m = &was->memory;

	if (m->before_ms == 0 || r->starts_sitting || r->session || r->is_state)
		return false;
	if (was->play_event_ms == UNSAID || out->at_ms - was->play_event_ms > LATE_MS)
		return false;
	return r->basis == BASIS_USERDATA_PLAYED || out->completes ||
	       report_share(r->position, r->duration) > NEARLY_ALL;
}

struct place sitting_find(
	const struct progress *was, const struct report *r, const struct decision *out)
{
	struct place place = { .sitting = PLACE_SAME };
	bool starts = begins(r, out->completes);

	if (is_of_before(was, r, out)) {
		place.sitting = PLACE_BEFORE;
		place.play_event_ms = was->play_event_ms;
		return place;
	}
	if (!is_new(was, r, out->at_ms, out->completes)) {
		place.done = was->sitting_done;
		place.play_event_ms = was->play_event_ms;
		place.by_word = was->session || was->play_event_ms != UNSAID;
	} else if (was->has_sitting && r->at_ms != UNSAID && !r->is_state &&
		   out->at_ms < was->heard_ms) {
		place.sitting = PLACE_PAST;
		place.play_event_ms = UNSAID;
		place.by_word = r->session != NULL;
	} else {
		place.sitting = PLACE_ANOTHER;
		place.play_event_ms = starts ? out->at_ms : UNSAID;
		place.by_word = r->session || starts;
	}
	place.done = place.done || was->session_done;
	return place;
}

/*
 * When the sitting before had come to its end, if it had. A Play that comes
 * twice does not hide it.
 */
static int64_t end_before(const struct progress *was, const struct report *r, int64_t at_ms)
{
	const struct told *m = &was->memory;

	if (!r->starts_sitting || !was->has_sitting ||
		limits_over(r->position, r->duration, LIMIT_START))
		return 0;
	if (was->sitting_done || (told_anything(m) && told_share(m) > NEARLY_ALL))
		return at_ms - was->heard_ms <= SITTING_GAP_MS ? was->heard_ms : 0;
	return was->play_event_ms != UNSAID && at_ms - was->play_event_ms <= LATE_MS ? m->before_ms
										     : 0;
}

/*
 * A silent player's own report may be of the sitting before: nothing else says
 * later on that it is silent.
 */
static struct told memory_of_new(
	const struct progress *was, const struct report *r, const struct decision *out)
{
	struct told m = { .before_ms = end_before(was, r, out->at_ms) };

	if (out->rule == RULE_SILENT || out->rule == RULE_SERVER_STOP) {
		m.silent = was->memory.silent;
		m.own_ms = was->memory.own_ms;
		m.own_place = was->memory.own_place;
	}
	return m;
}

static void stay(const struct progress *was, const struct report *r, struct decision *out)
{
	out->session = was->session;
	out->device = r->device ? r->device : was->device;
	out->play_event_ms = was->play_event_ms;
	out->heard_ms = was->heard_ms;
	out->sitting_done = was->sitting_done;
	out->memory = was->memory;
}

void sitting_take_back(const struct progress *was, const struct report *r, struct decision *out)
{
	stay(was, r, out);
	if (out->at_ms > out->heard_ms)
		out->heard_ms = out->at_ms;
	out->sitting_done = true;
	out->memory.taken = true;
}

void sitting_keep(const struct progress *was, const struct report *r, const struct place *place,
	struct decision *out)
{
	bool is_silent = out->rule == RULE_SILENT;

	stay(was, r, out);
	if (place->sitting == PLACE_PAST || place->sitting == PLACE_BEFORE)
		return;
	if (was->is_open && out->change == CHANGE_CREATE)
		return; /* of an earlier one */
	/* The place taken back to 0, and nothing played: nothing has begun. */
	if (out->reason == REASON_BELOW_MINIMUM && is_state_of_completed(was, r))
		return;
	if (place->sitting == PLACE_ANOTHER)
		out->memory = memory_of_new(was, r, out);
	if (place->sitting == PLACE_ANOTHER || r->session)
		out->session = r->session;
	if (place->sitting == PLACE_ANOTHER || out->at_ms > was->heard_ms)
		out->heard_ms = out->at_ms;
	out->play_event_ms = r->ends_sitting ? UNSAID : place->play_event_ms;
	out->sitting_done = place->done || out->completes;
	if (out->rule != RULE_SERVER_STOP)
		told_keep(r, out->at_ms, is_silent, &out->memory);
	if (out->completes && r->basis == BASIS_EXPLICIT_MARK)
		out->memory.marked = true;
}

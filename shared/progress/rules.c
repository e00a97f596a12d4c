/* SPDX-License-Identifier: MIT */
/*
 * rules.c -- the one place that decides; docs/rules.md says the same in
 * prose. Which sitting a report belongs to is found in rules_sitting.c, and
 * what the server's word is worth in rules_told.c.
 */
#include "shared/progress/rules.h"

#include "shared/progress/rules_asked.h"
#include "shared/progress/rules_sitting.h"
#include "shared/progress/rules_told.h"
#include "shared/progress/rules_watched.h"

bool rules_completes(const struct limits *limits, const struct report *r)
{
	return r->finished || limits_complete(limits, r->position, r->duration, r->units_per_ms);
}

enum {
	LENGTH_MAX_MS = 48 * 60 * 60 * 1000, /* longer: an error of the sender */
	AT_REST_MS = 10 * 1000,              /* a player that moves less is at rest */
	NEAR_THE_END = SHARE_WHOLE / 100 * 85,
};

/*
 * A Stop of a file in several versions does not say which one was playing. The
 * version that the sitting named last holds, else that of the open play.
 */
static void take_known_duration(const struct progress *was, struct report *r)
{
	int64_t known = UNSAID;

	if (!r->duration_guessed || r->units_per_ms <= 0 || r->file_duration != r->duration)
		return;
	if (was->has_sitting && told_anything(&was->memory))
		known = was->memory.length;
	else if (was->has_play && was->is_open)
		known = was->duration_ms;
	if (known <= 0 || known >= INT64_MAX / r->units_per_ms)
		return;
	r->duration = known * r->units_per_ms;
	r->file_duration = r->duration;
}

/* A tick past the limit that the server's own record contradicts. */
static bool is_past_the_record(const struct limits *limits, const struct report *r)
{
	return r->own_position >= 0 && r->basis == BASIS_SESSION_POSITION && !r->starts_sitting &&
	       !r->ends_sitting && rules_completes(limits, r);
}

/*
 * A position that the server made up is replaced by the player's own. True when
 * the player has fallen silent.
 */
static bool take_own_position(
	const struct limits *limits, const struct progress *was, int64_t at_ms, struct report *r)
{
	bool is_silent = told_is_silent(was, r, at_ms);

	if (!is_silent && !is_past_the_record(limits, r))
		return false;
	r->file_position = r->file_duration == r->duration ? r->own_position : UNSAID;
	r->position = r->own_position;
	r->finished = false;
	r->passed = r->position == r->duration;
	return is_silent;
}

/* A trailer or a sample with the ids of the item. */
static bool is_too_short(const struct progress *was, const struct report *r)
{
	int64_t length = told_in_ms(r->duration, r);

	return !r->is_state && length > 0 && r->file_duration == r->duration &&
	       length < was->longest_ms / 2;
}

static int64_t longest_ms(const struct progress *was, const struct report *r)
{
	int64_t length = told_in_ms(r->duration, r);

	if (r->is_state || r->file_duration != r->duration || length > LENGTH_MAX_MS)
		return was->longest_ms;
	return length > was->longest_ms ? length : was->longest_ms;
}

/*
 * When nothing was told in this sitting, a bare "played" of what was completed
 * before counts only once half of the item can have been played, by the clock
 * since its Play or by the last position: some servers keep the "played" of the
 * previous viewing.
 */
static bool is_leftover_played(const struct progress *was, const struct report *r,
	const struct place *place, int64_t at_ms)
{
	if (!r->finished || r->position >= 0 || !was->has_completed ||
		r->basis == BASIS_EXPLICIT_MARK)
		return false;
	if (place->sitting == PLACE_SAME && told_anything(&was->memory))
		return false;
	if (was->is_open && was->share >= SHARE_WHOLE / 2)
		return false;
	return place->play_event_ms == UNSAID || r->duration <= 0 ||
	       at_ms - place->play_event_ms < told_in_ms(r->duration, r) / 2;
}

/* A mark completes what is open or new; of what is completed it is no news. */
static bool is_repeated_mark(const struct progress *was, const struct report *r)
{
	return r->basis == BASIS_EXPLICIT_MARK && !was->is_open && was->has_completed;
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

/*
 * The play was completed by another device or sender while this sitting went
 * on: the same viewing, reported twice or continued elsewhere, unless this one
 * plays on somewhere else.
 */
static bool is_completed_elsewhere(const struct progress *was, const struct report *r,
	const struct place *place, const struct decision *out)
{
	const struct told *m = &was->memory;
	int64_t moved_ms = told_in_ms(r->file_position, r) - m->place;
	bool rests = r->file_position >= 0 && moved_ms <= AT_REST_MS && moved_ms >= -AT_REST_MS;

	if (was->is_open || !was->has_play || r->is_state || place->sitting != PLACE_SAME ||
		!told_anything(m) || m->told_ms >= was->updated_ms)
		return false;
	if (out->completes && out->at_ms - was->updated_ms <= SITTING_GAP_MS)
		return true;
	if (told_share(m) >= NEAR_THE_END)
		return true;
	return rests && (m->paused || r->ends_sitting);
}

/* The open play is that of another device; this one has completed its own. */
static bool is_done_here(
	const struct progress *was, const struct report *r, const struct place *place)
{
	return was->is_open && place->done && r->device && r->basis != BASIS_EXPLICIT_MARK;
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
	out->duration_ms = told_in_ms(r->duration, r);
	out->position_ms = told_in_ms(position, r);
	out->share = r->finished ? SHARE_WHOLE : report_share(position, r->duration);
	out->furthest = out->share;
	if (was->is_open && was->furthest > out->furthest)
		out->furthest = was->furthest;
}

static bool is_same_position(const struct progress *was, const struct decision *out)
{
	return out->share == was->share && out->position_ms == was->position_ms;
}

/* Its end was reached, but not by watching it. */
static bool is_not_watched(const struct report *r, const struct decision *out)
{
	return out->completes && watched_too_little(r, out);
}

static enum reason weigh_open(const struct limits *limits, const struct progress *was,
	const struct report *r, struct decision *out)
{
	if (is_not_watched(r, out)) {
		out->completes = false;
		out->change = is_same_position(was, out) ? CHANGE_NONE : CHANGE_MOVE;
		return out->change == CHANGE_NONE ? REASON_UNCHANGED : REASON_NOT_WATCHED;
	}
	if (out->completes)
		out->change = CHANGE_MOVE;
	else if (!limits_over(r->position, r->duration, limits->start))
		return REASON_BELOW_MINIMUM;
	else if (is_same_position(was, out))
		return REASON_UNCHANGED;
	else
		out->change = CHANGE_MOVE;
	return out->completes ? REASON_COMPLETED : REASON_PROGRESS;
}

static enum reason weigh_closed(const struct limits *limits, const struct progress *was,
	const struct report *r, struct decision *out)
{
	if (!out->completes && !limits_over(r->position, r->duration, limits->start))
		return REASON_BELOW_MINIMUM;
	if (was->has_completed && limits->rewatch == REWATCH_NEVER)
		return REASON_NO_REWATCH;
	if (was->is_open && is_not_watched(r, out))
		return REASON_STALE; /* of an earlier one: no second one is opened */
	out->change = CHANGE_CREATE;
	if (is_not_watched(r, out)) {
		out->completes = false;
		return REASON_NOT_WATCHED;
	}
	return out->completes ? REASON_COMPLETED : REASON_STARTED;
}

/*
 * The older of two words of one work: a completion before what the open play
 * was told is of an earlier one. So is a completion that was dated before the
 * open play began, when an earlier one has been completed: a delivery that is
 * replayed.
 */
static bool is_of_earlier(
	const struct progress *was, const struct report *r, const struct decision *out)
{
	if (!was->is_open || !out->completes)
		return false;
	if (r->is_older)
		return out->at_ms < was->updated_ms;
	return r->at_ms != UNSAID && !r->is_state && was->has_completed &&
	       out->at_ms < was->started_ms;
}

static bool is_stale(const struct progress *was, const struct report *r, const struct decision *out)
{
	return r->at_ms != UNSAID && !r->is_state && was->has_play && !out->completes &&
	       out->at_ms < was->updated_ms;
}

/* What the server says against what the player told. */
static enum reason weigh_word(const struct limits *limits, const struct progress *was,
	const struct report *r, const struct place *place, struct decision *out)
{
	if (told_is_server_stop(was, r, out->at_ms)) {
		out->rule = RULE_SERVER_STOP;
		return REASON_PLAYER_SILENT;
	}
	if (place->sitting == PLACE_BEFORE && !was->is_open) {
		out->rule = RULE_BEFORE;
		return REASON_AFTER_COMPLETION;
	}
	if ((place->sitting != PLACE_ANOTHER || !was->has_sitting) &&
		told_is_bare_word(was, r, out->at_ms) && !place->done &&
		(was->is_open || !is_repeated_mark(was, r))) {
		out->rule = told_bars_word(limits, was, r, out->at_ms);
		if (out->rule != RULE_NONE)
			return REASON_SERVER_WORD;
	}
	return REASON_NONE;
}

static bool is_after_completion(const struct progress *was, const struct report *r,
	const struct place *place, const struct decision *out)
{
	return is_repeated_mark(was, r) || is_leftover_played(was, r, place, out->at_ms) ||
	       was->session_done;
}

static enum reason weigh(const struct limits *limits, const struct progress *was,
	const struct report *r, struct place *place, struct decision *out)
{
	enum reason why = unusable(r);

	if (why == REASON_NONE)
		why = weigh_word(limits, was, r, place, out);
	if (why != REASON_NONE)
		return why;
	fill_position(was, r, out);
	if (limits->wants_half)
		out->watched_ms = watched_after(limits, was, r, place, out);
	if (is_after_completion(was, r, place, out))
		return REASON_AFTER_COMPLETION;
	if (is_stale(was, r, out))
		return REASON_STALE;
	if (is_done_here(was, r, place))
		return REASON_AFTER_COMPLETION;
	if (is_of_earlier(was, r, out))
		return was->has_completed ? REASON_AFTER_COMPLETION
					  : weigh_closed(limits, was, r, out);
	if (was->is_open)
		return weigh_open(limits, was, r, out);
	place->done = place->done || is_completed_elsewhere(was, r, place, out);
	if (place->done || is_repeated_whole(was, r, place, out->completes))
		return REASON_AFTER_COMPLETION;
	return weigh_closed(limits, was, r, out);
}

/* Not a report of the item at all: everything stays as it was. */
static void pass_by(const struct progress *was, struct decision *out)
{
	out->reason = REASON_TOO_SHORT;
	out->is_passed_by = true;
	out->longest_ms = was->longest_ms;
}

/* A silent player's play goes back to where it was once; no play begins. */
static void weigh_silence(struct decision *out)
{
	out->rule = RULE_SILENT;
	if (out->change == CHANGE_MOVE && !out->completes)
		return;
	out->change = CHANGE_NONE;
	if (out->reason != REASON_AFTER_COMPLETION)
		out->reason = REASON_PLAYER_SILENT;
}

/* What is_leftover_played looks at, and a session that may be done. */
bool rules_looks_back(const struct report *r)
{
	return r->finished || r->session || r->is_older || r->is_asked;
}

void rules_weigh(const struct limits *limits, const struct progress *was, const struct report *r,
	int64_t now_ms, struct decision *out)
{
	struct report known = *r;
	struct place place;
	bool is_silent;

	*out = (struct decision){
		.change = CHANGE_NONE, .told_by = r->session, .watched_ms = UNSAID
	};
	out->at_ms = now_ms;
	if (r->is_asked) {
		rules_weigh_asked(limits, was, r, now_ms, out);
		return;
	}
	if (r->at_ms != UNSAID && r->at_ms < now_ms)
		out->at_ms = r->at_ms; /* never in the future */
	out->dated_ms = r->dated_ms <= now_ms && !was->is_open ? r->dated_ms : UNSAID;
	out->started_ms = out->at_ms;
	if (r->started_ms > 0 && r->started_ms < out->at_ms)
		out->started_ms = r->started_ms;
	take_known_duration(was, &known);
	if (is_too_short(was, &known)) {
		pass_by(was, out);
		return;
	}
	is_silent = take_own_position(limits, was, out->at_ms, &known);
	out->completes = unusable(&known) == REASON_NONE && rules_completes(limits, &known);
	place = sitting_find(was, &known, out);
	out->reason = weigh(limits, was, &known, &place, out);
	if (is_silent)
		weigh_silence(out);
	if (out->change == CHANGE_NONE)
		out->completes = false;
	sitting_keep(was, &known, &place, out);
	out->is_passed_by = out->reason == REASON_SERVER_WORD && !was->is_row;
	out->longest_ms = longest_ms(was, &known);
}

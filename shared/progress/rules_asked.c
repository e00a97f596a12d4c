/* SPDX-License-Identifier: MIT */
#include "shared/progress/rules_asked.h"

#include "shared/progress/rules_told.h"
#include "shared/progress/state.h"

enum { HALF_A_DAY_MS = 12 * 60 * 60 * 1000 };

/* The last viewing, as far as the server knows it; times UNSAID else. */
struct last {
	int64_t began_ms;
	int64_t end_ms; /* not before that, if it was played through */
	bool is_over;   /* else it stands at a position */
};

/* A mark on top of another one says nothing of a viewing. */
static struct last last_viewing(
	const struct limits *limits, const struct progress *was, const struct report *r)
{
	int64_t length = told_in_ms(r->duration, r);
	struct last last = { .began_ms = r->started_ms, .end_ms = r->started_ms };

	last.is_over = r->finished && (r->position <= 0 || !was->has_completed);
	if (limits_over(r->position, r->duration, limits->complete))
		last.is_over = true; /* an episode of a file with several */
	if (last.began_ms != UNSAID && length > 0)
		last.end_ms += length;
	return last;
}

/*
 * Webhooks are telling it just now, or it may be on its way to the end: what
 * is recorded now would be recorded again by what they tell next.
 */
static bool is_being_played(const struct progress *was, const struct last *last, int64_t now_ms)
{
	if (was->has_sitting && now_ms - was->heard_ms < SITTING_GAP_MS)
		return true;
	return last->is_over && last->end_ms > now_ms;
}

/* Did it begin while the newest play was going on, or before? */
static bool is_of_newest(const struct progress *was, const struct last *last)
{
	int64_t near_ms = was->day_only ? HALF_A_DAY_MS + SITTING_GAP_MS : SITTING_GAP_MS;

	return last->began_ms == UNSAID || last->began_ms <= was->updated_ms + near_ms;
}

/*
 * Webhooks have told that it was hardly begun: a server that keeps "played"
 * through another viewing says nothing more.
 */
static bool is_told_begun(
	const struct limits *limits, const struct progress *was, const struct last *last)
{
	const struct told *m = &was->memory;

	return was->has_sitting && m->stopped && told_anything(m) && last->began_ms != UNSAID &&
	       m->told_ms >= last->began_ms - SITTING_GAP_MS &&
	       !limits_over(m->place, m->length, limits->start);
}

static void fill(const struct progress *was, const struct report *r, const struct last *last,
	struct decision *out)
{
	int64_t position = last->is_over || r->position > r->duration ? r->duration : r->position;

	out->duration_ms = told_in_ms(r->duration, r);
	out->position_ms = told_in_ms(position, r);
	out->share = last->is_over ? SHARE_WHOLE : report_share(position, r->duration);
	out->furthest = out->share;
	if (was->is_open && was->furthest > out->furthest)
		out->furthest = was->furthest;
	out->completes = last->is_over;
}

/* A new play, of a viewing that is not known. */
static enum reason add(const struct last *last, int64_t now_ms, struct decision *out)
{
	out->change = CHANGE_CREATE;
	if (last->began_ms == UNSAID && last->is_over) {
		out->at_ms = out->started_ms = UNDATED_MS;
		return REASON_RECONCILED;
	}
	out->at_ms = last->end_ms == UNSAID || last->end_ms > now_ms ? now_ms : last->end_ms;
	out->started_ms = last->began_ms == UNSAID || last->began_ms > out->at_ms ? out->at_ms
										  : last->began_ms;
	return REASON_RECONCILED;
}

/* The open play goes on, or comes to its end. */
static enum reason move(
	const struct progress *was, const struct last *last, int64_t now_ms, struct decision *out)
{
	int64_t at_ms = last->end_ms < now_ms ? last->end_ms : now_ms;

	out->change = CHANGE_MOVE;
	out->at_ms = at_ms > was->updated_ms ? at_ms : was->updated_ms;
	return REASON_RECONCILED;
}

static enum reason weigh_over(const struct limits *limits, const struct progress *was,
	const struct last *last, int64_t now_ms, struct decision *out)
{
	if (!was->has_play)
		return add(last, now_ms, out);
	if (was->is_open && (last->began_ms == UNSAID || last->end_ms >= was->started_ms))
		return move(was, last, now_ms, out);
	/* An earlier viewing than that of the open play. */
	if (was->is_open && !was->has_completed)
		return add(last, now_ms, out);
	if (was->is_open || is_of_newest(was, last) || is_told_begun(limits, was, last))
		return REASON_UNCHANGED;
	return add(last, now_ms, out);
}

static enum reason weigh_place(const struct limits *limits, const struct progress *was,
	const struct report *r, const struct last *last, int64_t now_ms, struct decision *out)
{
	if (r->duration <= 0)
		return REASON_NO_RUNTIME;
	if (r->position < 0)
		return REASON_NO_POSITION;
	if (!limits_over(r->position, r->duration, limits->start))
		return REASON_BELOW_MINIMUM;
	if (!was->has_play)
		return add(last, now_ms, out);
	if (!was->is_open)
		return is_of_newest(was, last) ? REASON_UNCHANGED : add(last, now_ms, out);
	if (out->share == was->share)
		return REASON_UNCHANGED;
	/* That viewing must have ended before something else told more. */
	if (last->began_ms != UNSAID && last->end_ms < was->updated_ms && out->share < was->share)
		return REASON_STALE;
	return move(was, last, now_ms, out);
}

void rules_weigh_asked(const struct limits *limits, const struct progress *was,
	const struct report *r, int64_t now_ms, struct decision *out)
{
	const struct last last = last_viewing(limits, was, r);

	out->started_ms = out->at_ms;
	out->dated_ms = UNSAID;
	out->longest_ms = was->longest_ms;
	out->is_apart = true;
	fill(was, r, &last, out);
	if (is_being_played(was, &last, now_ms)) {
		out->is_put_off = true;
		out->reason = REASON_UNCHANGED;
	} else if (last.is_over && r->basis == BASIS_EXPLICIT_MARK && !was->is_open &&
		   was->has_completed) {
		out->reason = REASON_UNCHANGED;
	} else {
		out->reason = last.is_over ? weigh_over(limits, was, &last, now_ms, out)
					   : weigh_place(limits, was, r, &last, now_ms, out);
	}
	if (out->change == CHANGE_NONE)
		out->completes = false;
}

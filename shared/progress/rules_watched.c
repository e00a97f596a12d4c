/* SPDX-License-Identifier: MIT */
/* rules_watched.c -- see rules_watched.h. */
#include "shared/progress/rules_watched.h"

#include "shared/progress/rules_told.h"

enum { SPEED = 2 }; /* people play at double speed */

/* What was known before the report. */
struct since {
	int64_t watched, place; /* ms */
	int64_t at_ms;          /* UNSAID: no stretch ends here */
};

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static struct since since_open(const struct progress *was)
{
	struct since s = { was->watched_ms, was->position_ms, was->updated_ms };

	if (s.watched == UNSAID && was->duration_ms > 0)
		s.watched = was->duration_ms / SHARE_WHOLE * was->furthest +
			    was->duration_ms % SHARE_WHOLE * was->furthest / SHARE_WHOLE;
	if (s.watched == UNSAID)
		s.watched = 0;
	if (told_anything(&was->memory) && was->memory.told_ms > s.at_ms)
		s.at_ms = was->memory.told_ms;
	return s;
}

/* Below the start limit no play is there to keep the count. */
static struct since since_begun(const struct limits *limits, const struct progress *was,
	const struct report *r, const struct place *place, const struct decision *out)
{
	const struct told *m = &was->memory;
	struct since s = { .at_ms = UNSAID };

	if (place->sitting == PLACE_SAME && told_anything(m) && r->file_duration == r->duration) {
		s.place = m->place;
		s.at_ms = m->told_ms;
		s.watched = smaller(m->place, out->duration_ms / LIMIT_WHOLE * limits->start);
	} else if (r->started_ms > 0) {
		s.at_ms = r->started_ms;
	}
	return s;
}

int64_t watched_after(const struct limits *limits, const struct progress *was,
	const struct report *r, const struct place *place, const struct decision *out)
{
	struct since s = was->is_open ? since_open(was) : since_begun(limits, was, r, place, out);
	bool rests = place->sitting == PLACE_SAME && was->memory.paused;
	int64_t moved, time;

	if (s.at_ms == UNSAID || s.place == UNSAID || out->position_ms == UNSAID || rests)
		return s.watched;
	moved = out->position_ms - s.place;
	time = out->at_ms - s.at_ms;
	if (moved <= 0 || time <= 0)
		return s.watched;
	return s.watched + (moved / SPEED < time ? moved : SPEED * time);
}

bool watched_too_little(const struct report *r, const struct decision *out)
{
	return out->watched_ms != UNSAID && out->duration_ms > 0 &&
	       r->basis != BASIS_EXPLICIT_MARK && out->watched_ms < out->duration_ms / 2;
}

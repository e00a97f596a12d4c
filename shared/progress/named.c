/* SPDX-License-Identifier: MIT */
#include "shared/progress/named.h"

#include "shared/progress/rules_told.h"

bool named_shift(struct report *r, struct shift by)
{
	int season = r->season, episode = r->episode, end = r->episode_end;

	if (season != UNSAID)
		season += by.season;
	if (episode != UNSAID)
		episode += by.episode;
	if (end != UNSAID)
		end += by.episode;
	if ((r->season != UNSAID && season < 0) || (r->episode != UNSAID && episode < 0))
		return false;
	r->season = season;
	r->episode = episode;
	r->episode_end = end;
	return true;
}

enum reason named_flaw(const struct report *r)
{
	if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID))
		return REASON_INCOMPLETE_EPISODE;
	if (r->kind == KIND_PODCAST && !r->part)
		return REASON_INCOMPLETE_EPISODE;
	/* Without a runtime, a server marks everything as played. */
	if (r->finished && r->basis == BASIS_USERDATA_PLAYED && r->duration <= 0)
		return REASON_NO_RUNTIME;
	return REASON_NONE;
}

enum { STRETCHES = 3 };

/*
 * Between which limits the report is: not begun, under way, or at the end, of
 * each part of a file. Reports of one stretch that follow each other can fold;
 * what a viewing leads to depends on where it crosses from one to another.
 */
static int stretch_of(const struct limits *limits, const struct report *r)
{
	int parts = report_parts(r), index = 0;
	struct report part;
	int within = 0;

	report_part(r, 0, false, &part);
	while (index + 1 < parts && part.passed)
		report_part(r, ++index, false, &part);
	if (part.finished ||
		limits_complete(limits, part.position, part.duration, part.units_per_ms))
		within = 2;
	else if (limits_over(part.position, part.duration, limits->start))
		within = 1;
	return index * STRETCHES + within;
}

/* Of the place that its server keeps as well, which may lag behind. */
static int64_t both_stretches(const struct limits *limits, const struct report *r)
{
	enum { EACH = REPORT_PARTS_MAX * STRETCHES };
	struct report kept = *r;

	if (r->own_position < 0)
		return stretch_of(limits, r);
	kept.position = r->own_position;
	return (int64_t)stretch_of(limits, &kept) * EACH + stretch_of(limits, r);
}

struct tick_step named_tick(
	const struct limits *limits, const struct message *m, struct tick *newest)
{
	int64_t stretch = both_stretches(limits, &m->report), place = m->report.own_position;
	struct told before = { .own_ms = 1, .own_place = told_in_ms(newest->place, &m->report) };
	struct tick_step step;

	step.is_same_run = newest->run && strcmp(newest->run, m->run) == 0;
	step.is_same_stretch = step.is_same_run && newest->stretch == stretch;
	step.is_told = !step.is_same_stretch || place < 0 || told_is_own(&before, &m->report);
	step.is_changed = !step.is_same_stretch || newest->place != place;
	*newest = (struct tick){ m->run, place, stretch };
	return step;
}

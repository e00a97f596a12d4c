/* SPDX-License-Identifier: MIT */
#include "shared/progress/named.h"

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

int named_stretch(const struct limits *limits, const struct report *r)
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

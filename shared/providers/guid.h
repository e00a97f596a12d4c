/* SPDX-License-Identifier: MIT */
/*
 * guid.h -- the addresses by which Plex names a work.
 *
 * "tmdb://603" names what the body is about, for an episode the episode. Its
 * old agents write "com.plexapp.agents.thetvdb://81189/5/14?lang=en": the show,
 * the season and the episode. "plex://show/5d9c..." names nothing elsewhere.
 */
#ifndef SHARED_PROVIDERS_GUID_H
#define SHARED_PROVIDERS_GUID_H

#include "shared/base/err.h"
#include "shared/progress/report.h"

struct guid {
	struct ids ids; /* one at most */
	bool is_agent;  /* an old agent's */
	int season, episode;
};

/* Reads any text, and NULL; ids is empty when it names nothing. */
void guid_read(struct cx *cx, const char *text, struct guid *out);

#endif

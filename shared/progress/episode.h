/* SPDX-License-Identifier: MIT */
/* episode.h -- an episode as a server lists it, watched or not. */
#ifndef SHARED_PROGRESS_EPISODE_H
#define SHARED_PROGRESS_EPISODE_H

#include "shared/base/base.h"

struct guide_episode {
	int season, episode;       /* season 0 is the specials */
	const char *title;         /* or NULL */
	int64_t air_ms, length_ms; /* when it is broadcast first; or UNSAID */
};

#endif

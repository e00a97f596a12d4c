/* SPDX-License-Identifier: MIT */
/* plex_guide.h -- the episodes of a show, of Plex. */
#ifndef SHARED_PROVIDERS_PLEX_GUIDE_H
#define SHARED_PROVIDERS_PLEX_GUIDE_H

#include "shared/providers/guide.h"

extern const struct guide plex_guide;

#endif

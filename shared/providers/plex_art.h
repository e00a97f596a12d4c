/* SPDX-License-Identifier: MIT */
/* plex_art.h -- pictures of Plex, which asks for the token. */
#ifndef SHARED_PROVIDERS_PLEX_ART_H
#define SHARED_PROVIDERS_PLEX_ART_H

#include "shared/providers/art.h"

extern const struct art plex_art;

#endif

/* SPDX-License-Identifier: MIT */
/* plex_api.h -- what is asked of a Plex server. */
#ifndef SHARED_PROVIDERS_PLEX_API_H
#define SHARED_PROVIDERS_PLEX_API_H

#include "shared/providers/lookup.h"

extern const struct service plex_service;
extern const struct lookup plex_lookup;

#endif

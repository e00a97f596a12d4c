/* SPDX-License-Identifier: MIT */
/* plex_api.h -- what is asked of a Plex server. */
#ifndef SHARED_PROVIDERS_PLEX_API_H
#define SHARED_PROVIDERS_PLEX_API_H

#include "shared/providers/lookup.h"

extern const struct service plex_service;
extern const struct lookup plex_lookup;

/*
 * As plex_lookup.accept, of a film or a show; *out has no ids when the server
 * has it no more.
 */
MUST_CHECK enum err plex_work(
	struct cx *cx, const char *key, const struct answer *answer, struct show *out);

#endif

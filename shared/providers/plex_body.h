/* SPDX-License-Identifier: MIT */
/*
 * plex_body.h -- bodies in the shape of Plex's webhooks, whoever sends them.
 */
#ifndef SHARED_PROVIDERS_PLEX_BODY_H
#define SHARED_PROVIDERS_PLEX_BODY_H

#include "shared/providers/sink.h"

/*
 * Adds the message of a body, of which the sink keeps the keys that plex.c
 * lists. The duration has that many units in a millisecond. `unnamed` is the
 * sentence about an episode whose show has no id.
 */
MUST_CHECK enum err plex_body_read(struct cx *cx, struct json body, int units_per_ms,
	const char *unnamed, struct messages *out);

#endif

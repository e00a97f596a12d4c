/* SPDX-License-Identifier: MIT */
/*
 * plex_history.h -- Plex, asked for what one account has watched.
 *
 * The history has a row for each viewing, with the time at which it counted as
 * watched, and without ids: films and shows are asked for, many at a time, and
 * remembered as those of lookup.h. What is in progress is told of the key's own
 * account only, which is the first.
 */
#ifndef SHARED_PROVIDERS_PLEX_HISTORY_H
#define SHARED_PROVIDERS_PLEX_HISTORY_H

#include "shared/providers/source.h"

extern const struct source plex_history;

#endif

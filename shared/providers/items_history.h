/* SPDX-License-Identifier: MIT */
/* items_history.h -- the servers of items_source.h, each by its own way. */
#ifndef SHARED_PROVIDERS_ITEMS_HISTORY_H
#define SHARED_PROVIDERS_ITEMS_HISTORY_H

#include "shared/providers/source.h"

extern const struct source emby_history, jellyfin_history;

#endif

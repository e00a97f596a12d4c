/* SPDX-License-Identifier: MIT */
/*
 * items_api.h -- the API that Emby and Jellyfin have in common: the greeting,
 * and items by their ids.
 */
#ifndef SHARED_PROVIDERS_ITEMS_API_H
#define SHARED_PROVIDERS_ITEMS_API_H

#include "shared/providers/lookup.h"

extern const struct service emby_service, jellyfin_service;
extern const struct lookup emby_lookup, jellyfin_lookup;

#endif

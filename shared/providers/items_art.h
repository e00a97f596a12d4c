/* SPDX-License-Identifier: MIT */
/*
 * items_art.h -- pictures of Emby and Jellyfin, which give them to everybody,
 * scaled down and as JPEG.
 */
#ifndef SHARED_PROVIDERS_ITEMS_ART_H
#define SHARED_PROVIDERS_ITEMS_ART_H

#include "shared/providers/art.h"

extern const struct art emby_art, jellyfin_art, jellyfin_official_art;

#endif

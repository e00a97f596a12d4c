/* SPDX-License-Identifier: MIT */
/* items_guide.h -- the episodes of a show, of Emby and Jellyfin. */
#ifndef SHARED_PROVIDERS_ITEMS_GUIDE_H
#define SHARED_PROVIDERS_ITEMS_GUIDE_H

#include "shared/providers/guide.h"

extern const struct guide emby_guide, jellyfin_guide;

#endif

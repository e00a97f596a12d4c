/* SPDX-License-Identifier: MIT */
/* art.h -- covers of Audiobookshelf, by the rows of progress that are kept. */
#ifndef SHARED_PROVIDERS_AUDIOBOOKSHELF_ART_H
#define SHARED_PROVIDERS_AUDIOBOOKSHELF_ART_H

#include "shared/providers/art.h"

extern const struct art abs_art;

#endif

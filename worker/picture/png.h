/* SPDX-License-Identifier: MIT */
/* png.h -- PNG, for codec.c. */
#ifndef WORKER_PICTURE_PNG_H
#define WORKER_PICTURE_PNG_H

#include "worker/picture/codec.h"

/* As codec_draw. */
MUST_CHECK enum err png_draw(struct cx *cx, struct bytes picture, struct canvas *out);

#endif

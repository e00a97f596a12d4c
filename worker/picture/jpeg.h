/* SPDX-License-Identifier: MIT */
/* jpeg.h -- JPEG, for codec.c. */
#ifndef WORKER_PICTURE_JPEG_H
#define WORKER_PICTURE_JPEG_H

#include "worker/picture/codec.h"

/* As codec_draw and codec_write. */
MUST_CHECK enum err jpeg_draw(struct cx *cx, struct bytes picture, struct canvas *out);
MUST_CHECK enum err jpeg_write(
	struct cx *cx, const struct canvas *canvas, size_t most, struct bytes *out);

#endif

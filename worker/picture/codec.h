/* SPDX-License-Identifier: MIT */
/*
 * codec.h -- the only door to libjpeg-turbo and libpng.
 *
 * Pictures are hostile. These functions bound what they take; the process that
 * calls them is bounded as well (apart.h).
 */
#ifndef WORKER_PICTURE_CODEC_H
#define WORKER_PICTURE_CODEC_H

#include "shared/base/err.h"
#include "worker/picture/canvas.h"

/* More than any camera's, and less than what bombs claim. */
enum { CODEC_SIDE_MIN = 32, CODEC_SIDE_MAX = 16000, CODEC_PIXELS_MAX = 50 * 1000 * 1000 };

/*
 * Draws the picture on a canvas that it begins, in the arena. What it is, is
 * told by its first bytes. ERR_INPUT: it is none of these, damaged, or too
 * large or small; the note says which.
 */
MUST_CHECK enum err codec_draw(struct cx *cx, struct bytes picture, struct canvas *out);

/* As a JPEG of at most `most` bytes, in the arena; ERR_INPUT: it cannot be. */
MUST_CHECK enum err codec_write(
	struct cx *cx, const struct canvas *canvas, size_t most, struct bytes *out);

#endif

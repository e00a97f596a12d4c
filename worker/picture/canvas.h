/* SPDX-License-Identifier: MIT */
/*
 * canvas.h -- a picture that is scaled down while its rows come in.
 *
 * Each pixel is the mean of those that it stands for. Of the picture itself
 * one row is in memory, so its size does not matter.
 */
#ifndef WORKER_PICTURE_CANVAS_H
#define WORKER_PICTURE_CANVAS_H

#include "shared/base/arena.h"

/* What a picture is scaled down to fit into. */
enum { CANVAS_WIDTH = 400, CANVAS_HEIGHT = 600 };

struct canvas {
	int64_t width_in, height_in; /* of the picture */
	int64_t width, height;       /* of what it becomes */
	unsigned char *pixels;       /* of that: red, green, blue, row after row */
	/* Private. */
	int64_t row, rows; /* rows that came; of these, in the sums */
	uint64_t *sums;    /* of a row of what it becomes */
};

/* Everything is in the arena. Width and height are at least 1. */
void canvas_begin(struct canvas *c, struct arena *a, int64_t width, int64_t height);

/* The next row, from the top, of 3 * width_in bytes; one too many is a bug. */
void canvas_row(struct canvas *c, const unsigned char *rgb);

#endif

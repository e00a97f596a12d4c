/* SPDX-License-Identifier: MIT */
#include "worker/picture/canvas.h"

enum { COLOURS = 3 };

static int64_t at_least_one(int64_t n)
{
	return n < 1 ? 1 : n;
}

/* The proportions stay; a small picture stays as it is. */
static void choose_size(struct canvas *c)
{
	int64_t w = c->width_in, h = c->height_in;

	c->width = w;
	c->height = h;
	if (w <= CANVAS_WIDTH && h <= CANVAS_HEIGHT)
		return;
	if (w * CANVAS_HEIGHT > h * CANVAS_WIDTH) {
		c->width = CANVAS_WIDTH;
		c->height = at_least_one(h * CANVAS_WIDTH / w);
	} else {
		c->height = CANVAS_HEIGHT;
		c->width = at_least_one(w * CANVAS_HEIGHT / h);
	}
}

void canvas_begin(struct canvas *c, struct arena *a, int64_t width, int64_t height)
{
	*c = (struct canvas){ .width_in = width, .height_in = height };
	choose_size(c);
	c->pixels = arena_array(a, (size_t)(c->width * c->height), COLOURS);
	c->sums = arena_array(a, (size_t)c->width * COLOURS, sizeof(*c->sums));
}

/* Columns of the picture before that one of the canvas. */
static int64_t columns_before(const struct canvas *c, int64_t x)
{
	return (x * c->width_in + c->width - 1) / c->width;
}

static void end_row(struct canvas *c, int64_t y)
{
	unsigned char *to = c->pixels + y * c->width * COLOURS;

	for (int64_t x = 0; x < c->width; x++) {
		int64_t columns = columns_before(c, x + 1) - columns_before(c, x);
		uint64_t count = (uint64_t)(columns * c->rows);

		for (int i = 0; i < COLOURS; i++)
			to[x * COLOURS + i] = (unsigned char)(c->sums[x * COLOURS + i] / count);
	}
	memset(c->sums, 0, (size_t)c->width * COLOURS * sizeof(*c->sums));
	c->rows = 0;
}

void canvas_row(struct canvas *c, const unsigned char *rgb)
{
	int64_t y = c->row * c->height / c->height_in;

	ASSERT(c->row < c->height_in);
	for (int64_t from = 0; from < c->width_in; from++) {
		uint64_t *sum = c->sums + from * c->width / c->width_in * COLOURS;

		for (int i = 0; i < COLOURS; i++)
			sum[i] += rgb[from * COLOURS + i];
	}
	c->row++;
	c->rows++;
	if (c->row * c->height / c->height_in != y)
		end_row(c, y);
}

/* SPDX-License-Identifier: MIT */
/*
 * png.c -- reads a PNG row by row; one that is interlaced as a whole, if it is
 * small. Like libjpeg, libpng reports an error by a call that must not return.
 */
#include "worker/picture/png.h"

#include <png.h>

enum { CHUNK_MAX = 8 << 20, WHOLE_MAX = 4 * 1000 * 1000, COLOURS = 3 };

struct reading {
	png_struct *png;
	png_info *info;
	const unsigned char *at;
	size_t left;
	uint32_t width, height;
	unsigned char *rows;
	char text[100];
};

static NORETURN void fail(png_struct *png, const char *text)
{
	struct reading *r = png_get_error_ptr(png);

	snprintf(r->text, sizeof(r->text), "%s", text);
	png_longjmp(png, 1);
}

static void pass_over(png_struct *png, const char *text)
{
	(void)png;
	(void)text;
}

static void take(png_struct *png, unsigned char *to, size_t length)
{
	struct reading *r = png_get_io_ptr(png);

	if (length > r->left)
		png_error(png, "it ends too early");
	memcpy(to, r->at, length);
	r->at += length;
	r->left -= length;
}

static enum err check_size(struct cx *cx, const struct reading *r)
{
	if (r->width >= CODEC_SIDE_MIN && r->height >= CODEC_SIDE_MIN &&
		r->width <= CODEC_SIDE_MAX && r->height <= CODEC_SIDE_MAX &&
		(uint64_t)r->width * r->height <= CODEC_PIXELS_MAX)
		return OK;
	return err_note(
		cx, ERR_INPUT, "a PNG of %u x %u pixels", (unsigned)r->width, (unsigned)r->height);
}

/* Whatever it holds becomes eight bits of red, green and blue. */
static void transform(struct reading *r)
{
	png_set_expand(r->png);
	png_set_scale_16(r->png);
	png_set_strip_alpha(r->png);
	png_set_gray_to_rgb(r->png);
}

static void draw_rows(struct cx *cx, struct reading *r, struct canvas *out)
{
	r->rows = arena_array(cx->arena, r->width, COLOURS);
	for (uint32_t y = 0; y < r->height; y++) {
		png_read_row(r->png, r->rows, NULL);
		canvas_row(out, r->rows);
	}
}

static void draw_whole(struct cx *cx, struct reading *r, struct canvas *out, int passes)
{
	size_t stride = (size_t)r->width * COLOURS;

	r->rows = arena_array(cx->arena, r->height, stride);
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < r->height; y++)
			png_read_row(r->png, r->rows + y * stride, NULL);
	for (uint32_t y = 0; y < r->height; y++)
		canvas_row(out, r->rows + y * stride);
}

static enum err draw(struct cx *cx, struct reading *r, struct canvas *out)
{
	int passes;

	png_set_user_limits(r->png, CODEC_SIDE_MAX, CODEC_SIDE_MAX);
	png_set_chunk_malloc_max(r->png, CHUNK_MAX);
	png_set_read_fn(r->png, r, take);
	png_read_info(r->png, r->info);
	r->width = png_get_image_width(r->png, r->info);
	r->height = png_get_image_height(r->png, r->info);
	TRY(check_size(cx, r));
	passes = png_set_interlace_handling(r->png);
	if (passes > 1 && (uint64_t)r->width * r->height > WHOLE_MAX)
		return err_note(cx, ERR_INPUT, "an interlaced PNG of more than 4 megapixels");
	transform(r);
	png_read_update_info(r->png, r->info);
	if (png_get_rowbytes(r->png, r->info) != (size_t)r->width * COLOURS)
		return err_note(cx, ERR_INPUT, "a PNG of an unknown form");
	canvas_begin(out, cx->arena, r->width, r->height);
	if (passes > 1)
		draw_whole(cx, r, out, passes);
	else
		draw_rows(cx, r, out);
	return OK;
}

enum err png_draw(struct cx *cx, struct bytes picture, struct canvas *out)
{
	struct reading *r = arena_alloc(cx->arena, sizeof(*r));
	enum err err;

	r->at = picture.at;
	r->left = picture.length;
	r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, fail, pass_over);
	r->info = r->png ? png_create_info_struct(r->png) : NULL;
	if (!r->info)
		err = err_note(cx, ERR_INTERNAL, "no memory for libpng");
	else if (setjmp(png_jmpbuf(r->png)) == 0)
		err = draw(cx, r, out);
	else
		err = err_note(cx, ERR_INPUT, "a damaged PNG: %.100s", r->text);
	png_destroy_read_struct(&r->png, &r->info, NULL);
	return err;
}

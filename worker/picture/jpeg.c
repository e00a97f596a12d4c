/* SPDX-License-Identifier: MIT */
/*
 * jpeg.c -- reads a JPEG at an eighth, a quarter or half of its size where that
 * is enough, and writes one.
 *
 * libjpeg reports an error by a call that must not return: setjmp. What is
 * changed after setjmp stands in a struct, not in variables of the function.
 */
#include "worker/picture/jpeg.h"

#include <setjmp.h>

/* It includes nothing of what it needs itself. */
#include <jpeglib.h>

enum { SCANS_MAX = 100, MEMORY_MAX = 160 << 20 };

struct failing {
	struct jpeg_error_mgr manager; /* first: libjpeg has a pointer to it */
	jmp_buf out;
	char text[JMSG_LENGTH_MAX];
};

static void fail(j_common_ptr codec)
{
	struct failing *f = (struct failing *)(void *)codec->err;

	f->manager.format_message(codec, f->text);
	longjmp(f->out, 1);
}

/* A damaged picture is drawn as far as it goes; nothing is printed. */
static void pass_over(j_common_ptr codec)
{
	(void)codec;
}

static struct jpeg_error_mgr *begin_failing(struct failing *f)
{
	jpeg_std_error(&f->manager);
	f->manager.error_exit = fail;
	f->manager.output_message = pass_over;
	*f->text = '\0';
	return &f->manager;
}

/* ---- reading ---- */

struct reading {
	struct jpeg_decompress_struct codec;
	struct jpeg_progress_mgr progress;
	struct failing failing;
	unsigned char *row;
};

/* A few bytes make a scan, and each scan goes over the whole picture. */
static void count_scans(j_common_ptr codec)
{
	const struct jpeg_decompress_struct *d = (const void *)codec;

	if (d->input_scan_number > SCANS_MAX)
		longjmp(((struct failing *)(void *)codec->err)->out, 1);
}

static bool is_size_allowed(const struct jpeg_decompress_struct *d)
{
	return d->image_width >= CODEC_SIDE_MIN && d->image_height >= CODEC_SIDE_MIN &&
	       d->image_width <= CODEC_SIDE_MAX && d->image_height <= CODEC_SIDE_MAX &&
	       (uint64_t)d->image_width * d->image_height <= CODEC_PIXELS_MAX;
}

/* It is scaled down again from there, so it stays twice as large. */
static unsigned eighths(const struct jpeg_decompress_struct *d)
{
	for (unsigned n = 1; n < 8; n *= 2)
		if (d->image_width * n / 8 >= 2 * CANVAS_WIDTH &&
			d->image_height * n / 8 >= 2 * CANVAS_HEIGHT)
			return n;
	return 8;
}

static enum err draw(struct cx *cx, struct reading *r, struct bytes picture, struct canvas *out)
{
	struct jpeg_decompress_struct *d = &r->codec;

	jpeg_create_decompress(d);
	d->mem->max_memory_to_use = MEMORY_MAX;
	d->progress = &r->progress;
	r->progress.progress_monitor = count_scans;
	jpeg_mem_src(d, picture.at, picture.length);
	jpeg_read_header(d, TRUE);
	if (!is_size_allowed(d))
		return err_note(
			cx, ERR_INPUT, "a JPEG of %u x %u pixels", d->image_width, d->image_height);
	d->out_color_space = JCS_RGB;
	d->scale_num = eighths(d);
	d->scale_denom = 8;
	jpeg_start_decompress(d);
	canvas_begin(out, cx->arena, d->output_width, d->output_height);
	r->row = arena_array(cx->arena, d->output_width, 3);
	while (d->output_scanline < d->output_height) {
		jpeg_read_scanlines(d, &r->row, 1);
		canvas_row(out, r->row);
	}
	return OK;
}

enum err jpeg_draw(struct cx *cx, struct bytes picture, struct canvas *out)
{
	struct reading *r = arena_alloc(cx->arena, sizeof(*r));
	enum err err;

	r->codec.err = begin_failing(&r->failing);
	if (setjmp(r->failing.out) == 0)
		err = draw(cx, r, picture, out);
	else
		err = err_note(cx, ERR_INPUT, "a damaged JPEG: %.150s", r->failing.text);
	jpeg_destroy_decompress(&r->codec);
	return err;
}

/* ---- writing ---- */

struct writing {
	struct jpeg_compress_struct codec;
	struct failing failing;
	unsigned char *bytes; /* libjpeg's */
	unsigned long length;
	bool is_written;
};

static void write_at(struct writing *w, const struct canvas *canvas, int quality)
{
	struct jpeg_compress_struct *c = &w->codec;

	jpeg_create_compress(c);
	jpeg_mem_dest(c, &w->bytes, &w->length);
	c->image_width = (JDIMENSION)canvas->width;
	c->image_height = (JDIMENSION)canvas->height;
	c->input_components = 3;
	c->in_color_space = JCS_RGB;
	jpeg_set_defaults(c);
	jpeg_set_quality(c, quality, TRUE);
	c->optimize_coding = TRUE;
	jpeg_start_compress(c, TRUE);
	while (c->next_scanline < c->image_height) {
		JSAMPROW row = canvas->pixels + (size_t)c->next_scanline * c->image_width * 3;

		jpeg_write_scanlines(c, &row, 1);
	}
	jpeg_finish_compress(c);
}

static bool try_quality(struct writing *w, const struct canvas *canvas, int quality)
{
	w->codec.err = begin_failing(&w->failing);
	if (setjmp(w->failing.out) == 0) {
		write_at(w, canvas, quality);
		w->is_written = true;
	}
	jpeg_destroy_compress(&w->codec);
	return w->is_written;
}

enum err jpeg_write(struct cx *cx, const struct canvas *canvas, size_t most, struct bytes *out)
{
	static const int qualities[] = { 85, 75, 60, 40, 20, 5 };
	bool is_well = true;

	*out = (struct bytes){ NULL, 0 };
	for (size_t i = 0; i < NELEM(qualities) && is_well && !out->at; i++) {
		struct writing *w = arena_alloc(cx->arena, sizeof(*w));

		is_well = try_quality(w, canvas, qualities[i]);
		if (is_well && w->length <= most) {
			char *copy = arena_raw(cx->arena, w->length);

			memcpy(copy, w->bytes, w->length);
			*out = (struct bytes){ copy, w->length };
		}
		free(w->bytes);
	}
	if (out->at)
		return OK;
	return err_note(cx, ERR_INPUT, "a picture that takes more than %zu bytes", most);
}

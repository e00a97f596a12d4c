/* SPDX-License-Identifier: MIT */
/* Pictures: scaled down, checked by content, and bounded. */
#include "tests/unit/unit.h"
#include "worker/picture/codec.h"
#include "worker/picture/jpeg.h"

#include <png.h>

enum { MOST = 60000 };

/* Red at the left, blue at the right. */
static unsigned char *paint(struct unit *u, size_t width, size_t height)
{
	unsigned char *pixels = arena_array(&u->arena, width * height, 3);

	for (size_t i = 0; i < width * height; i++)
		pixels[3 * i + (i % width < width / 2 ? 0 : 2)] = 200;
	return pixels;
}

static struct bytes jpeg_of(struct unit *u, int64_t width, int64_t height)
{
	struct canvas whole = { .width = width, .height = height };
	struct bytes out;

	whole.pixels = paint(u, (size_t)width, (size_t)height);
	MUST(jpeg_write(&u->cx, &whole, MIB(16), &out));
	return out;
}

static struct bytes png_of(struct unit *u, unsigned width, unsigned height)
{
	png_image image = { .version = PNG_IMAGE_VERSION,
		.width = width,
		.height = height,
		.format = PNG_FORMAT_RGB };
	unsigned char *pixels = paint(u, width, height);
	png_alloc_size_t size = 0;
	void *bytes;

	assert_true(png_image_write_get_memory_size(image, size, 0, pixels, 0, NULL));
	bytes = arena_alloc(&u->arena, size);
	assert_true(png_image_write_to_memory(&image, bytes, &size, 0, pixels, 0, NULL));
	return (struct bytes){ bytes, size };
}

static void has_colours(const struct canvas *c)
{
	const unsigned char *left = c->pixels + c->height / 2 * c->width * 3;
	const unsigned char *right = left + (c->width - 1) * 3;

	assert_in_range(left[0], 190, 210);
	assert_in_range(left[2], 0, 10);
	assert_in_range(right[2], 190, 210);
	assert_in_range(right[0], 0, 10);
}

static void test_sizes(void **state)
{
	static const struct {
		int64_t width, height, then_width, then_height;
	} rows[] = {
		{ 1000, 1500, 400, 600 },
		{ 400, 600, 400, 600 },
		{ 333, 200, 333, 200 },
		{ 401, 600, 400, 598 },
		{ 500, 2000, 150, 600 },
		{ 700, 35, 400, 20 },
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct canvas jpeg, png;
		const char *where = arena_printf(&u->arena, "row %zu", i);

		MUST(codec_draw(&u->cx, jpeg_of(u, rows[i].width, rows[i].height), &jpeg));
		MUST(codec_draw(&u->cx,
			png_of(u, (unsigned)rows[i].width, (unsigned)rows[i].height), &png));
		is_i64(where, "width of the PNG", png.width, rows[i].then_width);
		is_i64(where, "height of the PNG", png.height, rows[i].then_height);
		is_i64(where, "width of the JPEG", jpeg.width, rows[i].then_width);
		is_i64(where, "height of the JPEG", jpeg.height, rows[i].then_height);
		has_colours(&jpeg);
		has_colours(&png);
	}
}

static void test_forty_megapixels(void **state)
{
	struct unit *u = *state;
	struct canvas canvas;
	struct bytes out;

	arena_finish(&u->arena);
	arena_init(&u->arena, MIB(256));
	MUST(codec_draw(&u->cx, jpeg_of(u, 5164, 7746), &canvas));
	is_i64("forty", "height", canvas.height, 600);
	has_colours(&canvas);
	MUST(codec_write(&u->cx, &canvas, MOST, &out));
	assert_in_range(out.length, 1, MOST);
}

/* The worst picture there is: noise. */
static void test_it_fits(void **state)
{
	struct unit *u = *state;
	struct canvas canvas = { .width = CANVAS_WIDTH, .height = CANVAS_HEIGHT };
	struct bytes out;
	uint32_t noise = 1;

	canvas.pixels = paint(u, CANVAS_WIDTH, CANVAS_HEIGHT);
	for (size_t i = 0; i < (size_t)CANVAS_WIDTH * CANVAS_HEIGHT * 3; i++) {
		noise = noise * 1664525 + 1013904223;
		canvas.pixels[i] = (unsigned char)(noise >> 24);
	}
	MUST(codec_write(&u->cx, &canvas, MOST, &out));
	assert_in_range(out.length, 1, MOST);
	is_err("nothing", &u->cx, codec_write(&u->cx, &canvas, 100, &out), ERR_INPUT);
}

static void is_refused(struct unit *u, const char *where, struct bytes bytes)
{
	struct canvas canvas;

	is_err(where, &u->cx, codec_draw(&u->cx, bytes, &canvas), ERR_INPUT);
	assert_true(*u->cx.note != '\0');
}

static void test_what_is_no_picture(void **state)
{
	static const char *const texts[] = { "", "GIF89a", "<svg onload='alert(1)'/>",
		"<!DOCTYPE html><title>poster.jpg</title>", "\xff\xd8\xff", "\xff\xd8\xff\xe0 JFIF",
		"\x89PNG\r\n\x1a\n", "RIFF0000WEBPVP8 " };
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(texts); i++)
		is_refused(u, texts[i], (struct bytes){ texts[i], strlen(texts[i]) });
}

static void test_what_is_too_large_or_small(void **state)
{
	struct unit *u = *state;
	struct bytes png = png_of(u, 64, 64);
	unsigned char *jpeg = (void *)(uintptr_t)jpeg_of(u, 64, 64).at;

	is_refused(u, "a dot", jpeg_of(u, 1, 1));
	is_refused(u, "a dot", png_of(u, 31, 64));
	is_refused(u, "half a PNG", (struct bytes){ png.at, png.length / 2 });
	/* The header of a frame: a length, a depth, the height, the width. */
	for (size_t i = 0; jpeg[i] != 0xff || jpeg[i + 1] != 0xc0; i++)
		memset(jpeg + i + 7, 0xff, jpeg[i + 2] == 0xff && jpeg[i + 3] == 0xc0 ? 4 : 0);
	is_refused(u, "65535 x 65535", (struct bytes){ jpeg, 600 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sizes, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(test_forty_megapixels, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(test_it_fits, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(test_what_is_no_picture, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(
			test_what_is_too_large_or_small, unit_setup, unit_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

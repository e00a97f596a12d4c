/* SPDX-License-Identifier: MIT */
#include "worker/picture/codec.h"

#include "worker/picture/jpeg.h"
#include "worker/picture/png.h"

static bool begins_with(struct bytes picture, const char *mark, size_t length)
{
	return picture.length >= length && memcmp(picture.at, mark, length) == 0;
}

enum err codec_draw(struct cx *cx, struct bytes picture, struct canvas *out)
{
	if (begins_with(picture, "\xff\xd8\xff", 3))
		return jpeg_draw(cx, picture, out);
	if (begins_with(picture, "\x89PNG\r\n\x1a\n", 8))
		return png_draw(cx, picture, out);
	return err_note(cx, ERR_INPUT, "neither a JPEG nor a PNG");
}

enum err codec_write(struct cx *cx, const struct canvas *canvas, size_t most, struct bytes *out)
{
	return jpeg_write(cx, canvas, most, out);
}

/* SPDX-License-Identifier: MIT */
/* Any bytes as a picture. */
#include "tests/fuzz/fuzz.h"
#include "worker/picture/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct canvas canvas;
	struct bytes out;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	if (codec_draw(&cx, (struct bytes){ data, size }, &canvas) == OK) {
		ASSERT(canvas.width <= CANVAS_WIDTH && canvas.height <= CANVAS_HEIGHT);
		ASSERT(codec_write(&cx, &canvas, 60000, &out) == OK);
		ASSERT(out.length <= 60000);
	}
	arena_reset(&arena);
	return 0;
}

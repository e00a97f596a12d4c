/* SPDX-License-Identifier: MIT */
/* Any bytes as the body in which each sender's pictures are looked for. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	for (size_t i = 0; i < provider_count; i++) {
		struct art_place place = { NULL, NULL };

		if (providers[i]->art)
			art_find(&cx, providers[i]->art, (struct bytes){ data, size }, &place);
		ASSERT(!place.item || strlen(place.item) <= ART_ITEM_MAX);
		ASSERT(!place.address || strncmp(place.address, "https://", 8) == 0);
	}
	arena_reset(&arena);
	return 0;
}

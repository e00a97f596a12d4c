/* SPDX-License-Identifier: MIT */
/*
 * Two texts, split where the first byte says: a patch leads from one to the
 * other. Any bytes are a harmless patch.
 */
#include "shared/store/delta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	struct bytes from, to, patch, back;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	if (size == 0)
		return 0;
	from.at = data + 1;
	from.length = (size - 1) * data[0] / 255;
	to.at = data + 1 + from.length;
	to.length = size - 1 - from.length;
	if (delta_make(&arena, from, to, &patch)) {
		ASSERT(patch.length <= PATCH_MAX);
		ASSERT(delta_apply(&arena, from, patch, &back));
		ASSERT(back.length == to.length);
		ASSERT(memcmp(back.at, to.at, to.length) == 0);
	}
	if (delta_apply(&arena, from, to, &back))
		ASSERT(back.length <= from.length + to.length);
	arena_reset(&arena);
	return 0;
}

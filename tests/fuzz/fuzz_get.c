/* SPDX-License-Identifier: MIT */
/* The query of a GET, which names at most an event and an account. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct messages messages;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	sink_read_get(&cx, provider_jellyfin.sink, arena_strndup(&arena, (const char *)data, size),
		&messages);
	ASSERT(messages.count == 1 && messages.list[0]->reason == REASON_NOT_PLAYBACK);
	check_message(messages.list[0]);
	arena_reset(&arena);
	return 0;
}

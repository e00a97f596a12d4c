/* SPDX-License-Identifier: MIT */
/* Any bytes as a list of episodes, of each kind of server. */
#include "shared/providers/items_guide.h"
#include "shared/providers/plex_guide.h"
#include "tests/fuzz/fuzz_lookup.h"

static void fuzz_list(struct cx *cx, const struct guide *guide, const struct answer *answer)
{
	struct guide_list list = { .count = 0 };

	check_failure(cx, guide->accept(cx, answer, &list));
	ASSERT(list.count <= GUIDE_MAX);
	for (size_t i = 0; i < list.count; i++) {
		ASSERT(list.rows[i].season >= 0 && list.rows[i].episode >= 0);
		ASSERT(list.rows[i].air_ms >= UNSAID && list.rows[i].length_ms >= UNSAID);
		check_text(list.rows[i].title);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct answer answer;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	answer = fuzz_answer(&arena, (const char *)data, size);
	fuzz_list(&cx, &emby_guide, &answer);
	fuzz_list(&cx, &plex_guide, &answer);
	arena_reset(&arena);
	return 0;
}

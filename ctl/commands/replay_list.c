/* SPDX-License-Identifier: MIT */
#include "ctl/commands/replay_list.h"

enum err replay_collect(struct cx *cx, struct cx *scratch, struct store *s, const char *outcome,
	struct page **oldest)
{
	struct delivery_filter filter = {
		.outcome = outcome,
		.limit = DELIVERY_LIST_MAX,
	};
	const struct delivery *rows = NULL;
	size_t count = 0;

	do {
		struct page *page = arena_alloc(cx->arena, sizeof(*page));

		arena_reset(scratch->arena);
		TRY(store_delivery_list(scratch, s, &filter, &rows, &count));
		for (size_t i = 0; i < count; i++)
			page->ids[i] = rows[i].id;
		page->count = count;
		page->newer = *oldest;
		*oldest = page;
		filter.before_id = count > 0 ? rows[count - 1].id : 0;
	} while (count == DELIVERY_LIST_MAX);
	return OK;
}

void replay_say_too_large(struct ctl *ctl, size_t count)
{
	if (count > 0)
		ctl_say(ctl, "%zu need too much memory and were left as they are.", count);
}

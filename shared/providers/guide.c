/* SPDX-License-Identifier: MIT */
#include "shared/providers/guide.h"

#include "shared/base/clock.h"

void guide_add(struct cx *cx, struct guide_list *list, const struct guide_episode *episode)
{
	if (episode->season < 0 || episode->episode < 0 || list->count >= GUIDE_MAX)
		return;
	list->rows =
		arena_more(cx->arena, list->rows, list->count, &list->room, sizeof(*list->rows));
	list->rows[list->count++] = *episode;
}

int64_t guide_date(struct cx *cx, struct json in, const char *key)
{
	const char *text = json_loose_str(cx, in, key, REPORT_WORD_MAX);
	int64_t ms;

	if (text && strlen(text) == strlen("2008-01-20"))
		text = arena_join(cx->arena, text, "T00:00:00Z", "");
	return text && clock_parse(text, &ms) ? ms : UNSAID;
}

/* SPDX-License-Identifier: MIT */
/* work.c -- what the pages of works share. */
#include "cgi/pages/works/work.h"

bool work_has_parts(const struct library_work *work)
{
	return kind_has_parts(work->kind);
}

const char *work_total(
	struct cx *cx, const struct library_filter *f, const struct library_found *found)
{
	if (*f->words && found->total > LIBRARY_COUNTED)
		return arena_printf(cx->arena, "More than %d works", LIBRARY_COUNTED);
	return words_count(cx, found->total, "work", "works");
}

const char *work_address(struct cx *cx, int64_t work_id, const char *end)
{
	return arena_printf(cx->arena, "works/%" PRId64 "%s", work_id, end);
}

void work_undo_button(const struct call *c, int64_t edit_id)
{
	page_button(c, &(struct button){ .action = arena_printf(
						 c->cx->arena, "edits/%" PRId64 "/undo", edit_id),
			       .label = "Undo",
			       .style = "quiet" });
}

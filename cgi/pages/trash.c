/* SPDX-License-Identifier: MIT */
/* trash.c -- plays that were removed, to be brought back. */
#include "shared/store/trash.h"
#include "cgi/pages/pages.h"
#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "cgi/web/play_card.h"

static void put_play(const struct call *c, const struct trash_play *play)
{
	html(c->out, "<li>");
	page_tile(c, kind_name(play->kind), play->work_id, play->title);
	htmlf(c->out, "<div class='what'><a href='%s'><bdi>%s</bdi></a>\n<span class='meta'>",
		work_address(c->cx, play->work_id, ""),
		play_card_title(c->cx, play->kind, play->title));
	play_card_part(c, play->season, play->episode, play->part_title);
	htmlf(c->out, "%splayed ", play->episode >= 0 ? " \xc2\xb7 " : "");
	page_time(c, play->updated_ms);
	html(c->out, ", removed ");
	page_time(c, play->removed_ms);
	html(c->out, "</span></div>\n");
	page_button(c, &(struct button){ .action = arena_printf(c->cx->arena,
						 "edits/%" PRId64 "/undo", play->edit_id),
			       .label = "Restore",
			       .style = "quiet" });
	html(c->out, "</li>\n");
}

static struct trash_filter filter_of(const struct call *c)
{
	struct trash_filter f = { .user_id = c->visitor->user_id, .limit = TRASH_PAGE + 1 };

	if (!form_i64(c->form, "before", 1, INT64_MAX, &f.before_ms) ||
		!form_i64(c->form, "id", 1, INT64_MAX, &f.before_id))
		f.before_ms = f.before_id = INT64_MAX;
	return f;
}

static void put_pager(const struct call *c, const struct trash_play *last)
{
	struct pager pager = { .on_label = "Older" };

	pager.on = arena_printf(
		c->cx->arena, "trash?before=%" PRId64 "&id=%" PRId64, last->removed_ms, last->id);
	list_pager(c, &pager);
}

enum err trash_get(struct call *c)
{
	struct trash_filter filter = filter_of(c);
	const struct trash_play *rows = NULL;
	size_t count = 0;

	page_make(c);
	TRY(store_trash_list(c->cx, c->store, &filter, &rows, &count));
	page_open(c, SECTION_LIBRARY, "Trash");
	htmlf(c->out,
		"<h1>Trash</h1>\n<p class='soft'>Plays that you removed. After %d days they are "
		"deleted. Removed lists are under <a href='lists'>Lists</a>.</p>\n",
		TRASH_DAYS);
	if (count == 0)
		html(c->out, "<section class='empty'><h2>The trash is empty</h2>\n"
			     "<p><a class='button' href='library'>See the library</a></p>"
			     "</section>\n");
	else
		html(c->out, "<ul class='list'>\n");
	for (size_t i = 0; i < count && i < TRASH_PAGE; i++)
		put_play(c, &rows[i]);
	if (count > 0)
		html(c->out, "</ul>\n");
	if (count > TRASH_PAGE)
		put_pager(c, &rows[TRASH_PAGE - 1]);
	page_close(c);
	return OK;
}

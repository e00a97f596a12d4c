/* SPDX-License-Identifier: MIT */
/* mine.c -- stars, note and lists of a work. */
#include "cgi/pages/works/mine.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/list.h"
#include "shared/base/lengths.h"
#include "shared/store/list.h"
#include "shared/store/opinion.h"

enum { STARS = 5 };

/* A star is full, half or empty; the present rating's own button removes it. */
static void put_star(const struct call *c, const struct opinion *mine, int star)
{
	bool is_present = mine->rating == 2 * star;
	const char *class = mine->rating >= 2 * star       ? "full"
			    : mine->rating == 2 * star - 1 ? "half"
							   : "none";

	htmlf(c->out,
		"<button class='%s' name='rating' value='%d' aria-pressed='%s' aria-label='%s'>"
		"</button>",
		class, is_present ? 0 : 2 * star, is_present ? "true" : "false",
		words_count(c->cx, star, "star", "stars"));
}

static void put_stars(
	const struct call *c, const struct library_work *work, const struct opinion *mine)
{
	htmlf(c->out, "<form method='post' action='%s' class='one stars' aria-label='Rating'>",
		work_address(c->cx, work->id, "/rate"));
	htmlf(c->out, "<input type='hidden' name='csrf' value='%s'>", c->visitor->csrf);
	for (int star = 1; star <= STARS; star++)
		put_star(c, mine, star);
	html(c->out, "</form>\n");
}

static void put_rating(
	const struct call *c, const struct library_work *work, const struct opinion *mine)
{
	page_form(c, work_address(c->cx, work->id, "/rate"));
	htmlf(c->out,
		"<div class='row fields'><label>Stars <input name='stars' type='number' min='0' "
		"max='5' step='0.5' value='%s' required></label>\n<button>Rate</button></div>"
		"</form>\n",
		arena_printf(c->cx->arena, "%d%s", mine->rating / 2, mine->rating % 2 ? ".5" : ""));
}

static void put_note(
	const struct call *c, const struct library_work *work, const struct opinion *mine)
{
	if (*mine->note)
		htmlf(c->out, "<p class='note'><bdi>%s</bdi></p>\n", mine->note);
	htmlf(c->out, "<details><summary>%s</summary>\n",
		*mine->note ? "Change the note or the stars" : "Add a note, or half a star");
	put_rating(c, work, mine);
	page_form(c, work_address(c->cx, work->id, "/note"));
	htmlf(c->out,
		"<label>Note <textarea name='note' rows='4' maxlength='%d'>\n%s</textarea></label>\n"
		"<button>Save the note</button></form></details>\n",
		NOTE_MAX, mine->note);
}

/* Puts the work on a list, or takes it off. Id 0: the watchlist. */
static void put_toggle(const struct call *c, const struct library_work *work,
	const struct list *list, const char *label)
{
	htmlf(c->out, "<form method='post' action='%s' class='one'>",
		work_address(c->cx, work->id, "/list"));
	htmlf(c->out,
		"<input type='hidden' name='csrf' value='%s'>"
		"<input type='hidden' name='list' value='%" PRId64 "'>"
		"<button class='quiet%s' name='on' value='%d' aria-pressed='%s'>%s<bdi>%s</bdi>"
		"</button></form>\n",
		c->visitor->csrf, list->id, list->has_work ? " on" : "", !list->has_work,
		list->has_work ? "true" : "false", list->has_work ? "\xe2\x9c\x93 " : "",
		words_clip(c->cx, label, 60));
}

static void put_lists(const struct call *c, const struct library_work *work,
	const struct list *lists, size_t count)
{
	html(c->out, "<details><summary>Lists</summary>\n<div class='row'>");
	for (size_t i = 0; i < count; i++)
		if (!lists[i].is_watchlist)
			put_toggle(c, work, &lists[i], lists[i].name);
	html(c->out, "</div>\n");
	page_form(c, work_address(c->cx, work->id, "/list"));
	htmlf(c->out,
		"<div class='row fields'><label>A new list <input name='name' required "
		"maxlength='%d'></label>\n<button>Add to it</button></div></form>\n"
		"<p><a href='lists'>All lists</a></p></details>\n",
		LIST_NAME_MAX);
}

enum err mine_put(const struct call *c, const struct library_work *work)
{
	const struct list_filter filter = { c->visitor->user_id, work->id, INT64_MAX };
	struct list watchlist = { .id = 0 };
	const struct list *lists = NULL;
	struct opinion mine;
	size_t count = 0;

	TRY(store_opinion_get(c->cx, c->store, work->id, &mine));
	TRY(store_list_all(c->cx, c->store, &filter, &lists, &count));
	if (count > 0 && lists[0].is_watchlist)
		watchlist.has_work = lists[0].has_work;
	html(c->out, "<section class='card mine' aria-label='Yours'>\n<div class='row'>");
	put_stars(c, work, &mine);
	put_toggle(c, work, &watchlist, watchlist.has_work ? "On the watchlist" : "Watchlist");
	html(c->out, "</div>\n");
	put_note(c, work, &mine);
	put_lists(c, work, lists, count);
	html(c->out, "</section>\n");
	return OK;
}

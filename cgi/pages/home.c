/* SPDX-License-Identifier: MIT */
/* home.c -- what plays, where to go on, and what was completed. */
#include "cgi/pages/now.h"
#include "cgi/pages/pages.h"
#include "cgi/pages/week.h"
#include "cgi/web/cover.h"
#include "cgi/web/play_card.h"
#include "shared/actions/problem.h"
#include "shared/providers/provider.h"
#include "shared/store/integration.h"
#include "shared/store/upnext.h"

/* Of OPEN_READ plays in progress those are shown that are not of a series. */
enum { OPEN_READ = 60, OPEN_MAX = 6, COMPLETED_MAX = 6, NEXT_MAX = 6 };

struct rows {
	const struct library_play *list;
	size_t count;
};

static enum err get(const struct call *c, enum library_list which, size_t limit, struct rows *rows)
{
	const struct library_play_filter filter = { which, c->visitor->user_id, limit };

	return store_library_list(c->cx, c->store, &filter, &rows->list, &rows->count);
}

/* One sentence and where it is mended, or how many things wait; or nothing. */
static enum err put_needs(const struct call *c)
{
	const struct overview *all = NULL;
	struct problem list[PROBLEMS_MAX];
	const char *sentence = "", *name = "";
	size_t count = 0, found, total = 0;

	TRY(store_health_list(c->cx, c->store, c->visitor->user_id, &all, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(problem_list(c->cx, c->store, &all[i], list, &found));
		if (found > 0 && total == 0) {
			sentence = list[0].sentence;
			name = all[i].integration->name;
		}
		total += found;
	}
	if (total == 0)
		return OK;
	html(c->out, "<p class='warning needs'><span>");
	if (total == 1)
		htmlf(c->out, "<b><bdi>%s</bdi></b>: <bdi>%s</bdi>", name, sentence);
	else
		htmlf(c->out, "<b>%zu things need you.</b>", total);
	html(c->out, "</span> <a href='settings/integrations'>See what to do</a></p>\n");
	return OK;
}

static void put_next(const struct call *c, const struct upnext *n)
{
	htmlf(c->out, "<li class='item what'><a href='works/%" PRId64 "'>", n->work_id);
	cover_put(c, &(struct cover){ n->work_id, KIND_SHOW, n->title, false, n->share });
	htmlf(c->out, "<span class='clamp'><bdi>%s</bdi></span></a>\n<span class='meta'><b>%s</b>",
		play_card_title(c->cx, KIND_SHOW, n->title),
		words_part(c->cx, n->season, n->episode));
	if (n->share != UNSAID)
		htmlf(c->out, " \xc2\xb7 %s", words_percent(c->cx, n->share));
	if (n->left > 0)
		htmlf(c->out, " \xc2\xb7 %" PRId64 " left", n->left);
	if (n->is_new_season)
		html(c->out, " \xc2\xb7 new season");
	if (n->part_title && *n->part_title)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(c->cx, n->part_title, 60));
	if (n->air_ms > c->cx->now_ms) {
		html(c->out, " \xc2\xb7 from ");
		page_time(c, n->air_ms);
		html(c->out, "</span></li>\n");
		return;
	}
	html(c->out, "</span>\n");
	page_form(c, arena_printf(c->cx->arena, "works/%" PRId64 "/complete", n->work_id));
	htmlf(c->out,
		"<input type='hidden' name='season' value='%d'>"
		"<input type='hidden' name='episode' value='%d'>"
		"<button class='quiet'>Mark watched</button></form>",
		n->season, n->episode);
	html(c->out, "</li>\n");
}

static enum err put_upnext(const struct call *c)
{
	const struct upnext *rows = NULL;
	size_t count = 0;

	TRY(store_upnext_list(c->cx, c->store, c->visitor->user_id, NEXT_MAX, &rows, &count));
	if (count == 0)
		return OK;
	html(c->out, "<section class='stack'><div class='head'><h2>Up next</h2>"
		     "<a href='library?kind=show'>All series</a></div>\n"
		     "<ul class='shelf'>\n");
	for (size_t i = 0; i < count; i++)
		put_next(c, &rows[i]);
	html(c->out, "</ul></section>\n");
	return OK;
}

static void put_left(const struct call *c, const struct library_play *play)
{
	if (play->duration_ms > 0 && play->position_ms >= 0 &&
		play->position_ms < play->duration_ms)
		htmlf(c->out, "<span>%s left</span>",
			words_hours(c->cx, play->duration_ms - play->position_ms));
	else
		htmlf(c->out, "<span>%s</span>", words_percent(c->cx, play->share));
}

static void put_open_row(const struct call *c, const struct library_play *play)
{
	html(c->out, "<li>");
	page_tile(c, kind_name(play->kind), play->work_id, play->title);
	htmlf(c->out,
		"<div class='what'><a class='clamp' href='works/%" PRId64 "'><bdi>%s</bdi></a>\n"
		"<span class='meta'>",
		play->work_id, play_card_title(c->cx, play->kind, play->title));
	play_card_about(c, play);
	html(c->out, "</span>\n");
	page_bar(c, play->share, "So far");
	html(c->out, "</div><div class='end'>");
	put_left(c, play);
	page_time(c, play->updated_ms);
	html(c->out, "</div></li>\n");
}

/* A series goes on in "Up next"; nothing is older than what is there. */
static bool is_to_pick_up(const struct call *c, const struct library_play *play)
{
	static const int64_t day_ms = 24 * 60 * 60 * 1000;

	return play->kind != KIND_SHOW && play->updated_ms > c->cx->now_ms - UPNEXT_DAYS * day_ms;
}

static void put_open(const struct call *c, const struct rows *rows)
{
	size_t shown = 0;

	html(c->out, "<section class='stack'><div class='head'><h2>Pick up again</h2>\n");
	if (rows->count > 0)
		html(c->out, "<a href='library?state=in_progress'>All in progress</a>\n");
	html(c->out, "</div>\n");
	for (size_t i = 0; i < rows->count && shown < OPEN_MAX; i++) {
		if (!is_to_pick_up(c, &rows->list[i]))
			continue;
		if (shown++ == 0)
			html(c->out, "<ul class='list'>\n");
		put_open_row(c, &rows->list[i]);
	}
	if (shown > 0)
		html(c->out, "</ul></section>\n");
	else
		html(c->out, "<p class='soft'>Films, books and podcasts that you begin "
			     "wait here.</p></section>\n");
}

static void put_done(const struct call *c, const struct library_play *play)
{
	htmlf(c->out, "<li class='item what'><a href='works/%" PRId64 "'>", play->work_id);
	cover_put(c, &(struct cover){ play->work_id, play->kind, play->title, false, UNSAID });
	htmlf(c->out, "<span class='clamp'><bdi>%s</bdi></span></a>\n<span class='meta'>",
		play_card_title(c->cx, play->kind, play->title));
	play_card_about(c, play);
	html(c->out, " \xc2\xb7 ");
	page_time(c, play->completed_ms);
	html(c->out, "</span></li>\n");
}

static void put_completed(const struct call *c, const struct rows *rows)
{
	if (rows->count == 0)
		return;
	html(c->out, "<section class='stack'><div class='head'><h2>Recently completed</h2>\n"
		     "<a href='history'>History</a></div>\n<ul class='shelf'>\n");
	for (size_t i = 0; i < rows->count; i++)
		put_done(c, &rows->list[i]);
	html(c->out, "</ul></section>\n");
}

/* Nothing yet: suggests the next step, depending on what is done already. */
static enum err put_empty(const struct call *c)
{
	const struct integration *rows = NULL;
	size_t count = 0;

	TRY(store_integration_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	html(c->out, "<section class='empty'>");
	if (count == 0)
		htmlf(c->out,
			"<h2>Connect your media players</h2>\n"
			"<p>Once %s is connected, what you watch, listen to and read shows up here "
			"automatically.</p>\n"
			"<p><a class='button primary' href='settings/integrations'>"
			"Add an integration</a></p>",
			provider_titles(c->cx->arena));
	else
		html(c->out, "<h2>Ready when you are</h2>\n"
			     "<p>Play something for a few minutes and it shows up "
			     "here. If it does not, the deliveries of your "
			     "integration say why.</p>\n"
			     "<p><a class='button' href='settings/integrations'>"
			     "Look at your integrations</a></p>");
	html(c->out, "</section>\n");
	return OK;
}

static enum err put_sections(
	const struct call *c, const struct rows *open, const struct rows *completed)
{
	TRY(put_upnext(c));
	html(c->out, "<div class='split'>");
	put_open(c, open);
	TRY(week_put(c));
	html(c->out, "</div>\n");
	put_completed(c, completed);
	return OK;
}

enum err home_get(struct call *c)
{
	struct rows open = { NULL, 0 }, completed = { NULL, 0 };
	bool is_empty;

	page_make(c);
	TRY(get(c, LIBRARY_OPEN, OPEN_READ, &open));
	TRY(get(c, LIBRARY_COMPLETED, COMPLETED_MAX, &completed));
	page_open(c, SECTION_HOME, "Home");
	html(c->out, "<h1 class='unseen'>Home</h1>\n"
		     "<div data-refresh='now' data-every='10'>");
	TRY(now_put(c, &is_empty));
	is_empty = is_empty && open.count == 0 && completed.count == 0;
	html(c->out, "</div>\n");
	TRY(put_needs(c));
	TRY(is_empty ? put_empty(c) : put_sections(c, &open, &completed));
	page_close(c);
	return OK;
}

/* SPDX-License-Identifier: MIT */
/*
 * works_parts.c -- the episodes of a show or a podcast, season by season.
 *
 * A show may have thousands; a page holds PARTS_SHOWN of them. The seasons that
 * do not fit are told with their numbers and have a page of their own:
 * ?season=3, and of a long one &from=40.
 */
#include "cgi/pages/works.h"

enum { PARTS_SHOWN = 40, SEASONS_SHOWN = 60 };

static const char *season_name(
	struct cx *cx, const struct shelf_work *work, int season)
{
	if (season == 0)
		return "Specials";
	if (season < 0)
		return strcmp(work->kind, "podcast") == 0 ? "Episodes"
							  : "Other parts";
	return arena_printf(cx->arena, "Season %d", season);
}

static void put_part(const struct page *p, const struct shelf_part *part)
{
	html(p->out, "<li><div class=\"what\"><span>");
	card_part(p, part->season, part->episode, part->title);
	html(p->out, "</span>");
	if (part->share >= 0)
		page_bar(p, part->share, "Watched so far");
	html(p->out, "</div><div class=\"end\">");
	if (part->share >= 0)
		htmlf(p->out, "<span>%s</span>",
			say_percent(p->cx, part->share));
	if (part->completed_ms >= 0) {
		html(p->out, "<span>Completed ");
		page_time(p, part->completed_ms);
		html(p->out, "</span>");
	}
	if (part->times > 1)
		htmlf(p->out, "<span>%" PRId64 " times</span>", part->times);
	html(p->out, "</div></li>\n");
}

static void put_summary(const struct page *p, const struct shelf_work *work,
	const struct shelf_season *season)
{
	htmlf(p->out,
		"<summary>%s <span class=\"soft small\">%" PRId64
		" of %s completed",
		season_name(p->cx, work, season->season), season->completed,
		say_count(p->cx, season->parts, "episode", "episodes"));
	if (season->open > 0)
		htmlf(p->out, ", %" PRId64 " in progress", season->open);
	html(p->out, "</span></summary>\n");
}

static void put_way(const struct page *p, const struct shelf_work *work,
	int season, size_t from)
{
	htmlf(p->out,
		"<p><a href=\"works/%" PRId64 "?season=%d&amp;from=%zu\">"
		"%s of %s</a></p>\n",
		work->id, season, from, from > 0 ? "More" : "The episodes",
		season_name(p->cx, work, season));
}

/* At most `room` parts of the season; *room is what is left. */
static enum err put_season(const struct page *p, const struct shelf_work *work,
	const struct shelf_season *season, size_t from, size_t *room)
{
	struct shelf_slice slice = { .user_id = p->req->visitor->user_id,
		.work_id = work->id,
		.season = season->season,
		.skip = from,
		.limit = *room };
	const struct shelf_part *rows = NULL;
	size_t count = 0;
	enum err err = OK;

	if (*room > 0)
		err = store_shelf_parts(
			p->cx, p->app->store, &slice, &rows, &count);
	htmlf(p->out, "<details%s>", *room == PARTS_SHOWN ? " open" : "");
	put_summary(p, work, season);
	html(p->out, "<ul class=\"list plain\">\n");
	for (size_t i = 0; i < count; i++)
		put_part(p, &rows[i]);
	html(p->out, "</ul>\n");
	if (from + count < (size_t)season->parts)
		put_way(p, work, season->season, from + count);
	html(p->out, "</details>\n");
	*room -= count;
	return err;
}

/* All seasons, or the one that the address names. */
static enum err put_seasons(const struct page *p, const struct shelf_work *work,
	const struct shelf_season *rows, size_t count)
{
	size_t room = PARTS_SHOWN;
	int64_t only, from = 0;
	bool is_one = form_i64(p->req->form, "season", UNSAID, INT_MAX, &only);
	enum err err = OK;

	if (!form_i64(p->req->form, "from", 0, INT_MAX, &from))
		from = 0;
	for (size_t i = 0; i < count && err == OK; i++) {
		if (!is_one)
			err = put_season(p, work, &rows[i], 0, &room);
		else if (rows[i].season == only)
			err = put_season(
				p, work, &rows[i], (size_t)from, &room);
	}
	if (is_one)
		htmlf(p->out,
			"<p><a href=\"works/%" PRId64
			"\">All seasons</a></p>\n",
			work->id);
	return err;
}

enum err works_put_parts(const struct page *p, const struct shelf_work *work)
{
	const struct shelf_season *rows = NULL;
	size_t count = 0;
	enum err err = store_shelf_seasons(p->cx, p->app->store,
		p->req->visitor->user_id, work->id, &rows, &count);

	if (err != OK || count == 0)
		return err;
	html(p->out, "<section class=\"stack\"><h2>Episodes</h2>\n"
		     "<div class=\"card seasons\">\n");
	err = put_seasons(
		p, work, rows, count < SEASONS_SHOWN ? count : SEASONS_SHOWN);
	html(p->out, "</div></section>\n");
	return err;
}

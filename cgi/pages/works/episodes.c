/* SPDX-License-Identifier: MIT */
/*
 * episodes.c -- the episodes of a show or a podcast, season by season.
 *
 * A show may have thousands; a page lists PARTS_SHOWN of them. Seasons that do
 * not fit are listed with their totals and link to a separate page: ?season=3,
 * and for a long season &from=40.
 */
#include "cgi/pages/works/episodes.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/play_card.h"

enum { PARTS_SHOWN = 40, SEASONS_SHOWN = 60 };

static const char *season_name(struct cx *cx, const struct library_work *work, int season)
{
	if (season == 0)
		return "Specials";
	if (season < 0)
		return work->kind == KIND_PODCAST ? "Episodes" : "Other parts";
	return arena_printf(cx->arena, "Season %d", season);
}

static void put_part(const struct page *p, const struct library_part *part)
{
	html(p->out, "<li><div class='what'><span>");
	play_card_part(p, part->season, part->episode, part->title);
	html(p->out, "</span>");
	if (part->share >= 0)
		page_bar(p, part->share, "So far");
	html(p->out, "</div><div class='end'>");
	if (part->share >= 0)
		htmlf(p->out, "<span>%s</span>", words_percent(p->cx, part->share));
	if (part->completed_ms >= 0) {
		html(p->out, "<span>Completed ");
		page_time(p, part->completed_ms);
		html(p->out, "</span>");
	}
	if (part->times > 1)
		htmlf(p->out, "<span>%" PRId64 " times</span>", part->times);
	html(p->out, "</div></li>\n");
}

/* "2 of 3 episodes completed, 1 in progress" */
static void put_count(const struct page *p, const struct library_season *season)
{
	htmlf(p->out, " <span class='soft small'>%" PRId64 " of %s completed", season->completed,
		words_count(p->cx, season->parts, "episode", "episodes"));
	if (season->open > 0)
		htmlf(p->out, ", %" PRId64 " in progress", season->open);
	html(p->out, "</span>");
}

static void put_way(const struct page *p, const struct library_work *work, int season, size_t from)
{
	htmlf(p->out,
		"<a href='works/%" PRId64 "?season=%d&amp;from=%zu'>"
		"%s%s</a>",
		work->id, season, from, from > 0 ? "More of " : "",
		season_name(p->cx, work, season));
}

static void put_parts(const struct page *p, const struct library_work *work,
	const struct library_season *season, const struct library_part *rows, size_t count)
{
	htmlf(p->out, "<summary>%s", season_name(p->cx, work, season->season));
	put_count(p, season);
	html(p->out, "</summary>\n<ul class='list plain'>\n");
	for (size_t i = 0; i < count; i++)
		put_part(p, &rows[i]);
	html(p->out, "</ul>\n");
}

/* Lists at most *room parts of the season and takes them off *room. */
static enum err put_season(const struct page *p, const struct library_work *work,
	const struct library_season *season, size_t from, size_t *room)
{
	struct library_slice slice = { .user_id = p->req->visitor->user_id,
		.work_id = work->id,
		.season = season->season,
		.skip = from,
		.limit = *room };
	const struct library_part *rows = NULL;
	size_t count = 0;

	if (*room == 0) {
		html(p->out, "<p>");
		put_way(p, work, season->season, 0);
		put_count(p, season);
		html(p->out, "</p>\n");
		return OK;
	}
	TRY(store_library_parts(p->cx, p->app->store, &slice, &rows, &count));
	htmlf(p->out, "<details%s>", *room == PARTS_SHOWN ? " open" : "");
	put_parts(p, work, season, rows, count);
	if (from + count < (size_t)season->parts) {
		html(p->out, "<p>");
		put_way(p, work, season->season, from + count);
		html(p->out, "</p>\n");
	}
	html(p->out, "</details>\n");
	*room -= count;
	return OK;
}

struct seasons {
	const struct library_season *list;
	size_t count;
};

static enum err put_all(
	const struct page *p, const struct library_work *work, const struct seasons *seasons)
{
	size_t room = PARTS_SHOWN;

	for (size_t i = 0; i < seasons->count; i++) {
		if (i == SEASONS_SHOWN) {
			htmlf(p->out, "<p class='soft'>And %s before those.</p>\n",
				words_count(
					p->cx, (int64_t)(seasons->count - i), "season", "seasons"));
			break;
		}
		TRY(put_season(p, work, &seasons->list[i], 0, &room));
	}
	return OK;
}

/* The season that the address names. */
static enum err put_one(const struct page *p, const struct library_work *work,
	const struct seasons *seasons, int64_t season)
{
	size_t room = PARTS_SHOWN;
	int64_t from = 0;

	if (!form_i64(p->req->form, "from", 0, INT_MAX, &from))
		from = 0;
	for (size_t i = 0; i < seasons->count; i++)
		if (seasons->list[i].season == season)
			TRY(put_season(p, work, &seasons->list[i], (size_t)from, &room));
	htmlf(p->out, "<p><a href='%s'>All seasons</a></p>\n", work_address(p->cx, work->id, ""));
	return OK;
}

/* A form for an episode that no sender reported. */
static void put_mark(const struct page *p, const struct library_work *work)
{
	html(p->out, "<details><summary>Mark an episode as completed</summary>"
		     "\n");
	page_form(p, work_address(p->cx, work->id, "/complete"));
	html(p->out, "<p class='hint'>For an episode that you saw elsewhere, or that "
		     "was missed. Season 0 holds the specials.</p>\n"
		     "<div class='row fields'><label>Season <input "
		     "name='season' inputmode='numeric' "
		     "pattern='[0-9]{1,4}' required></label>\n"
		     "<label>Episode <input name='episode' "
		     "inputmode='numeric' pattern='[0-9]{1,5}' required>"
		     "</label>\n"
		     "<button>Mark as completed</button></div></form></details>\n");
}

enum err episodes_put(const struct page *p, const struct library_work *work)
{
	struct seasons seasons = { NULL, 0 };
	int64_t season;

	TRY(store_library_seasons(p->cx, p->app->store, p->req->visitor->user_id, work->id,
		&seasons.list, &seasons.count));
	html(p->out, "<section class='stack'><h2>Episodes</h2>\n"
		     "<div class='card seasons'>\n");
	if (form_i64(p->req->form, "season", UNSAID, INT_MAX, &season))
		TRY(put_one(p, work, &seasons, season));
	else
		TRY(put_all(p, work, &seasons));
	if (work->kind == KIND_SHOW)
		put_mark(p, work);
	html(p->out, "</div></section>\n");
	return OK;
}

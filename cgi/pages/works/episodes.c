/* SPDX-License-Identifier: MIT */
/*
 * episodes.c -- the episodes of a show or a podcast, season by season.
 *
 * A show may have thousands; a page lists PARTS_SHOWN of them. Seasons that do
 * not fit are listed with their totals and link to a separate page: ?season=3,
 * and for a long season &from=40.
 */
#include "cgi/pages/works/episodes.h"

#include "cgi/pages/works/seasons.h"
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

static void put_part(const struct call *c, const struct library_part *part)
{
	html(c->out, "<li><div class='what'><span>");
	play_card_part(c, part->season, part->episode, part->title);
	html(c->out, "</span>");
	if (part->share >= 0)
		page_bar(c, part->share, "So far");
	html(c->out, "</div><div class='end'>");
	if (part->share >= 0)
		htmlf(c->out, "<span>%s</span>", words_percent(c->cx, part->share));
	if (part->completed_ms >= 0) {
		html(c->out, "<span>Completed ");
		page_time(c, part->completed_ms);
		html(c->out, "</span>");
	}
	if (part->times > 1)
		htmlf(c->out, "<span>%" PRId64 " times</span>", part->times);
	html(c->out, "</div></li>\n");
}

/* "2 of 3 episodes completed, 1 in progress" */
static void put_count(const struct call *c, const struct library_season *season)
{
	htmlf(c->out, " <span class='soft small'>%" PRId64 " of %s completed", season->completed,
		words_count(c->cx, season->parts, "episode", "episodes"));
	if (season->open > 0)
		htmlf(c->out, ", %" PRId64 " in progress", season->open);
	html(c->out, "</span>");
}

static void put_way(const struct call *c, const struct library_work *work, int season, size_t from)
{
	htmlf(c->out,
		"<a href='works/%" PRId64 "?season=%d&amp;from=%zu'>"
		"%s%s</a>",
		work->id, season, from, from > 0 ? "More of " : "",
		season_name(c->cx, work, season));
}

static void put_parts(const struct call *c, const struct library_work *work,
	const struct library_season *season, const struct library_part *rows, size_t count)
{
	htmlf(c->out, "<summary>%s", season_name(c->cx, work, season->season));
	put_count(c, season);
	html(c->out, "</summary>\n<ul class='list plain'>\n");
	for (size_t i = 0; i < count; i++)
		put_part(c, &rows[i]);
	html(c->out, "</ul>\n");
}

/* Lists at most *room parts of the season and takes them off *room. */
static enum err put_season(const struct call *c, const struct library_work *work,
	const struct library_season *season, size_t from, size_t *room)
{
	struct library_slice slice = { .user_id = c->visitor->user_id,
		.work_id = work->id,
		.season = season->season,
		.skip = from,
		.limit = *room };
	const struct library_part *rows = NULL;
	size_t count = 0;

	if (*room == 0) {
		html(c->out, "<p>");
		put_way(c, work, season->season, 0);
		put_count(c, season);
		html(c->out, "</p>\n");
		return OK;
	}
	TRY(store_library_parts(c->cx, c->store, &slice, &rows, &count));
	htmlf(c->out, "<details%s>", *room == PARTS_SHOWN ? " open" : "");
	put_parts(c, work, season, rows, count);
	if (from + count < (size_t)season->parts) {
		html(c->out, "<p>");
		put_way(c, work, season->season, from + count);
		html(c->out, "</p>\n");
	}
	html(c->out, "</details>\n");
	*room -= count;
	return OK;
}

struct seasons {
	const struct library_season *list;
	size_t count;
};

static enum err put_all(
	const struct call *c, const struct library_work *work, const struct seasons *seasons)
{
	size_t room = PARTS_SHOWN;

	for (size_t i = 0; i < seasons->count; i++) {
		if (i == SEASONS_SHOWN) {
			htmlf(c->out, "<p class='soft'>And %s before those.</p>\n",
				words_count(
					c->cx, (int64_t)(seasons->count - i), "season", "seasons"));
			break;
		}
		TRY(put_season(c, work, &seasons->list[i], 0, &room));
	}
	return OK;
}

/* The season that the address names. */
static enum err put_one(const struct call *c, const struct library_work *work,
	const struct seasons *seasons, int64_t season)
{
	size_t room = PARTS_SHOWN;
	int64_t from = 0;

	if (!form_i64(c->form, "from", 0, INT_MAX, &from))
		from = 0;
	for (size_t i = 0; i < seasons->count; i++)
		if (seasons->list[i].season == season)
			TRY(put_season(c, work, &seasons->list[i], (size_t)from, &room));
	htmlf(c->out, "<p><a href='%s'>All seasons</a></p>\n", work_address(c->cx, work->id, ""));
	return OK;
}

/* A form for an episode that no sender reported. */
static void put_mark(const struct call *c, const struct library_work *work)
{
	html(c->out, "<details><summary>Mark an episode as completed</summary>"
		     "\n");
	page_form(c, work_address(c->cx, work->id, "/complete"));
	html(c->out, "<p class='hint'>For an episode that you saw elsewhere, or that "
		     "was missed. Season 0 holds the specials.</p>\n"
		     "<div class='row fields'><label>Season <input "
		     "name='season' inputmode='numeric' "
		     "pattern='[0-9]{1,4}' required></label>\n"
		     "<label>Episode <input name='episode' "
		     "inputmode='numeric' pattern='[0-9]{1,5}' required>"
		     "</label>\n"
		     "<button>Mark as completed</button></div></form></details>\n");
}

enum err episodes_put(const struct call *c, const struct library_work *work)
{
	struct seasons seasons = { NULL, 0 };
	int64_t season;
	bool is_listed;

	TRY(seasons_put(c, work, &is_listed));
	if (is_listed)
		return OK;
	TRY(store_library_seasons(
		c->cx, c->store, c->visitor->user_id, work->id, &seasons.list, &seasons.count));
	html(c->out, "<section class='stack'><h2>Episodes</h2>\n"
		     "<div class='card seasons'>\n");
	if (form_i64(c->form, "season", UNSAID, INT_MAX, &season))
		TRY(put_one(c, work, &seasons, season));
	else
		TRY(put_all(c, work, &seasons));
	if (work->kind == KIND_SHOW)
		put_mark(c, work);
	html(c->out, "</div></section>\n");
	return OK;
}

/* SPDX-License-Identifier: MIT */
/*
 * seasons.c -- every episode of a show, seen or not: a strip of squares for
 * each season, and the list of one season, ?season=2&from=60.
 *
 * One form holds the whole list; its buttons name the episode: forms.c.
 */
#include "cgi/pages/works/seasons.h"

#include "cgi/pages/works/work.h"
#include "cgi/web/play_card.h"
#include "shared/store/guide.h"

enum { ROWS_SHOWN = 60, SQUARES_MAX = 800, LINE = 26, PITCH = 24, SIDE = 18 };

struct seasons {
	const struct library_work *work;
	const struct guide_row *rows;
	size_t count;
	int chosen;     /* season */
	size_t longest; /* season, in squares of one line */
};

enum state { STATE_UNSEEN, STATE_OPEN, STATE_SEEN, STATE__COUNT };

static enum state state_of(const struct guide_row *row)
{
	if (row->share != UNSAID)
		return STATE_OPEN;
	return row->times > 0 ? STATE_SEEN : STATE_UNSEEN;
}

static const char *season_name(struct cx *cx, int season)
{
	return season == 0 ? "Specials" : arena_printf(cx->arena, "Season %d", season);
}

/* The rows of a season stand together; the first after them. */
static size_t end_of(const struct seasons *s, size_t from)
{
	size_t at = from;

	while (at < s->count && s->rows[at].episode.season == s->rows[from].episode.season)
		at++;
	return at;
}

static size_t seen_in(const struct seasons *s, size_t from, size_t end)
{
	size_t seen = 0;

	for (size_t i = from; i < end; i++)
		seen += s->rows[i].times > 0;
	return seen;
}

/* ---- the strips ---- */

static void put_squares(
	const struct call *c, const struct seasons *s, size_t from, size_t end, enum state state)
{
	static const char *const classes[STATE__COUNT] = { "u", "p", "w" };
	bool is_any = false;

	for (size_t i = from; i < end; i++) {
		size_t at = i - from;

		if (state_of(&s->rows[i]) != state)
			continue;
		if (!is_any)
			htmlf(c->out, "<path class='%s' d='", classes[state]);
		is_any = true;
		htmlf(c->out, "M%zu %zuh%dv%dh-%dz", at % LINE * PITCH + 1, at / LINE * PITCH + 1,
			(int)SIDE, (int)SIDE, (int)SIDE);
	}
	if (is_any)
		html(c->out, "'/>");
}

static void put_strip(const struct call *c, const struct seasons *s, size_t from, size_t end)
{
	size_t all = end - from, lines = (all + LINE - 1) / LINE;
	const char *name = season_name(c->cx, s->rows[from].episode.season);

	htmlf(c->out, "<li><span>%s</span>", name);
	htmlf(c->out,
		"<svg viewBox='0 0 %zu %zu' width='%zu' height='%zu' role='img' "
		"aria-label='%s: %zu of %zu episodes completed'>",
		s->longest * PITCH, lines * PITCH - 4, s->longest * PITCH, lines * PITCH - 4, name,
		seen_in(s, from, end), all);
	for (enum state state = STATE_UNSEEN; state < STATE__COUNT; state++)
		put_squares(c, s, from, end, state);
	html(c->out, "</svg></li>\n");
}

/* All have the same width, so that squares have the same size. */
static size_t longest(const struct seasons *s)
{
	size_t most = 1;

	for (size_t from = 0; from < s->count; from = end_of(s, from))
		if (end_of(s, from) - from > most)
			most = end_of(s, from) - from;
	return most < LINE ? most : LINE;
}

static void put_strips(const struct call *c, const struct seasons *s)
{
	if (s->count > SQUARES_MAX)
		return;
	html(c->out, "<ul class='matrix'>\n");
	for (size_t from = 0; from < s->count; from = end_of(s, from))
		put_strip(c, s, from, end_of(s, from));
	html(c->out, "</ul>\n");
}

static void put_tabs(const struct call *c, const struct seasons *s)
{
	html(c->out, "<nav class='tabs' aria-label='Seasons'>");
	for (size_t from = 0; from < s->count; from = end_of(s, from)) {
		int season = s->rows[from].episode.season;

		htmlf(c->out, "<a href='works/%" PRId64 "?season=%d'%s>%s</a>", s->work->id, season,
			season == s->chosen ? " aria-current='true'" : "",
			season_name(c->cx, season));
	}
	html(c->out, "</nav>\n");
}

/* ---- the list ---- */

static void put_facts(const struct call *c, const struct guide_row *row)
{
	const struct guide_episode *e = &row->episode;

	html(c->out, "<span class='small soft'>");
	if (e->length_ms > 0)
		htmlf(c->out, "%s", words_hours(c->cx, e->length_ms));
	if (e->length_ms > 0 && e->air_ms != UNSAID)
		html(c->out, " \xc2\xb7 ");
	if (e->air_ms != UNSAID)
		page_time(c, e->air_ms);
	if (row->times > 1)
		htmlf(c->out, " \xc2\xb7 %" PRId64 " times", row->times);
	html(c->out, "</span>");
}

static void put_end(const struct call *c, const struct guide_row *row)
{
	const struct guide_episode *e = &row->episode;

	html(c->out, "<div class='end'>");
	if (row->share != UNSAID)
		htmlf(c->out, "<span>%s</span>", words_percent(c->cx, row->share));
	if (row->completed_ms != UNSAID) {
		html(c->out, "<span>Completed ");
		page_time(c, row->completed_ms);
		html(c->out, "</span>");
	} else {
		htmlf(c->out,
			"<span class='row'><button class='quiet' name='one' value='%dx%d'>Watched"
			"<span class='unseen'>: %s</span></button>"
			"<button class='quiet' name='until' value='%dx%d'>Up to here"
			"<span class='unseen'>: %s</span></button></span>",
			e->season, e->episode, words_part(c->cx, e->season, e->episode), e->season,
			e->episode, words_part(c->cx, e->season, e->episode));
	}
	html(c->out, "</div>");
}

static void put_row(const struct call *c, const struct guide_row *row)
{
	const struct guide_episode *e = &row->episode;

	htmlf(c->out, "<li><span class='no'>%d</span><div class='what'><span class='clamp'>",
		e->episode);
	if (e->title && *e->title)
		htmlf(c->out, "<bdi>%s</bdi>", words_clip(c->cx, e->title, 120));
	else
		htmlf(c->out, "Episode %d", e->episode);
	html(c->out, "</span>");
	put_facts(c, row);
	if (row->share != UNSAID)
		page_bar(c, row->share, "So far");
	html(c->out, "</div>");
	put_end(c, row);
	html(c->out, "</li>\n");
}

static void put_list(const struct call *c, const struct seasons *s)
{
	size_t first = 0, end, from;
	int64_t skip = 0;

	while (first < s->count && s->rows[first].episode.season != s->chosen)
		first = end_of(s, first);
	end = first < s->count ? end_of(s, first) : first;
	if (!form_i64(c->form, "from", 0, INT_MAX, &skip))
		skip = 0;
	from = first + (size_t)skip < end ? first + (size_t)skip : first;
	htmlf(c->out, "<p class='soft'>%zu of %s completed</p>\n", seen_in(s, first, end),
		words_count(c->cx, (int64_t)(end - first), "episode", "episodes"));
	page_form(c, work_address(c->cx, s->work->id, "/mark"));
	html(c->out, "<ul class='list eps'>\n");
	for (size_t i = from; i < end && i < from + ROWS_SHOWN; i++)
		put_row(c, &s->rows[i]);
	html(c->out, "</ul></form>\n");
	if (from + ROWS_SHOWN < end)
		htmlf(c->out,
			"<p><a href='works/%" PRId64
			"?season=%d&amp;from=%zu'>More of %s</a></p>\n",
			s->work->id, s->chosen, from - first + ROWS_SHOWN,
			season_name(c->cx, s->chosen));
}

/* That of the first episode not seen, but for the specials; or the last. */
static int season_to_show(const struct call *c, const struct seasons *s)
{
	int64_t asked;

	if (form_i64(c->form, "season", 0, INT_MAX, &asked))
		return (int)asked;
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].episode.season > 0 && s->rows[i].times == 0)
			return s->rows[i].episode.season;
	return s->count > 0 ? s->rows[s->count - 1].episode.season : 0;
}

enum err seasons_put(const struct call *c, const struct library_work *work, bool *is_put)
{
	struct seasons s = { .work = work };

	*is_put = false;
	if (work->kind != KIND_SHOW)
		return OK;
	TRY(store_guide_has(c->cx, c->store, work->id, is_put));
	if (!*is_put)
		return OK;
	TRY(store_guide_rows(c->cx, c->store, c->visitor->user_id, work->id, &s.rows, &s.count));
	s.chosen = season_to_show(c, &s);
	s.longest = longest(&s);
	html(c->out, "<section class='stack'><h2>Episodes</h2>\n");
	put_strips(c, &s);
	put_tabs(c, &s);
	put_list(c, &s);
	html(c->out, "</section>\n");
	return OK;
}

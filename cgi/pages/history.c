/* SPDX-License-Identifier: MIT */
/* history.c -- what was played, day by day, the newest day first. */
#include "shared/store/history.h"
#include "cgi/pages/pages.h"
#include "cgi/web/list.h"
#include "shared/base/clock.h"
#include "shared/base/zone.h"

/*
 * Titles are untrusted and may be long, and a page has to stay small: rows that
 * do not fit move to the next page.
 */
enum { ROWS = 50, TITLE = 120, NAME = 40, ENOUGH = 25 << 10 };
enum { DAY_MS = 24 * 60 * 60 * 1000 };

struct view {
	struct history_filter filter;
	const char *state, *month; /* as in the address, or "" */
};

/* The end of a month, "2026-11". False: it is not a month. */
static bool month_ends(struct cx *cx, const char *month, int64_t *ms)
{
	const char *first = arena_printf(cx->arena, "%.7s-01T00:00:00Z", month);
	struct civil c;

	if (strlen(month) != strlen("2026-11") || !clock_parse(first, ms))
		return false;
	c = zone_date(*ms / DAY_MS);
	*ms = zone_day_starts(zone_day_of(c.year + c.month / 12, c.month % 12 + 1, 1));
	return true;
}

static struct view view_of(const struct call *c)
{
	const char *kind = form_trimmed(c->cx, c->form, "kind");
	const char *state = form_trimmed(c->cx, c->form, "state");
	struct view w = { .state = "", .month = "" };

	w.filter = (struct history_filter){
		.user_id = c->visitor->user_id,
		.state = PLAY_COMPLETED,
		.kind = kind_find(kind),
		.before_ms = INT64_MAX,
		.limit = ROWS + 1,
	};
	if (strcmp(state, "open") == 0) {
		w.filter.state = PLAY_IN_PROGRESS;
		w.state = "open";
	}
	if (form_i64(c->form, "before", 0, INT64_MAX, &w.filter.before_ms)) {
		if (!form_i64(c->form, "id", 1, INT64_MAX, &w.filter.before_id))
			w.filter.before_id = 0;
	} else {
		w.month = form_trimmed(c->cx, c->form, "month");
		if (!month_ends(c->cx, w.month, &w.filter.before_ms))
			w.month = "";
	}
	return w;
}

static void put_states(const struct call *c, const struct view *w)
{
	static const struct choice states[] = { { "", "Completed" }, { "open", "In progress" } };

	list_select(c,
		&(struct list_select){ "Show", "state", states, NELEM(states), *w->state ? 1 : 0 });
}

static void put_kinds(const struct call *c, const struct view *w)
{
	struct choice kinds[KIND__COUNT] = { [KIND_NONE] = { "", "All kinds" } };

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++)
		kinds[k] = (struct choice){ kind_name((enum kind)k), kind_many((enum kind)k) };
	list_select(
		c, &(struct list_select){ "Kind", "kind", kinds, NELEM(kinds), w->filter.kind });
}

static void put_filter(const struct call *c, const struct view *w)
{
	html(c->out, "<form class='filter' action='history'>\n");
	put_states(c, w);
	put_kinds(c, w);
	htmlf(c->out,
		"<label>Up to the month "
		"<input type='month' name='month' value='%s' "
		"pattern='[0-9]{4}-[0-9]{2}' placeholder='2026-11'>"
		"</label>\n<button>Show</button></form>\n",
		w->month);
}

static void put_name(const struct call *c, const struct history_row *row)
{
	struct cx *cx = c->cx;
	const char *part = words_part(cx, row->season, row->episode);

	htmlf(c->out,
		"<div class='what'><a href='works/%" PRId64
		"'><bdi>%s</bdi></a>\n<span class='meta'>",
		row->work_id, row->title ? words_clip(cx, row->title, TITLE) : "No title");
	htmlf(c->out, "%s", *part ? part : kind_one(row->kind));
	if (row->author && *row->author)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(cx, row->author, NAME));
	if (row->part_title)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(cx, row->part_title, TITLE));
	htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi></span></div>\n",
		row->integration ? words_clip(cx, row->integration, NAME)
				 : words_provider(row->provider));
}

/* Where more than the day is known. */
static void put_hour(const struct call *c, const struct history_row *row)
{
	char machine[CLOCK_TEXT];

	if (row->day_only || row->at_ms == UNDATED_MS)
		return;
	clock_text(row->at_ms, machine);
	htmlf(c->out, "<time datetime='%s'>%s</time>\n", machine, words_hour(c->cx, row->at_ms));
}

static void put_row(const struct call *c, const struct history_row *row)
{
	struct cx *cx = c->cx;

	html(c->out, "<li>");
	page_tile(c, kind_name(row->kind), row->work_id, row->title);
	put_name(c, row);
	html(c->out, "<div class='end'>");
	put_hour(c, row);
	if (row->furthest < SHARE_WHOLE)
		htmlf(c->out, "<span>%s so far</span>", words_percent(cx, row->furthest));
	else if (row->duration_ms > 0)
		htmlf(c->out, "<span>%s</span>", words_hours(cx, row->duration_ms));
	html(c->out, "</div></li>\n");
}

static void put_day(
	const struct call *c, const struct view *w, int64_t day, const struct history_sum *sum)
{
	struct cx *cx = c->cx;
	bool is_dated = day > zone_day(UNDATED_MS);

	htmlf(c->out, "<div class='head'><h2>%s</h2><p>",
		is_dated ? words_day(cx, day) : "Date not known");
	/* What was spent on this day: plays below may have begun before. */
	if (is_dated && (sum->watched_ms > 0 || w->filter.state == PLAY_IN_PROGRESS))
		htmlf(c->out, "%s", words_hours(cx, sum->watched_ms));
	else
		htmlf(c->out, "%s", words_count(cx, sum->completed, "completed", "completed"));
	html(c->out, "</p></div>\n<ul class='list'>\n");
}

/* Shows rows under their days until the page is full; returns how many. */
static size_t put_days(const struct call *c, const struct view *w, const struct history_row *rows,
	size_t count, const struct history_sums *sums)
{
	int64_t day = INT64_MIN;
	size_t i;

	html(c->out, "<div class='stack'>\n");
	for (i = 0; i < count && c->out->length < ENOUGH; i++) {
		int64_t now = zone_day(rows[i].at_ms);

		if (now != day && i > 0)
			html(c->out, "</ul></section>\n");
		if (now != day) {
			html(c->out, "<section class='day'>");
			put_day(c, w, now, &sums->days[now - sums->first_day]);
		}
		put_row(c, &rows[i]);
		day = now;
	}
	html(c->out, "</ul></section></div>\n");
	return i;
}

static void put_pager(
	const struct call *c, const struct view *w, const struct history_row *last, bool has_more)
{
	struct pager pager = { .back_label = "Newest", .on_label = "Earlier" };
	enum kind kind = w->filter.kind;
	const char *newest = arena_printf(c->cx->arena, "history?state=%s&kind=%s", w->state,
		kind == KIND_NONE ? "" : kind_name(kind));

	if (w->filter.before_ms != INT64_MAX)
		pager.back = newest;
	if (has_more)
		pager.on = arena_printf(c->cx->arena, "%s&before=%" PRId64 "&id=%" PRId64, newest,
			last->at_ms, last->id);
	list_pager(c, &pager);
}

static void put_empty(const struct call *c, const struct view *w)
{
	bool is_narrowed =
		w->filter.kind != KIND_NONE || *w->state || w->filter.before_ms != INT64_MAX;

	html(c->out, "<section class='empty'>");
	if (is_narrowed)
		html(c->out, "<h2>Nothing here</h2>\n<p>Nothing matches your "
			     "selection.</p>\n<p><a class='button' "
			     "href='history'>Show everything completed</a></p>");
	else
		html(c->out, "<h2>Nothing completed yet</h2>\n<p>What you finish "
			     "appears here automatically once your player "
			     "reports it.</p>\n<p><a class='button' "
			     "href='settings/integrations'>Look at your "
			     "integrations</a></p>");
	html(c->out, "</section>\n");
}

static void put_page(const struct call *c, const struct view *w, const struct history_row *rows,
	size_t count, const struct history_sums *sums)
{
	page_open(c, SECTION_HISTORY, "History");
	html(c->out, "<h1>History</h1>\n");
	put_filter(c, w);
	if (count == 0) {
		put_empty(c, w);
	} else {
		size_t shown = put_days(c, w, rows, count > ROWS ? ROWS : count, sums);

		put_pager(c, w, &rows[shown - 1], shown < count);
	}
	page_close(c);
}

enum err history_get(struct call *c)
{
	struct view w;
	const struct history_row *rows = NULL;
	struct history_sums sums = { 0 };
	size_t count = 0;

	page_make(c);
	w = view_of(c);
	TRY(store_history_list(c->cx, c->store, &w.filter, &rows, &count));
	/* A day may continue on the next page; its sum covers the whole day. */
	if (count > 0)
		TRY(store_history_sums(c->cx, c->store,
			&(struct history_span){
				.user_id = w.filter.user_id,
				.state = w.filter.state,
				.kind = w.filter.kind,
				.first_day = zone_day(rows[count - 1].at_ms),
				.last_day = zone_day(rows[0].at_ms),
			},
			&sums));
	put_page(c, &w, rows, count, &sums);
	return OK;
}

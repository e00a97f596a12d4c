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
enum { ROWS = 50, TITLE = 120, NAME = 40, ENOUGH = 30 << 10 };
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

static struct view view_of(struct cx *cx, const struct req *req)
{
	const char *kind = form_trimmed(cx, req->form, "kind");
	const char *state = form_trimmed(cx, req->form, "state");
	struct view w = { .state = "", .month = "" };

	w.filter = (struct history_filter){
		.user_id = req->visitor->user_id,
		.state = PLAY_COMPLETED,
		.kind = kind_find(kind),
		.before_ms = INT64_MAX,
		.limit = ROWS + 1,
	};
	if (strcmp(state, "open") == 0) {
		w.filter.state = PLAY_IN_PROGRESS;
		w.state = "open";
	}
	if (form_i64(req->form, "before", 0, INT64_MAX, &w.filter.before_ms)) {
		if (!form_i64(req->form, "id", 1, INT64_MAX, &w.filter.before_id))
			w.filter.before_id = 0;
	} else {
		w.month = form_trimmed(cx, req->form, "month");
		if (!month_ends(cx, w.month, &w.filter.before_ms))
			w.month = "";
	}
	return w;
}

static void put_states(const struct page *p, const struct view *w)
{
	static const struct choice states[] = { { "", "Completed" }, { "open", "In progress" } };

	list_select(p,
		&(struct list_select){ "Show", "state", states, NELEM(states), *w->state ? 1 : 0 });
}

static void put_kinds(const struct page *p, const struct view *w)
{
	struct choice kinds[KIND__COUNT] = { [KIND_NONE] = { "", "All kinds" } };

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++)
		kinds[k] = (struct choice){ kind_name((enum kind)k), kind_many((enum kind)k) };
	list_select(
		p, &(struct list_select){ "Kind", "kind", kinds, NELEM(kinds), w->filter.kind });
}

static void put_filter(const struct page *p, const struct view *w)
{
	html(p->out, "<form class='filter' action='history'>\n");
	put_states(p, w);
	put_kinds(p, w);
	htmlf(p->out,
		"<label>Up to the month "
		"<input type='month' name='month' value='%s' "
		"pattern='[0-9]{4}-[0-9]{2}' placeholder='2026-11'>"
		"</label>\n<button>Show</button></form>\n",
		w->month);
}

static void put_name(const struct page *p, const struct history_row *row)
{
	struct cx *cx = p->cx;
	const char *part = words_part(cx, row->season, row->episode);

	htmlf(p->out,
		"<div class='what'><a href='works/%" PRId64
		"'><bdi>%s</bdi></a>\n<span class='meta'>",
		row->work_id, row->title ? words_clip(cx, row->title, TITLE) : "No title");
	htmlf(p->out, "%s", *part ? part : kind_one(row->kind));
	if (row->part_title)
		htmlf(p->out, " \xc2\xb7 <bdi>%s</bdi>", words_clip(cx, row->part_title, TITLE));
	htmlf(p->out, " \xc2\xb7 <bdi>%s</bdi></span></div>\n",
		row->integration ? words_clip(cx, row->integration, NAME)
				 : words_provider(row->provider));
}

static void put_row(const struct page *p, const struct history_row *row)
{
	struct cx *cx = p->cx;
	struct civil c = zone_civil(row->at_ms);
	char machine[CLOCK_TEXT];

	clock_text(row->at_ms, machine);
	html(p->out, "<li>");
	page_tile(p, kind_name(row->kind), row->work_id, row->title);
	put_name(p, row);
	htmlf(p->out, "<div class='end'><time datetime='%s'>%s</time>\n", machine,
		arena_printf(cx->arena, "%02d:%02d", c.hour, c.minute));
	if (row->furthest < SHARE_WHOLE)
		htmlf(p->out, "<span>%s so far</span>", words_percent(cx, row->furthest));
	else if (row->duration_ms > 0)
		htmlf(p->out, "<span>%s</span>", words_hours(cx, row->duration_ms));
	html(p->out, "</div></li>\n");
}

static void put_day(
	const struct page *p, const struct view *w, int64_t day, const struct history_sum *sum)
{
	struct cx *cx = p->cx;

	htmlf(p->out, "<div class='head'><h2>%s</h2><p>", words_day(cx, day));
	htmlf(p->out, "%s",
		sum->watched_ms > 0 || w->filter.state == PLAY_IN_PROGRESS
			? words_hours(cx, sum->watched_ms)
			: words_count(cx, sum->completed, "completed", "completed"));
	html(p->out, "</p></div>\n<ul class='list'>\n");
}

/* Shows rows under their days until the page is full; returns how many. */
static size_t put_days(const struct page *p, const struct view *w, const struct history_row *rows,
	size_t count, const struct history_sums *sums)
{
	int64_t day = INT64_MIN;
	size_t i;

	html(p->out, "<div class='stack'>\n");
	for (i = 0; i < count && p->out->length < ENOUGH; i++) {
		int64_t now = zone_day(rows[i].at_ms);

		if (now != day && i > 0)
			html(p->out, "</ul></section>\n");
		if (now != day) {
			html(p->out, "<section class='day'>");
			put_day(p, w, now, &sums->days[now - sums->first_day]);
		}
		put_row(p, &rows[i]);
		day = now;
	}
	html(p->out, "</ul></section></div>\n");
	return i;
}

static void put_pager(
	const struct page *p, const struct view *w, const struct history_row *last, bool has_more)
{
	struct pager pager = { .back_label = "Newest", .on_label = "Earlier" };
	enum kind kind = w->filter.kind;
	const char *newest = arena_printf(p->cx->arena, "history?state=%s&kind=%s", w->state,
		kind == KIND_NONE ? "" : kind_name(kind));

	if (w->filter.before_ms != INT64_MAX)
		pager.back = newest;
	if (has_more)
		pager.on = arena_printf(p->cx->arena, "%s&before=%" PRId64 "&id=%" PRId64, newest,
			last->at_ms, last->id);
	list_pager(p, &pager);
}

static void put_empty(const struct page *p, const struct view *w)
{
	bool is_narrowed =
		w->filter.kind != KIND_NONE || *w->state || w->filter.before_ms != INT64_MAX;

	html(p->out, "<section class='empty'>");
	if (is_narrowed)
		html(p->out, "<h2>Nothing here</h2>\n<p>Nothing matches your "
			     "selection.</p>\n<p><a class='button' "
			     "href='history'>Show everything completed</a></p>");
	else
		html(p->out, "<h2>Nothing completed yet</h2>\n<p>What you finish "
			     "appears here automatically once your player "
			     "reports it.</p>\n<p><a class='button' "
			     "href='settings/integrations'>Look at your "
			     "integrations</a></p>");
	html(p->out, "</section>\n");
}

static void put_page(const struct page *p, const struct view *w, const struct history_row *rows,
	size_t count, const struct history_sums *sums)
{
	page_open(p, SECTION_HISTORY, "History");
	html(p->out, "<h1>History</h1>\n");
	put_filter(p, w);
	if (count == 0) {
		put_empty(p, w);
	} else {
		size_t shown = put_days(p, w, rows, count > ROWS ? ROWS : count, sums);

		put_pager(p, w, &rows[shown - 1], shown < count);
	}
	page_close(p);
}

enum err history_get(struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct view w = view_of(cx, req);
	const struct history_row *rows = NULL;
	struct history_sums sums = { 0 };
	size_t count = 0;

	TRY(store_history_list(cx, app->store, &w.filter, &rows, &count));
	/* A day may continue on the next page; its sum covers the whole day. */
	if (count > 0)
		TRY(store_history_sums(cx, app->store,
			&(struct history_span){
				.user_id = w.filter.user_id,
				.state = w.filter.state,
				.kind = w.filter.kind,
				.first_day = zone_day(rows[count - 1].at_ms),
				.last_day = zone_day(rows[0].at_ms),
			},
			&sums));
	put_page(&p, &w, rows, count, &sums);
	return OK;
}

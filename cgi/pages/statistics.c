/* SPDX-License-Identifier: MIT */
/* statistics.c -- one year in numbers: weeks, days, kinds, sources. */
#include "cgi/pages/pages.h"
#include "cgi/web/chart.h"
#include "cgi/web/page.h"
#include "shared/base/zone.h"
#include "shared/store/history.h"

enum { YEAR_DAYS = 366, WEEKS = 54, LINES = 12, NAME = 30 };
enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

/* A week, cut at the ends of the year so that the weeks add up to it. */
struct week {
	int64_t first_day;
	struct history_sum sum;
};

struct year {
	int year, first_year, this_year;
	int64_t first_day, day_count;
	struct history_sums sums;
	struct week weeks[WEEKS];
	size_t week_count;
};

static const char *words_date(struct cx *cx, int64_t day)
{
	struct civil c = zone_date(day);

	return arena_printf(cx->arena, "%d %s", c.day, words_month(c.month));
}

static const char *words_week(struct cx *cx, const struct week *week)
{
	return arena_printf(cx->arena, "Week %d, from %s", zone_week(week->first_day),
		words_date(cx, week->first_day));
}

static void fill_weeks(struct year *y)
{
	for (int64_t i = 0; i < y->day_count; i++) {
		int64_t day = y->first_day + i;
		struct week *week;

		if (i == 0 || zone_date(day).weekday == 0)
			y->weeks[y->week_count++].first_day = day;
		week = &y->weeks[y->week_count - 1];
		week->sum.watched_ms += y->sums.days[i].watched_ms;
		week->sum.completed += y->sums.days[i].completed;
	}
}

/* ---- the year, and links to others ---- */

static void put_years(const struct call *c, const struct year *y)
{
	htmlf(c->out,
		"<div class='head'><h1>Statistics %d</h1>\n"
		"<nav class='row' aria-label='Years'>",
		y->year);
	if (y->year > y->first_year)
		htmlf(c->out,
			"<a class='button' href='statistics?year=%d' "
			"rel='prev'>\xe2\x86\x90 %d</a>\n",
			y->year - 1, y->year - 1);
	if (y->year < y->this_year)
		htmlf(c->out,
			"<a class='button' href='statistics?year=%d' "
			"rel='next'>%d \xe2\x86\x92</a>\n",
			y->year + 1, y->year + 1);
	html(c->out, "</nav></div>\n");
}

static void put_empty(const struct call *c)
{
	html(c->out, "<section class='empty'><h2>Nothing in this year</h2>\n"
		     "<p>Figures appear here as soon as a player reports "
		     "something.</p>\n"
		     "<p><a class='button' href='settings/integrations'>Look "
		     "at your integrations</a></p></section>\n");
}

/* ---- in words ---- */

static void put_total(const struct call *c, const char *figure, const char *label)
{
	htmlf(c->out, "<li><b>%s</b> %s</li>\n", figure, label);
}

/* "watched", "watched, listened to and read": of what was played. */
static const char *words_done(struct cx *cx, const struct history_sums *sums)
{
	const char *done[KIND__COUNT] = { NULL }, *text;
	size_t count = 0;

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++) {
		const struct history_sum *sum = &sums->kinds[k];
		const char *one = kind_done((enum kind)k);
		int64_t weight = sums->whole.watched_ms > 0 ? sum->watched_ms : sum->completed;

		if (weight > 0 && (count == 0 || strcmp(done[count - 1], one) != 0))
			done[count++] = one;
	}
	text = count > 0 ? done[0] : kind_done(KIND_NONE);
	for (size_t i = 1; i < count; i++)
		text = arena_join(cx->arena, text, i + 1 == count ? " and " : ", ", done[i]);
	return text;
}

/* Of what the year adds up to, what its days do not. */
static void put_unplaced(const struct call *c, int64_t ms)
{
	if (ms > 0)
		htmlf(c->out,
			"<p>%s of it is on no day: it was imported, or reported at once, and its "
			"day has no more hours.</p>\n",
			words_hours(c->cx, ms));
}

static void put_totals(const struct call *c, const struct year *y)
{
	struct cx *cx = c->cx;
	const struct history_sum *days = y->sums.days;
	int64_t active = 0, most = 0;

	for (int64_t i = 0; i < y->day_count; i++) {
		active += days[i].watched_ms > 0 || days[i].completed > 0;
		if (days[i].watched_ms > days[most].watched_ms)
			most = i;
	}
	html(c->out, "<section class='stack'><ul class='totals'>\n");
	put_total(c, words_hours(cx, y->sums.whole.watched_ms), words_done(cx, &y->sums));
	put_total(c, words_number(cx, y->sums.whole.completed), "completed");
	put_total(c, words_number(cx, active), active == 1 ? "active day" : "active days");
	html(c->out, "</ul>\n");
	if (days[most].watched_ms > 0)
		htmlf(c->out, "<p>Most on one day: %s, on %s.</p>\n",
			words_hours(cx, days[most].watched_ms), words_day(cx, y->first_day + most));
	put_unplaced(c, y->sums.unplaced_ms);
	html(c->out, "<p class='hint'>Time counts on the day it was spent. What is in progress "
		     "counts as far as it got.</p></section>\n");
}

/* ---- week by week ---- */

enum measure { HOURS, COMPLETIONS };

static int64_t value_of(const struct history_sum *sum, enum measure measure)
{
	return measure == HOURS ? sum->watched_ms : sum->completed;
}

static const char *words_value(struct cx *cx, const struct history_sum *sum, enum measure measure)
{
	return measure == HOURS ? words_hours(cx, sum->watched_ms)
				: words_count(cx, sum->completed, "completed", "completed");
}

/* The first week of every second month has the month's name below it. */
static struct chart_value column_of(
	struct cx *cx, const struct year *y, size_t week, enum measure measure)
{
	const struct week *w = &y->weeks[week];
	int month = zone_date(w->first_day).month;
	bool is_new = week == 0 || zone_date(w[-1].first_day).month != month;

	return (struct chart_value){
		.value = value_of(&w->sum, measure),
		.label = words_week(cx, w),
		.said = words_value(cx, &w->sum, measure),
		.mark = is_new && month % 2 == 1 ? words_month(month) : NULL,
	};
}

static void put_weeks(const struct call *c, const struct year *y, enum measure measure,
	const struct chart_scale *scale)
{
	struct chart_value columns[WEEKS];
	size_t most = 0;

	for (size_t i = 0; i < y->week_count; i++) {
		columns[i] = column_of(c->cx, y, i, measure);
		if (columns[i].value > columns[most].value)
			most = i;
	}
	chart_columns(c->out,
		&(struct chart){
			.id = measure == HOURS ? "hours" : "number",
			.title = measure == HOURS ? "Hours per week" : "Completions per week",
			.text = arena_printf(c->cx->arena, "A bar for each week. Most: %s, %s.",
				columns[most].label, columns[most].said),
		},
		scale, columns, y->week_count);
}

/* ---- day by day ---- */

static int64_t level_of(const struct history_sum *sum)
{
	if (sum->watched_ms == 0 && sum->completed == 0)
		return 0;
	if (sum->watched_ms < 1 * HOUR_MS)
		return 1;
	if (sum->watched_ms < 2 * HOUR_MS)
		return 2;
	return sum->watched_ms < 4 * HOUR_MS ? 3 : 4;
}

/* "1:05", hours and minutes. */
static const char *words_clock(struct cx *cx, const struct history_sum *sum)
{
	int64_t minutes = sum->watched_ms / MINUTE_MS;

	return level_of(sum) == 0 ? ""
				  : arena_printf(cx->arena, "%" PRId64 ":%02" PRId64, minutes / 60,
					    minutes % 60);
}

static void put_half(
	const struct call *c, const struct year *y, int64_t first, int64_t end, const char *title)
{
	struct chart_value days[YEAR_DAYS];
	struct history_sum sum = { 0 };
	size_t count = (size_t)(end - first);

	for (size_t i = 0; i < count; i++) {
		const struct history_sum *day = &y->sums.days[first - y->first_day + (int64_t)i];

		days[i] = (struct chart_value){ .value = level_of(day),
			.said = words_clock(c->cx, day) };
		sum.watched_ms += day->watched_ms;
		sum.completed += day->completed;
	}
	chart_calendar(c->out,
		&(struct chart){
			.id = first == y->first_day ? "half1" : "half2",
			.title = title,
			.text = arena_printf(c->cx->arena,
				"A square for each day, darker with more "
				"hours. Together %s, %" PRId64 " completed.",
				words_hours(c->cx, sum.watched_ms), sum.completed),
		},
		first, days, count);
}

/* ---- by kind, by source ---- */

static void put_lines(const struct call *c, const char *id, const char *title,
	const struct chart_value *lines, size_t count)
{
	chart_lines(c->out,
		&(struct chart){
			.id = id,
			.title = title,
			.text = arena_printf(
				c->cx->arena, "Most: %s, %s.", lines[0].label, lines[0].said),
		},
		lines, count);
}

/* Inserts in order and drops the last line if there are too many. */
static void add_line(struct cx *cx, struct chart_value *lines, size_t *count, const char *label,
	const struct history_sum *sum)
{
	size_t at = *count;

	if (sum->watched_ms == 0 && sum->completed == 0)
		return;
	while (at > 0 && lines[at - 1].value < sum->watched_ms)
		at--;
	if (at == LINES)
		return;
	if (*count < LINES)
		(*count)++;
	memmove(&lines[at + 1], &lines[at], (*count - at - 1) * sizeof(*lines));
	lines[at] = (struct chart_value){ .value = sum->watched_ms,
		.label = label,
		.said = arena_printf(cx->arena, "%s, %" PRId64 " completed",
			words_hours(cx, sum->watched_ms), sum->completed) };
}

static void put_kinds(const struct call *c, const struct year *y)
{
	struct chart_value lines[LINES];
	size_t count = 0;

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++)
		add_line(c->cx, lines, &count, kind_many((enum kind)k), &y->sums.kinds[k]);
	put_lines(c, "kinds", "By kind", lines, count);
}

static const char *source_name(struct cx *cx, const struct history_by *source)
{
	if (!source->name)
		return "Manual, or from a removed integration";
	return arena_join(cx->arena, words_clip(cx, source->name, NAME), "",
		source->is_gone ? " (removed)" : "");
}

static void put_sources(const struct call *c, const struct year *y)
{
	struct chart_value lines[LINES];
	size_t count = 0;

	for (size_t i = 0; i < y->sums.source_count; i++) {
		const struct history_by *source = &y->sums.sources[i];

		add_line(c->cx, lines, &count, source_name(c->cx, source), &source->sum);
	}
	put_lines(c, "sources", "By source", lines, count);
}

/* ---- the page ---- */

static void put_page(const struct call *c, const struct year *y)
{
	const struct history_sum *whole = &y->sums.whole;
	struct chart_scale hours = { .unit = HOUR_MS, .suffix = " h" };
	struct chart_scale pieces = { .unit = 1, .suffix = "" };
	int64_t middle = zone_day_of(y->year, 7, 1);

	page_open(c, SECTION_STATISTICS, "Statistics");
	put_years(c, y);
	if (whole->watched_ms == 0 && whole->completed == 0) {
		put_empty(c);
	} else {
		put_totals(c, y);
		html(c->out, "<div class='charts'>\n");
		put_weeks(c, y, HOURS, &hours);
		put_weeks(c, y, COMPLETIONS, &pieces);
		put_half(c, y, y->first_day, middle, "January to June");
		put_half(c, y, middle, y->first_day + y->day_count, "July to December");
		put_kinds(c, y);
		put_sources(c, y);
		html(c->out, "</div>\n");
	}
	page_close(c);
}

enum err statistics_get(struct call *c)
{
	struct year *y = arena_alloc(c->cx->arena, sizeof(*y));
	struct history_span span = { .user_id = c->visitor->user_id, .state = PLAY_ANY };
	int64_t first_ms = UNSAID, wanted;

	page_make(c);
	TRY(store_history_first(c->cx, c->store, span.user_id, &first_ms));
	y->this_year = zone_civil(c->cx->now_ms).year;
	y->first_year = first_ms == UNSAID ? y->this_year : zone_civil(first_ms).year;
	y->year =
		form_i64(c->form, "year", 1970, y->this_year, &wanted) ? (int)wanted : y->this_year;
	y->first_day = zone_day_of(y->year, 1, 1);
	y->day_count = zone_day_of(y->year + 1, 1, 1) - y->first_day;
	span.first_day = y->first_day;
	span.last_day = y->first_day + y->day_count - 1;
	TRY(store_history_sums(c->cx, c->store, &span, &y->sums));
	fill_weeks(y);
	put_page(c, y);
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* chart.c -- charts as SVG, each with its table. */
#include "cgi/web/chart.h"

#include "cgi/web/html.h"
#include "cgi/web/words.h"
#include "shared/base/zone.h"

enum { WIDTH = 360 };

static const char weekdays[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static void put_open(struct buf *out, const struct chart *c, int height)
{
	htmlf(out, "<figure class='card'><h2>%s</h2>\n", c->title);
	htmlf(out,
		"<svg class='chart' viewBox='0 0 %d %d' role='img' "
		"aria-labelledby='%s-title %s-text'>\n",
		WIDTH, height, c->id, c->id);
	htmlf(out,
		"<title id='%s-title'>%s</title>\n"
		"<desc id='%s-text'>%s</desc>\n",
		c->id, c->title, c->id, c->text);
}

/* Names may be written from the right. */
static void put_table(struct buf *out, const struct chart *c, const struct chart_value *values,
	size_t count, bool are_names)
{
	htmlf(out,
		"</svg>\n<details><summary>%s as a table</summary>\n"
		"<table><tbody>\n",
		c->title);
	/* HTML needs no end tags here, and the pages are to stay small. */
	for (size_t i = 0; i < count; i++) {
		if (are_names)
			htmlf(out, "<tr><th scope='row'><bdi>%s</bdi>", values[i].label);
		else
			htmlf(out, "<tr><th scope='row'>%s", values[i].label);
		htmlf(out, "<td class='number'>%s\n", values[i].said);
	}
	html(out, "</tbody></table></details></figure>\n");
}

/* The next round number from n whose half is round as well. */
static int64_t round_up(int64_t n)
{
	static const int64_t steps[] = { 2, 4, 6, 10 };
	int64_t ten = 1;

	for (;;) {
		for (size_t i = 0; i < NELEM(steps); i++)
			if (n <= steps[i] * ten)
				return steps[i] * ten;
		ten *= 10;
	}
}

/* ---- vertical bars ---- */

enum { LEFT = 34, STEP = 6, FLOOR = 116, TALL = 100 };

static void put_grid(struct buf *out, const struct chart_scale *scale, int64_t top)
{
	for (int i = 0; i <= 2; i++) {
		int y = FLOOR - i * TALL / 2;

		htmlf(out, "<path class='grid' d='M%d %dH%d'/>\n", LEFT, y, WIDTH);
		htmlf(out, "<text class='last' x='%d' y='%d'>%" PRId64 "%s</text>\n", LEFT - 5,
			y + 4, top * i / 2, scale->suffix);
	}
}

/* All bars are one path, which is smaller to send; they have one colour. */
static void put_columns(struct buf *out, const struct chart_value *values, size_t n, int64_t full)
{
	html(out, "<path class='column' d='");
	for (size_t i = 0; i < n; i++) {
		int64_t tall = (values[i].value * TALL + full - 1) / full;

		if (tall > 0)
			htmlf(out, "M%d %dv-%" PRId64, LEFT + STEP / 2 + STEP * (int)i, FLOOR,
				tall);
	}
	html(out, "'/>\n");
}

void chart_columns(struct buf *out, const struct chart *chart, const struct chart_scale *scale,
	const struct chart_value *values, size_t count)
{
	int64_t most = 0, top;

	for (size_t i = 0; i < count; i++)
		if (values[i].value > most)
			most = values[i].value;
	top = round_up((most + scale->unit - 1) / scale->unit);
	put_open(out, chart, FLOOR + 22);
	put_grid(out, scale, top);
	put_columns(out, values, count, top * scale->unit);
	for (size_t i = 0; i < count; i++)
		if (values[i].mark)
			htmlf(out, "<text x='%d' y='%d'>%s</text>\n", LEFT + STEP * (int)i,
				FLOOR + 16, values[i].mark);
	put_table(out, chart, values, count, false);
}

/* ---- horizontal bars ---- */

enum { LINE = 38, BAR_AT = 22 };

void chart_lines(
	struct buf *out, const struct chart *chart, const struct chart_value *values, size_t count)
{
	int64_t most = 1;

	for (size_t i = 0; i < count; i++)
		if (values[i].value > most)
			most = values[i].value;
	put_open(out, chart, LINE * (int)count);
	for (size_t i = 0; i < count; i++) {
		int y = LINE * (int)i;
		int64_t wide = values[i].value * WIDTH / most;

		htmlf(out,
			"<text class='name' x='0' y='%d'>%s</text>"
			"<text class='last' x='%d' y='%d'>%s</text>\n",
			y + 15, values[i].label, WIDTH, y + 15, values[i].said);
		htmlf(out,
			"<path class='track' d='M0 %dH%d'/>"
			"<path class='bar' d='M0 %dH%" PRId64 "'/>\n",
			y + BAR_AT + 4, WIDTH, y + BAR_AT + 4, wide);
	}
	put_table(out, chart, values, count, true);
}

/* ---- days ---- */

enum { CELL = 12, DAYS_LEFT = 30, DAYS_TOP = 18 };

static void put_months(struct buf *out, int64_t first_day, size_t count)
{
	int64_t monday = first_day - zone_date(first_day).weekday;

	for (size_t i = 0; i < count; i++) {
		int64_t day = first_day + (int64_t)i;
		struct civil c = zone_date(day);

		if (c.day == 1)
			htmlf(out, "<text x='%d' y='11'>%s</text>\n",
				DAYS_LEFT + (int)((day + 6 - monday) / 7) * CELL,
				words_month(c.month));
	}
}

/* The squares of all days, below the others: a dashed line a weekday. */
static void put_ground(struct buf *out, int64_t first_day, size_t count)
{
	int offset = zone_date(first_day).weekday, end = offset + (int)count;

	html(out, "<path class='level0' d='");
	for (int weekday = 0; weekday < 7; weekday++) {
		int from = weekday < offset, to = (end + 6 - weekday) / 7;

		htmlf(out, "M%d %dh%d", DAYS_LEFT + from * CELL, DAYS_TOP + weekday * CELL + 5,
			(to - from) * CELL - 2);
	}
	html(out, "'/>\n");
}

/* One path per level, one stroke per day. */
static void put_level(
	struct buf *out, int64_t first_day, const struct chart_value *days, size_t count, int level)
{
	int offset = zone_date(first_day).weekday;

	htmlf(out, "<path class='level%d' d='", level);
	for (size_t i = 0; i < count; i++) {
		int at = (int)i + offset;

		if (days[i].value == level)
			htmlf(out, "M%d %dh10", DAYS_LEFT + at / 7 * CELL,
				DAYS_TOP + at % 7 * CELL + 5);
	}
	html(out, "'/>\n");
}

/* One row per week, one column per weekday. */
static void put_days_table(struct buf *out, const struct chart *chart, int64_t first_day,
	const struct chart_value *days, size_t count)
{
	int64_t end = first_day + (int64_t)count;

	htmlf(out,
		"<details><summary>%s as a table</summary>\n"
		"<div class='scroll' tabindex='0' role='region' "
		"aria-label='%s as a table'>"
		"<table class='tight'><thead><tr>"
		"<th scope='col'>Week of</th>",
		chart->title, chart->title);
	for (size_t i = 0; i < NELEM(weekdays); i++)
		htmlf(out, "<th scope='col'>%s</th>", weekdays[i]);
	html(out, "</tr></thead>\n<tbody>\n");
	for (int64_t at = first_day - zone_date(first_day).weekday; at < end; at += 7) {
		struct civil c = zone_date(at);

		/* HTML needs no end tags here: a tenth of the page. */
		htmlf(out, "<tr><th scope='row'>%d %s", c.day, words_month(c.month));
		for (int64_t day = at; day < at + 7; day++)
			htmlf(out, "<td>%s",
				day >= first_day && day < end ? days[day - first_day].said : "");
	}
	html(out, "</tbody></table></div></details></figure>\n");
}

static void put_legend(struct buf *out)
{
	html(out, "</svg>\n<ul class='legend'>"
		  "<li class='level0'>nothing</li>"
		  "<li class='level1'>under 1 h</li>"
		  "<li class='level2'>1 to 2 h</li>"
		  "<li class='level3'>2 to 4 h</li>"
		  "<li class='level4'>4 h and more</li></ul>\n");
}

void chart_calendar(struct buf *out, const struct chart *chart, int64_t first_day,
	const struct chart_value *days, size_t count)
{
	put_open(out, chart, DAYS_TOP + 7 * CELL);
	put_months(out, first_day, count);
	for (size_t i = 0; i < NELEM(weekdays); i += 2)
		htmlf(out, "<text x='0' y='%d'>%s</text>\n", DAYS_TOP + (int)i * CELL + 9,
			weekdays[i]);
	put_ground(out, first_day, count);
	for (int level = 1; level < CHART_LEVELS; level++)
		put_level(out, first_day, days, count, level);
	put_legend(out);
	put_days_table(out, chart, first_day, days, count);
}

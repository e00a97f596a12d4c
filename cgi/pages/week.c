/* SPDX-License-Identifier: MIT */
/* week.c -- the last seven days: a sum, a bar for each day. */
#include "cgi/pages/week.h"

#include "shared/base/zone.h"
#include "shared/store/history.h"

enum { DAYS = 7, STEP = 46, BAR = 28, FLOOR = 112, TALLEST = 100, LEAST_FULL_MS = 60 * 60 * 1000 };

static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static enum err read_days(const struct call *c, int64_t first, struct history_sums *out)
{
	const struct history_span span = {
		.user_id = c->visitor->user_id,
		.state = PLAY_ANY,
		.kind = KIND_NONE,
		.first_day = first,
		.last_day = first + DAYS - 1,
	};

	return store_history_sums(c->cx, c->store, &span, out);
}

/* "3 episodes", "1 podcast episode", "2 films" */
static const char *words_kind(struct cx *cx, enum kind kind, int64_t n)
{
	const char *name = n == 1 ? kind_one(kind) : kind_many(kind);
	char *one = arena_strdup(cx->arena, kind_has_parts(kind) ? kind_one(kind) : name);

	*one = (char)(*one | ('a' - 'A'));
	if (!kind_has_parts(kind))
		return arena_printf(cx->arena, "%" PRId64 " %s", n, one);
	return arena_printf(cx->arena, "%" PRId64 " %s%sepisode%s", n,
		kind_is_heard(kind) ? one : "", kind_is_heard(kind) ? " " : "", n == 1 ? "" : "s");
}

/* "3 episodes, 2 films" */
static void put_kinds(const struct call *c, const struct history_sums *sums)
{
	bool is_first = true;

	for (int k = KIND_NONE + 1; k < KIND__COUNT; k++) {
		int64_t n = sums->kinds[k].completed;

		if (n == 0)
			continue;
		htmlf(c->out, "%s%s", is_first ? "" : ", ", words_kind(c->cx, (enum kind)k, n));
		is_first = false;
	}
	if (is_first)
		html(c->out, "Nothing completed");
}

static void put_difference(const struct call *c, int64_t more_ms)
{
	static const int64_t minute_ms = 60 * 1000;

	if (more_ms >= minute_ms)
		htmlf(c->out, " \xc2\xb7 %s more than the week before",
			words_hours(c->cx, more_ms));
	else if (more_ms <= -minute_ms)
		htmlf(c->out, " \xc2\xb7 %s less than the week before",
			words_hours(c->cx, -more_ms));
}

static int height(int64_t ms, int64_t full_ms)
{
	return (int)(ms * TALLEST / full_ms);
}

static void put_day(const struct call *c, const struct history_sum *day, int at, int64_t full_ms)
{
	int x = at * STEP + (STEP - BAR) / 2;
	int seen = height(day->watched_ms - day->listened_ms, full_ms);
	int heard = height(day->listened_ms, full_ms);

	if (day->watched_ms == 0)
		htmlf(c->out, "<path class='none' d='M%d %dh%dv-3h-%dz'/>", x, FLOOR, BAR, BAR);
	if (seen > 0)
		htmlf(c->out, "<path d='M%d %dh%dv-%dh-%dz'/>", x, FLOOR, BAR, seen, BAR);
	if (heard > 0)
		htmlf(c->out, "<path class='heard' d='M%d %dh%dv-%dh-%dz'/>", x,
			FLOOR - seen - (seen > 0 ? 2 : 0), BAR, heard, BAR);
}

static void put_chart(const struct call *c, const struct history_sums *sums)
{
	int64_t full_ms = LEAST_FULL_MS;

	for (int i = 0; i < DAYS; i++)
		if (sums->days[i].watched_ms > full_ms)
			full_ms = sums->days[i].watched_ms;
	html(c->out, "<svg class='week' viewBox='0 0 322 136' role='img' aria-labelledby='week-t'>"
		     "<title id='week-t'>Time on each day:");
	for (int i = 0; i < DAYS; i++)
		htmlf(c->out, " %s %s%s", names[zone_date(sums->first_day + i).weekday],
			words_hours(c->cx, sums->days[i].watched_ms), i + 1 < DAYS ? "," : "");
	html(c->out, "</title>\n");
	for (int i = 0; i < DAYS; i++) {
		put_day(c, &sums->days[i], i, full_ms);
		htmlf(c->out, "<text x='%d' y='131'>%s</text>\n", i * STEP + STEP / 2,
			names[zone_date(sums->first_day + i).weekday]);
	}
	html(c->out, "</svg>\n");
}

enum err week_put(const struct call *c)
{
	int64_t first = zone_day(c->cx->now_ms) - DAYS + 1;
	struct history_sums week = { 0 }, before = { 0 };

	TRY(read_days(c, first, &week));
	TRY(read_days(c, first - DAYS, &before));
	htmlf(c->out,
		"<section class='card'><div class='head'><h2>Last 7 days</h2>"
		"<a href='statistics'>Statistics</a></div>\n<p class='big'>%s</p>\n"
		"<p class='small soft'>",
		words_hours(c->cx, week.whole.watched_ms));
	put_kinds(c, &week);
	put_difference(c, week.whole.watched_ms - before.whole.watched_ms);
	html(c->out, "</p>\n");
	if (week.unplaced_ms > 0)
		htmlf(c->out,
			"<p class='small soft'>%s of it, imported or reported at once, is on no "
			"day.</p>\n",
			words_hours(c->cx, week.unplaced_ms));
	put_chart(c, &week);
	if (week.whole.listened_ms > 0)
		html(c->out, "<ul class='legend'><li>watched or read</li>"
			     "<li class='heard'>listened to</li></ul>\n");
	html(c->out, "</section>\n");
	return OK;
}

/* SPDX-License-Identifier: MIT */
/* words.c -- numbers, times and names in words. */
#include "cgi/web/words.h"

#include "shared/base/utf8.h"
#include "shared/base/zone.h"
#include "shared/progress/rules.h"
#include "shared/providers/provider.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

const char *words_hours(struct cx *cx, int64_t ms)
{
	int64_t minutes = ms / MINUTE_MS;

	if (minutes < 60)
		return arena_printf(cx->arena, "%" PRId64 " min", minutes);
	if (minutes % 60 == 0 || minutes >= 100 * 60)
		return arena_printf(cx->arena, "%" PRId64 " h", minutes / 60);
	return arena_printf(cx->arena, "%" PRId64 " h %" PRId64 " min", minutes / 60, minutes % 60);
}

static const char *const months[] = { "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December" };

const char *words_month(int month)
{
	static const char short_names[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };

	return short_names[month - 1];
}

static bool is_clock12;

void words_use_clock12(bool is_wanted)
{
	is_clock12 = is_wanted;
}

static const char *hour_of(struct cx *cx, const struct civil *c)
{
	if (!is_clock12)
		return arena_printf(cx->arena, "%02d:%02d", c->hour, c->minute);
	return arena_printf(cx->arena, "%d:%02d %s", (c->hour + 11) % 12 + 1, c->minute,
		c->hour < 12 ? "am" : "pm");
}

const char *words_when(struct cx *cx, int64_t ms)
{
	int64_t ago = cx->now_ms - ms;
	int64_t days = zone_day(cx->now_ms) - zone_day(ms);
	struct civil c = zone_civil(ms), now = zone_civil(cx->now_ms);

	if (ago >= -MINUTE_MS && ago < MINUTE_MS)
		return "just now";
	if (ago > 0 && ago < HOUR_MS)
		return arena_printf(
			cx->arena, "%s ago", words_count(cx, ago / MINUTE_MS, "minute", "minutes"));
	if (days == 0 || days == 1)
		return arena_printf(
			cx->arena, "%s %s", days == 0 ? "today" : "yesterday", hour_of(cx, &c));
	if (c.year == now.year)
		return arena_printf(cx->arena, "%d %s", c.day, words_month(c.month));
	return arena_printf(cx->arena, "%d %s %d", c.day, words_month(c.month), c.year);
}

const char *words_moment(struct cx *cx, int64_t ms)
{
	struct civil c = zone_civil(ms);

	return arena_printf(
		cx->arena, "%d %s %d %s", c.day, words_month(c.month), c.year, hour_of(cx, &c));
}

const char *words_hour(struct cx *cx, int64_t ms)
{
	struct civil c = zone_civil(ms);

	return hour_of(cx, &c);
}

const char *words_day(struct cx *cx, int64_t day)
{
	static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday",
		"Friday", "Saturday", "Sunday" };
	struct civil c = zone_date(day);

	return arena_printf(
		cx->arena, "%s, %d %s %d", weekdays[c.weekday], c.day, months[c.month - 1], c.year);
}

const char *words_percent(struct cx *cx, int64_t share)
{
	return arena_printf(cx->arena, "%" PRId64 "%%", share * 100 / SHARE_WHOLE);
}

const char *words_number(struct cx *cx, int64_t n)
{
	return arena_number(cx->arena, n);
}

const char *words_count(struct cx *cx, int64_t n, const char *one, const char *many)
{
	return arena_printf(cx->arena, "%s %s", words_number(cx, n), n == 1 ? one : many);
}

const char *words_bytes(struct cx *cx, int64_t bytes)
{
	int64_t tenths = (bytes + 50000) / 100000; /* of a megabyte */

	if (bytes < 1000)
		return words_count(cx, bytes, "byte", "bytes");
	if (bytes < 999500) /* rounds to three digits */
		return arena_printf(cx->arena, "%" PRId64 " kB", (bytes + 500) / 1000);
	return arena_printf(cx->arena, "%" PRId64 ".%" PRId64 " MB", tenths / 10, tenths % 10);
}

const char *words_part(struct cx *cx, int season, int episode)
{
	if (episode < 0)
		return "";
	if (season == 0)
		return arena_printf(cx->arena, "Special %d", episode);
	if (season < 0)
		return arena_printf(cx->arena, "Episode %d", episode);
	return arena_printf(cx->arena, "S%d E%d", season, episode);
}

const char *words_sentence(struct cx *cx, const char *note)
{
	size_t length = strlen(note);
	bool is_closed = length > 0 && strchr(".!?", note[length - 1]);
	char *text = arena_printf(cx->arena, "%s%s", note, is_closed ? "" : ".");

	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text & ~32);
	return text;
}

const char *words_clip(struct cx *cx, const char *text, size_t max)
{
	if (strlen(text) <= max)
		return text;
	return arena_printf(cx->arena, "%.*s\xe2\x80\xa6", (int)utf8_cut(text, max), text);
}

const char *words_provider(const char *provider)
{
	return provider ? provider_title(provider) : "manual entry";
}

/* SPDX-License-Identifier: MIT */
#include "shared/actions/moment.h"

#include "shared/base/zone.h"
#include "shared/progress/state.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, YEAR_MIN = 1971, YEAR_MAX = 9999 };

/* The number that these digits are, or -1. */
static int number(const char *at, int digits)
{
	int n = 0;

	for (int i = 0; i < digits; i++) {
		if (at[i] < '0' || at[i] > '9')
			return -1;
		n = 10 * n + at[i] - '0';
	}
	return n;
}

/* "2026-11-22" */
static bool read_day(const char *text, int64_t *day)
{
	struct civil c;
	int year, month, date;

	if (text[4] != '-' || text[7] != '-')
		return false;
	year = number(text, 4);
	month = number(text + 5, 2);
	date = number(text + 8, 2);
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || date < 1)
		return false;
	*day = zone_day_of(year, month, date);
	c = zone_date(*day);
	return c.year == year && c.month == month && c.day == date;
}

/* "T20:15" of that day */
static bool read_hour(const char *text, int64_t day, int64_t *ms)
{
	int hour, minute;
	struct civil c;

	if ((text[0] != 'T' && text[0] != ' ') || text[3] != ':')
		return false;
	hour = number(text + 1, 2);
	minute = number(text + 4, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return false;
	*ms = zone_day_starts(day) + (int64_t)hour * HOUR_MS + (int64_t)minute * MINUTE_MS;
	c = zone_civil(*ms);
	*ms += (int64_t)(hour - c.hour) * HOUR_MS + (int64_t)(minute - c.minute) * MINUTE_MS;
	return zone_day(*ms) == day;
}

enum err moment_parse(struct cx *cx, const char *text, struct moment *out)
{
	size_t length = strlen(text);
	int64_t day = 0;

	*out = (struct moment){ UNDATED_MS, false };
	if (strcmp(text, "unknown") == 0)
		return OK;
	if ((length != 10 && length != 16) || !read_day(text, &day) ||
		(length == 16 && !read_hour(text + 10, day, &out->ms)))
		return err_note(cx, ERR_INPUT,
			"Enter a day such as 2026-11-22, or with its hour: 2026-11-22 20:15.");
	out->day_only = length == 10;
	if (out->day_only)
		out->ms = zone_day_starts(day) + INT64_C(12) * HOUR_MS;
	if (out->day_only ? day > zone_day(cx->now_ms) : out->ms > cx->now_ms)
		return err_note(cx, ERR_INPUT, "That is still to come.");
	/* Of today, before noon. */
	if (out->ms > cx->now_ms)
		out->ms = cx->now_ms;
	return OK;
}

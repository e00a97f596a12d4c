/* SPDX-License-Identifier: MIT */
/*
 * clock.c -- civil time without the C library's zones: dates and day numbers
 * are converted by the 400-year cycle of the Gregorian calendar.
 */
#include "shared/base/clock.h"

enum { DAY_MS = 86400000 };
static const int64_t LAST_MS = INT64_C(253402300799999); /* of 9999 */

int64_t clock_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Days since 1970-01-01; the year begins in March, so a leap day is last. */
int64_t clock_day_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = (month + 9) % 12;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
	int64_t z = days + 719468, era = z / 146097, rest = z % 146097;
	int64_t y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int64_t d = rest - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * d + 2) / 153;

	*day = d - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = era * 400 + y + (*month <= 2);
}

void clock_text(int64_t ms, char text[static CLOCK_TEXT])
{
	int64_t year, month, day, rest;

	if (ms < 0)
		ms = 0;
	date_of(ms / DAY_MS, &year, &month, &day);
	rest = ms % DAY_MS;
	snprintf(text, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)(year % 10000),
		(int)month, (int)day, (int)(rest / 3600000), (int)(rest / 60000 % 60),
		(int)(rest / 1000 % 60), (int)(rest % 1000));
}

/* Exactly `width` digits, or false. */
static bool take_number(const char **at, int width, int64_t *out)
{
	*out = 0;
	for (; width > 0; width--, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*out = *out * 10 + (**at - '0');
	}
	return true;
}

static bool take_char(const char **at, const char *one_of)
{
	if (!**at || !strchr(one_of, **at))
		return false;
	(*at)++;
	return true;
}

static bool take_fraction(const char **at, int64_t *ms)
{
	int64_t weight = 100;

	*ms = 0;
	if (**at != '.')
		return true;
	(*at)++;
	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++, weight /= 10)
		*ms += weight * (**at - '0');
	return true;
}

static bool take_offset(const char **at, int64_t *ms)
{
	int64_t hours, minutes;
	bool east = **at == '+';

	*ms = 0;
	if (take_char(at, "Zz"))
		return true;
	if (!take_char(at, "+-") || !take_number(at, 2, &hours) || !take_char(at, ":") ||
		!take_number(at, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*ms = (hours * 60 + minutes) * 60000 * (east ? 1 : -1);
	return true;
}

static bool take_date(const char **at, int64_t *days)
{
	int64_t year, month, day, y, m, d;

	if (!take_number(at, 4, &year) || !take_char(at, "-") || !take_number(at, 2, &month) ||
		!take_char(at, "-") || !take_number(at, 2, &day))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1)
		return false;
	*days = clock_day_of(year, month, day);
	date_of(*days, &y, &m, &d); /* 31 April comes back as 1 May */
	return y == year && m == month && d == day;
}

bool clock_parse(const char *text, int64_t *ms)
{
	const char *at = text;
	int64_t days, hour, minute, second, fraction, offset;

	if (!take_date(&at, &days) || !take_char(&at, "Tt ") || !take_number(&at, 2, &hour) ||
		!take_char(&at, ":") || !take_number(&at, 2, &minute) || !take_char(&at, ":") ||
		!take_number(&at, 2, &second) || !take_fraction(&at, &fraction) ||
		!take_offset(&at, &offset))
		return false;
	if (*at || hour > 23 || minute > 59 || second > 60)
		return false;
	*ms = days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset;
	return *ms >= 0 && *ms <= LAST_MS;
}

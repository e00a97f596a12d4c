/* SPDX-License-Identifier: MIT */
/* zone.c -- the only file that sets or reads the time zone of the process. */
#include "shared/base/zone.h"

#include <sys/stat.h>

#include "shared/base/clock.h"

static const char folder[] = "/usr/share/zoneinfo";
static const char table[] = "/usr/share/zoneinfo/zone.tab";
/* No change puts a clock back or forward by more within a day. */
enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS, CHANGE_HOURS = 6, LIST_MAX = 2000 };

/* Letters, digits and "_+-" between single slashes. */
static bool is_spelled_well(const char *name)
{
	size_t length = strlen(name), part = 0;

	if (length == 0 || length > ZONE_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = name[i];
		bool is_sign = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			       (c >= '0' && c <= '9') || strchr("_+-", c);

		if (!is_sign && (c != '/' || part == 0))
			return false;
		part = is_sign ? part + 1 : 0;
	}
	return part > 0;
}

bool zone_is_known(const char *name)
{
	char path[sizeof(folder) + ZONE_NAME_MAX + 1], magic[4] = "";
	struct stat st;
	bool is_zone;
	FILE *file;

	if (!is_spelled_well(name))
		return false;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	is_zone = fread(magic, 1, 4, file) == 4 && memcmp(magic, "TZif", 4) == 0;
	fclose(file);
	return is_zone;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void close_file(void *file)
{
	fclose(file);
}

void zone_list(struct arena *a, const char *const **names, size_t *count)
{
	struct arena_held held;
	char line[256], name[sizeof(line)];
	size_t room = 0, n = 0;
	const char **list = arena_more(a, NULL, 0, &room, sizeof(*list));
	FILE *file = fopen(table, "re");

	list[n++] = "UTC";
	if (file)
		arena_hold(a, &held, close_file, file);
	while (file && n < LIST_MAX && fgets(line, sizeof(line), file)) {
		/* Country, coordinates, name, optional comment. */
		const char *at = strchr(line, '\t');

		at = at && line[0] != '#' ? strchr(at + 1, '\t') : NULL;
		if (!at)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(at + 1, "\t\n"), at + 1);
		if (!is_spelled_well(name))
			continue;
		list = arena_more(a, list, n, &room, sizeof(*list));
		list[n++] = arena_strdup(a, name);
	}
	if (file) {
		arena_let_go(a, &held);
		fclose(file);
	}
	qsort(list, n, sizeof(*list), by_name);
	*names = list;
	*count = n;
}

void zone_use(const char *name)
{
	char value[ZONE_NAME_MAX + 2];
	const char *now = getenv("TZ");

	if (!name || !is_spelled_well(name))
		name = "UTC";
	snprintf(value, sizeof(value), ":%s", name);
	if (now && strcmp(now, value) == 0)
		return;
	setenv("TZ", value, 1);
	tzset();
}

static struct civil civil_of(const struct tm *tm)
{
	return (struct civil){
		.year = tm->tm_year + 1900,
		.month = tm->tm_mon + 1,
		.day = tm->tm_mday,
		.hour = tm->tm_hour,
		.minute = tm->tm_min,
		.second = tm->tm_sec,
		.weekday = (tm->tm_wday + 6) % 7,
		.year_day = tm->tm_yday,
	};
}

struct civil zone_civil(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm = { 0 };

	localtime_r(&seconds, &tm);
	return civil_of(&tm);
}

int64_t zone_day_of(int year, int month, int day)
{
	return clock_day_of(year, month, day);
}

/* The date on the calendar then; it may come twice. */
static int64_t date_day(int64_t ms)
{
	struct civil c = zone_civil(ms);

	return zone_day_of(c.year, c.month, c.day);
}

struct civil zone_date(int64_t day)
{
	time_t seconds = (time_t)(day * (DAY_MS / 1000));
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return civil_of(&tm);
}

int zone_week(int64_t day)
{
	int64_t thursday = day - zone_date(day).weekday + 3;

	return zone_date(thursday).year_day / 7 + 1;
}

/* The moment of a date's midnight, by the offset from UTC at another moment. */
static int64_t midnight_by(int64_t day, int64_t offset_at_ms)
{
	struct civil c = zone_civil(offset_at_ms);
	int64_t local_ms = zone_day_of(c.year, c.month, c.day) * DAY_MS +
			   ((c.hour * 60 + c.minute) * 60 + c.second) * INT64_C(1000);

	return day * DAY_MS - (local_ms - offset_at_ms / 1000 * 1000);
}

/* Any moment at which that date begins, or a later one if there is none. */
static int64_t find_start(int64_t day)
{
	int64_t before = day * DAY_MS - 16 * HOUR_MS;
	int64_t after = day * DAY_MS + 16 * HOUR_MS;

	while (after - before > 1000) {
		int64_t middle = (before + after) / 2000 * 1000;

		if (date_day(middle) < day)
			before = middle;
		else
			after = middle;
	}
	return after;
}

/*
 * Where clocks change at midnight, a day has no 00:00, so this searches for the
 * start. Every zone is within 16 hours of UTC. Where they go back just after
 * midnight, the date begins twice: the first beginning counts, so try the
 * midnights by the offsets before and after.
 */
int64_t zone_day_starts(int64_t day)
{
	int64_t found = find_start(day), first = found;

	for (int hours = -CHANGE_HOURS; hours <= CHANGE_HOURS; hours += CHANGE_HOURS) {
		int64_t at = midnight_by(day, found + hours * (int64_t)HOUR_MS);

		if (at < first && date_day(at) >= day)
			first = at;
	}
	return first;
}

int64_t zone_day(int64_t ms)
{
	struct civil c = zone_civil(ms);
	int64_t day = zone_day_of(c.year, c.month, c.day);

	if (c.hour >= 24 - CHANGE_HOURS && zone_day_starts(day + 1) <= ms)
		day++;
	return day;
}

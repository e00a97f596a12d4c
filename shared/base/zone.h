/* SPDX-License-Identifier: MIT */
/*
 * zone.h -- days and hours in a person's time zone.
 *
 * Zones are named as in the system's tz database ("Europe/Berlin"). The C
 * library has one zone per process, and zone_use sets it: call it at the start
 * of each unit of work that shows days. There are no threads.
 */
#ifndef SHARED_BASE_ZONE_H
#define SHARED_BASE_ZONE_H

#include "shared/base/arena.h"
#include "shared/base/lengths.h"

/* Is it a zone of this system? Never a path outside the tz folder. */
bool zone_is_known(const char *name);

/*
 * The names to choose from, sorted: at least one for each country, and UTC.
 * Only UTC if the system has no list.
 */
void zone_list(struct arena *a, const char *const **names, size_t *count);

/* NULL or an unknown name selects UTC. */
void zone_use(const char *name);

/* Civil time in the zone in use. */
struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
	int weekday;  /* 0 is Monday */
	int year_day; /* 0 is the first of January */
};
struct civil zone_civil(int64_t ms);

/*
 * Days since 1970-01-01 of the civil date: for differences and weeks. Never
 * goes back: where a clock that is put back returns to the evening before,
 * the new day goes on. A day lasts from zone_day_starts(day) to that of the
 * next.
 */
int64_t zone_day(int64_t ms);
int64_t zone_day_of(int year, int month, int day);
struct civil zone_date(int64_t day); /* the inverse; hour 0 */

/* The ISO week, 1 to 53: begins on Monday; week 1 has the first Thursday. */
int zone_week(int64_t day);

/* The first moment of that day in the zone in use, in ms UTC. */
int64_t zone_day_starts(int64_t day);

#endif

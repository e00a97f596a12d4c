/* SPDX-License-Identifier: MIT */
/*
 * zone.h -- days and hours where a person lives.
 *
 * Zones are those of the system's tz database, by name ("Europe/Berlin").
 * The C library knows one zone per process, so zone_use sets that one: call it
 * at the start of each unit of work that speaks of days. There are no threads.
 */
#ifndef SHARED_BASE_ZONE_H
#define SHARED_BASE_ZONE_H

#include "shared/base/arena.h"

enum { ZONE_NAME_MAX = 64 };

/* The name of a zone that this system has; never a path out of its folder. */
bool zone_is_known(const char *name);

/*
 * The names to choose from, in order: of every country one or more, and UTC,
 * which alone is left where the system has no list.
 */
void zone_list(struct arena *a, const char *const **names, size_t *count);

/* NULL, or a name that is not known: UTC. */
void zone_use(const char *name);

/* Civil time in the zone in use. */
struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
	int weekday;  /* 0 is Monday */
	int year_day; /* 0 is the first of January */
};
struct civil zone_civil(int64_t ms);

/* Days since 1970-01-01 of that civil date: for differences and weeks. */
int64_t zone_day(int64_t ms);
int64_t zone_day_of(int year, int month, int day);
struct civil zone_date(int64_t day); /* the way back; hour 0 */

/* Its ISO week, 1 to 53: Monday first, the year's first Thursday is in 1. */
int zone_week(int64_t day);

/* The first moment of that day in the zone in use, in ms UTC. */
int64_t zone_day_starts(int64_t day);

#endif

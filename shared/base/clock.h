/* SPDX-License-Identifier: MIT */
/*
 * clock.h -- time in milliseconds since 1970, UTC, and its text form.
 *
 * The text is RFC 3339 in UTC: 2026-10-18T19:02:11.443Z.
 */
#ifndef SHARED_BASE_CLOCK_H
#define SHARED_BASE_CLOCK_H

#include "shared/base/base.h"

enum { CLOCK_TEXT = 32 }; /* room for any time, with its NUL */

int64_t clock_now_ms(void);
/* Of the monotonic clock, in microseconds; only differences mean something. */
int64_t clock_monotonic_us(void);
void clock_text(int64_t ms, char text[static CLOCK_TEXT]);

/* Days from 1970-01-01 to the date; month and day count from 1. */
int64_t clock_day_of(int64_t year, int64_t month, int64_t day);

/*
 * Reads RFC 3339 with any offset and any number of decimals. False unless the
 * whole string is such a time within the years 1970 to 9999.
 */
MUST_CHECK bool clock_parse(const char *text, int64_t *ms);

#endif

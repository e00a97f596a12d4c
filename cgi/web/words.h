/* SPDX-License-Identifier: MIT */
/*
 * words.h -- numbers, times and names in words.
 *
 * Days and hours are those of the current zone (zone_use) and clock. Texts live
 * in the arena.
 */
#ifndef CGI_WEB_WORDS_H
#define CGI_WEB_WORDS_H

#include "shared/base/cx.h"
#include "shared/progress/report.h"

/* From now on hours are those of a clock of 12 hours, or of 24. */
void words_use_clock12(bool is_clock12);

const char *words_hours(struct cx *cx, int64_t ms); /* "3 h 20 min", "45 min" */

/* "just now", "3 minutes ago", "today 14:05", "yesterday 20:14", "12 Nov". */
const char *words_when(struct cx *cx, int64_t ms);
const char *words_moment(struct cx *cx, int64_t ms); /* "12 Nov 2026 14:05" */
const char *words_hour(struct cx *cx, int64_t ms);   /* "14:05", "2:05 pm" */
const char *words_day(struct cx *cx, int64_t day);   /* "Thursday, 12 November 2026" */
const char *words_month(int month);                  /* "Jan"; from 1 */

const char *words_percent(struct cx *cx, int64_t share); /* "34%" */
const char *words_number(struct cx *cx, int64_t n);      /* "10,000" */
const char *words_count(
	struct cx *cx, int64_t n, const char *one, const char *many); /* "1 play", "2 plays" */
const char *words_bytes(struct cx *cx, int64_t bytes);                /* "17 kB" */

/* "S2 E5"; "Special 3" for season 0; "" if there are no parts. */
const char *words_part(struct cx *cx, int season, int episode);

/* "a name is taken" as a sentence: "A name is taken." */
const char *words_sentence(struct cx *cx, const char *note);

/* At most `max` bytes, then an ellipsis; cuts between characters. */
const char *words_clip(struct cx *cx, const char *text, size_t max);

/* Its title; without a provider: "manual entry". */
const char *words_provider(const char *provider_or_null);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * chart.h -- charts: SVG with a name for screen readers, and below it a table
 * of the same values.
 *
 * Each function writes a whole <figure>: heading, picture, and a table to
 * unfold. Colours are classes of app.css, so they follow light and dark mode.
 * All pictures are 360 units wide, so their text is readable on a phone and on
 * a desktop.
 */
#ifndef CGI_WEB_CHART_H
#define CGI_WEB_CHART_H

#include "shared/base/buf.h"

struct chart {
	const char *id;    /* unique within the page */
	const char *title; /* the heading */
	const char *text;  /* describes the picture for those who cannot see it */
};

/* A value: drawn in the picture, in words in the table. */
struct chart_value {
	int64_t value;
	const char *label, *said;
	const char *mark; /* below a vertical bar, or NULL */
};

/* How an axis counts: its unit in terms of the values, and its suffix. */
struct chart_scale {
	int64_t unit;
	const char *suffix;
};

/* Vertical bars, at most 54. */
void chart_columns(struct buf *out, const struct chart *chart, const struct chart_scale *scale,
	const struct chart_value *values, size_t count);

/* Horizontal bars, each below its words. */
void chart_lines(
	struct buf *out, const struct chart *chart, const struct chart_value *values, size_t count);

/*
 * A calendar of at most 27 weeks: one column per week, Monday at the top. The
 * value is the darkness by hours: none, under 1, under 2, under 4, more. Of the
 * words, only `said` is used.
 */
enum { CHART_LEVELS = 5 };
void chart_calendar(struct buf *out, const struct chart *chart, int64_t first_day,
	const struct chart_value *days, size_t count);

#endif

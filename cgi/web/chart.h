/* SPDX-License-Identifier: MIT */
/*
 * chart.h -- figures as pictures: SVG that a screen reader can name, and below
 * it a table that says the same.
 *
 * Each writes a whole <figure>: heading, picture, table to be opened. Colours
 * are classes of app.css, so that they follow light and dark. All pictures are
 * 360 units wide: text in them is readable from a phone's width to half a
 * desk's.
 */
#ifndef CGI_WEB_CHART_H
#define CGI_WEB_CHART_H

#include "shared/base/buf.h"

struct chart {
	const char *id;    /* of a page's charts, each another word */
	const char *title; /* the heading */
	const char *text;  /* what there is to see, for who does not */
};

/* One figure: in the picture by its value, in the table by its words. */
struct chart_value {
	int64_t value;
	const char *label, *said;
	const char *mark; /* below an upright bar, or NULL */
};

/* How an axis counts: what of a value is one, and what stands behind it. */
struct chart_scale {
	int64_t unit;
	const char *suffix;
};

/* Upright bars, at most 54. */
void chart_columns(struct buf *out, const struct chart *chart, const struct chart_scale *scale,
	const struct chart_value *values, size_t count);

/* Lying bars, with their words above each. */
void chart_lines(
	struct buf *out, const struct chart *chart, const struct chart_value *values, size_t count);

/*
 * Days, at most 27 weeks of them: a column for each week, Monday at the top.
 * The value is how dark, by hours: nothing, under 1, under 2, under 4, more. Of
 * the words, `said` is used.
 */
enum { CHART_LEVELS = 5 };
void chart_calendar(struct buf *out, const struct chart *chart, int64_t first_day,
	const struct chart_value *days, size_t count);

#endif

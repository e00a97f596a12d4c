/* SPDX-License-Identifier: MIT */
/*
 * past.h -- the formats in which other trackers and servers hand out a history.
 *
 * A format is one file in past/ and a row below. It is told by what is in a
 * file, never by its name, and turns one row of a file into plays. As with a
 * sink, nothing is opened, and any bytes must be survived.
 */
#ifndef SHARED_PROVIDERS_PAST_H
#define SHARED_PROVIDERS_PAST_H

#include "shared/json/reader.h"
#include "shared/progress/report.h"

/* A completed play. */
struct past {
	struct report named; /* kind, ids, names and part: what was played */
	/* When: at_ms; else a day, counted from 1970-01-01; else UNSAID. */
	int64_t at_ms, day;
	const char *unnamed; /* why it cannot be named, a sentence; or NULL */
};

/* Takes one play; nothing in it outlives the call. */
typedef enum err past_fn(struct cx *cx, void *arg, const struct past *play);

struct past_to {
	past_fn *tell;
	void *arg;
};

struct past_row {
	const char *const *fields; /* of a table: one for each of `columns`; "" if it has none */
	struct json object;        /* of JSON */
};

enum past_shape {
	PAST_COMMAS, /* with a row of names first */
	PAST_TABS,   /* without */
	PAST_JSON,   /* objects in an array */
};

enum { PAST_COLUMNS_MAX = 20 };

struct past_format {
	const char *name;  /* in the database and the API */
	const char *title; /* for people */
	enum past_shape shape;
	/*
	 * Commas: the names of the columns that are read, in any case; a file
	 * with the first `needed` of them is of this format. Tabs: how many
	 * there are. JSON: the keys that are read, sorted.
	 */
	const char *const *columns; /* ends with NULL; NULL for tabs */
	size_t needed;
	/* JSON and tabs: is this the first row of such a file? */
	bool (*is_row)(struct cx *cx, const char *list, const struct past_row *row);
	/*
	 * Tells the plays of a row, none or several. ERR_INPUT: it cannot be
	 * read; the note says why, and the rows after it count.
	 */
	enum err (*read)(struct cx *cx, const struct past_row *row, const struct past_to *to);
};

/* Those with more needed columns first, as one may have those of another. */
#define PAST_FORMATS(ROW)                                                                          \
	ROW(yamtrack)                                                                              \
	ROW(letterboxd_import)                                                                     \
	ROW(letterboxd)                                                                            \
	ROW(netflix)                                                                               \
	ROW(netflix_short)                                                                         \
	ROW(playback)                                                                              \
	ROW(ryot)                                                                                  \
	ROW(trakt)

#define ROW(name) extern const struct past_format past_##name;
PAST_FORMATS(ROW)
#undef ROW

extern const struct past_format *const past_formats[];
extern const size_t past_format_count;

/* "Letterboxd, Netflix, ...": for sentences. */
const char *past_titles(struct arena *a);

/* The format of a table by its first row, or NULL. */
const struct past_format *past_of_header(const char *const *names, size_t count);
/* That of JSON, by one of its objects. */
const struct past_format *past_of_object(struct cx *cx, const char *list, struct json object);
/* That of lines with tabs, by the first of them. */
const struct past_format *past_of_line(struct cx *cx, const char *const *fields, size_t count);

/* ---- for formats ---- */

/* Everything is UNSAID or NULL. */
struct past past_empty(void);

/*
 * Reads a moment with a zone, or a day; without a zone, a moment is only good
 * for its day. Nothing, and what 1970 stands for, leaves both UNSAID. ERR_INPUT
 * for what is no date, and for one that has not come yet.
 */
MUST_CHECK enum err past_read_time(struct cx *cx, const char *text, struct past *to);

/* The text in the arena, cut to REPORT_NAME_MAX; NULL for "". */
const char *past_name(struct cx *cx, const char *text);

/* A whole number of a range; UNSAID for "". ERR_INPUT names the column. */
MUST_CHECK enum err past_number(
	struct cx *cx, const char *column, const char *text, struct range range, int *out);

/* Tells it; one without an id with the reason why. */
MUST_CHECK enum err past_tell(struct cx *cx, const struct past_to *to, struct past *play);

extern const struct range past_episodes, past_years;

#endif

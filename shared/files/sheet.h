/* SPDX-License-Identifier: MIT */
/*
 * sheet.h -- rows of text, divided by commas (RFC 4180) or by tabs.
 *
 * A field with commas or line breaks stands in quotes; without commas, quotes
 * mean nothing. Lines end with LF or CRLF, and empty ones count as none. A byte
 * order mark of UTF-8 is passed over. UTF-16 is refused.
 */
#ifndef SHARED_FILES_SHEET_H
#define SHARED_FILES_SHEET_H

#include "shared/files/input.h"

enum {
	SHEET_FIELD_MAX = 64 << 10, /* bytes; a longer one is a quote that does not end */
	SHEET_COLUMNS_MAX = 200,
};

struct sheet_row {
	int64_t number; /* from 1 */
	size_t count;
	/* Without their quotes; they may hold anything but a NUL. */
	const char *const *fields;
	/* What is wrong with the row, as a sentence; then it has no fields. */
	const char *flaw;
};

/* The row is in the arena of *cx, for the call. An error ends the reading. */
typedef enum err sheet_row_fn(struct cx *cx, void *arg, const struct sheet_row *row);

struct sheet;

/* In the arena of *cx; rows are in one of their own. End it with _destroy. */
MUST_CHECK enum err sheet_create(
	struct cx *cx, char divider, sheet_row_fn *each, void *arg, struct sheet **out);
void sheet_destroy(struct sheet *t); /* accepts NULL */

/*
 * The next bytes, as an input_feed_fn. ERR_INPUT for UTF-16, and for what is
 * no table; err_note says so.
 */
MUST_CHECK enum err sheet_feed(struct cx *cx, void *sheet, const char *bytes, size_t length);
MUST_CHECK enum err sheet_end(struct cx *cx, struct sheet *t); /* the last row */

#endif

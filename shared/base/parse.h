/* SPDX-License-Identifier: MIT */
/* parse.h -- text to values: the whole string, or false. */
#ifndef SHARED_BASE_PARSE_H
#define SHARED_BASE_PARSE_H

#include "shared/base/base.h"

/* Decimal digits with an optional '-'; no blanks, no '+'; within bounds. */
MUST_CHECK bool parse_i64(const char *text, int64_t min, int64_t max, int64_t *out);

/*
 * The same of that many bytes, and faster: false for more than 18 of them,
 * whatever they are. So many digits always fit.
 */
MUST_CHECK bool parse_short_i64(const char *text, size_t length, int64_t *out);

/*
 * A percentage up to 100, with at most two decimals after a point or a comma,
 * in hundredths: "2" is 200, "95,5" is 9550.
 */
MUST_CHECK bool parse_hundredths(const char *text, int *out);

/* 8-4-4-4-12 hexadecimal digits, in either case. */
bool parse_is_uuid(const char *text);

#endif

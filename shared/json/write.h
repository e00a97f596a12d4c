/* SPDX-License-Identifier: MIT */
/*
 * write.h -- writes JSON into a struct buf.
 *
 * Commas and escapes are added as needed. A key is a plain word of ours, and
 * NULL for the root and inside arrays.
 */
#ifndef SHARED_JSON_WRITE_H
#define SHARED_JSON_WRITE_H

#include "shared/base/buf.h"

void jput_open(struct buf *b, const char *key, char bracket); /* '{' '[' */
void jput_close(struct buf *b, char bracket);                 /* '}' ']' */
void jput_str(struct buf *b, const char *key, const char *text);
void jput_i64(struct buf *b, const char *key, int64_t number);
void jput_bool(struct buf *b, const char *key, bool yes);
void jput_null(struct buf *b, const char *key);

/* text, or null for NULL; number, or null below 0. */
void jput_str_or_null(struct buf *b, const char *key, const char *text);
void jput_i64_or_null(struct buf *b, const char *key, int64_t number);

/* A share (SHARE_WHOLE is 100 %) as a percentage with at most four decimals. */
void jput_percent(struct buf *b, const char *key, int64_t share);

/* A share as a number from 0 to 1, with six decimals. */
void jput_fraction(struct buf *b, const char *key, int64_t share);

/* A time in ms as RFC 3339 text; null below 0. */
void jput_time(struct buf *b, const char *key, int64_t ms);

#endif
